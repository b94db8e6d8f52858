"""The same as the bare Flask route, in Node: express and jose."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.npm import PATH, modules, node
from bench.peers.bare_pyjwt import settings_of
from bench.tool import Tool, Unavailable, running
from practice_teams.teams import PracticeTeams

SERVER = Path(__file__).with_name("express_jose_server.mjs")
PACKAGE = {"private": True, "dependencies": {"express": "5.3.0", "jose": "6.2.18"}}


@contextmanager
def run(teams: PracticeTeams) -> Iterator[Tool]:
    """Serve it. Raises Unavailable."""
    environment = os.environ | {
        "PATH": PATH,
        "NODE_PATH": str(modules("express-jose", PACKAGE, "node_modules/jose/package.json")),
        "NODE_ENV": "production",
        "BENCH_EXPRESS_JOSE": settings_of(teams),
    }
    process = subprocess.Popen(
        [node(), str(SERVER)], env=environment, stdout=subprocess.PIPE, text=True
    )
    with running(process) as pid:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        if not url:
            raise Unavailable("It ended before it was ready.")
        yield Tool("", f"{url}/session", (pid,), shows="Hello, Ben Okafor")
