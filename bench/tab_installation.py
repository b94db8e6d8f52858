"""An installation of Baton as a tab: it trusts the practice Entra, and one tenant of it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from baton.demo.doors import TEAMS_VARIABLE
from bench.installation import SESSION, Installation, postgresql_in, sqlite_in
from bench.tool import ROOT, Tool, Unavailable, address, gunicorn
from practice_teams.teams import PracticeTeams


@dataclass(frozen=True)
class TabInstallation(Installation):
    """Baton at an address, with the practice Teams beside it."""

    teams: PracticeTeams

    @cached_property
    def settings(self) -> dict[str, str]:
        """What its environment says."""
        origin = self.teams.settings.origin
        return {
            **Installation.settings.func(self),
            "BATON_ENTRA_CLIENT_ID": self.teams.settings.client_id,
            "BATON_ENTRA_AUTHORITY": origin,
            "BATON_FRAME_ANCESTORS": origin,
            TEAMS_VARIABLE: origin,
        }

    def onboard(self) -> None:
        """Let the tenant in as an operator would. Raises Unavailable with Baton's reason."""
        command = [sys.executable, "-m", "baton", "teams", "tenant-add"]
        command += [self.teams.settings.tenant_id, "--organisation", "Bench"]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unavailable(f"It could not be set up: {done.stderr.strip()[-500:]}")

    @contextmanager
    def signing_in(
        self,
        database: tuple[int, ...] = (),
        app: str = "baton.wsgi:application()",
        threads: int = 1,
    ) -> Iterator[Tool]:
        """Serve its pages; what is opened is the sign-in."""
        with gunicorn(app, self.where, self.settings, threads) as pid:
            yield Tool(self.url, f"{self.url}/teams/session", (pid,), database, SESSION)


@contextmanager
def on_sqlite(teams: PracticeTeams, folder: Path) -> Iterator[Tool]:
    """Serve it on an SQLite file."""
    with address() as where:
        baton = TabInstallation(where, sqlite_in(folder), teams)
        baton.onboard()
        with baton.signing_in() as tool:
            yield tool


@contextmanager
def on_postgresql(teams: PracticeTeams, folder: Path) -> Iterator[Tool]:
    """Serve it on a PostgreSQL of its own."""
    with postgresql_in(folder) as (database_url, database), address() as where:
        baton = TabInstallation(where, database_url, teams)
        baton.onboard()
        with baton.signing_in((database,)) as tool:
            yield tool
