"""Built files of the front end, by their plain names. `make` builds them; each name has a hash.

The build also leaves each of them compressed beside it, so that no request has to compress it.
"""

import json
import mimetypes
from functools import cache
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, abort, request

built = Blueprint("built", __name__, url_prefix="/static/built")

BUILT = Path(__file__).parent / "static" / "built"

_ENDINGS = {"br": ".br", "gzip": ".gz"}
_FOR_EVER = 31_536_000
"""Seconds; a year is the longest that caches take seriously."""


class AssetsMissing(RuntimeError):
    """The front end has not been built."""


@cache
def _manifest() -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise AssetsMissing("The pages' files are not built yet. Run `make build`.") from None
    return names


def asset(name: str) -> str:
    """Return the address of a built file, such as `app.css`.

    Raises AssetsMissing if nothing has been built.
    """
    return f"/static/built/{_manifest()[name]}"


def check_built() -> None:
    """Raise AssetsMissing if nothing has been built."""
    _manifest()


@built.get("/<name>")
def send_built(name: str) -> Response:
    """Send a built file, compressed as the browser takes it. Its name changes with its content."""
    if name not in _manifest().values():
        abort(HTTPStatus.NOT_FOUND)
    taken = set(request.accept_encodings.values())
    coding = next((one for one in _ENDINGS if one in taken and _packed(name, one).is_file()), None)
    file = _packed(name, coding) if coding else BUILT / name
    answer = Response(file.read_bytes(), mimetype=mimetypes.guess_type(name)[0])
    answer.vary.add("Accept-Encoding")
    if coding is not None:
        answer.content_encoding = coding
    answer.cache_control.public = answer.cache_control.immutable = True
    answer.cache_control.max_age = _FOR_EVER
    return answer


def _packed(name: str, coding: str) -> Path:
    return BUILT / f"{name}{_ENDINGS[coding]}"
