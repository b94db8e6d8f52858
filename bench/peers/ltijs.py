"""ltijs, the Node library, as its own documentation sets it up, with its SQL plugin on SQLite."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.npm import PATH, modules, node
from bench.platform import Platform
from bench.tool import Tool, Unavailable, running

SERVER = Path(__file__).with_name("ltijs_server.cjs")
PACKAGE = {
    "private": True,
    "dependencies": {"ltijs": "5.9.9", "ltijs-sequelize": "2.4.4", "sqlite3": "6.0.1"},
    # SQLite's driver is native: npm must be allowed to fetch or build it.
    "allowScripts": {"sqlite3": True},
}
DRIVER = "node_modules/sqlite3/build/Release/node_sqlite3.node"


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
        "NODE_PATH": str(modules("ltijs", PACKAGE, DRIVER)),
        "NODE_ENV": "production",
        "BENCH_LTIJS": json.dumps(settings),
    }
    process = subprocess.Popen(
        [node(), str(SERVER)],
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
