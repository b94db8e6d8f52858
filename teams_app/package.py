"""The package: one zip to upload into Teams. The same settings give the same bytes."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from teams_app.manifest import FOLDER, MANIFEST, languages

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the real one would make every package another."""
_READABLE = 0o644 << 16


def pack(manifest: dict[str, Any]) -> bytes:
    """Return the zip with this manifest, the icons and the texts, all of them at its root."""
    files = {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"}
    for name in (*manifest["icons"].values(), *(f"{tag}.json" for tag in languages())):
        files[name] = (FOLDER / name).read_bytes()
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.external_attr, entry.create_system = (
                ZIP_DEFLATED,
                _READABLE,
                3,
            )
            archive.writestr(entry, files[name])
    return target.getvalue()
