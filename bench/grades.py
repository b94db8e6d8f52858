"""How many scores one worker sends in a second to an LMS that takes 50 ms for each answer."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from baton.settings import read_settings
from bench.browser import Browser
from bench.installation import Installation, postgresql_in, sqlite_in
from bench.platform_site import open_platform
from bench.slow_lms import arrivals, open_slow_lms
from bench.tool import Unavailable, address
from learning.database import Database
from learning.delivery import owe
from learning.line_item import LineItem
from learning.person import Identity

LONGEST_SECONDS = 120.0
POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Throughput:
    """What the LMS saw: scores, the seconds from the first to the last, and token requests."""

    scores: int
    seconds: float
    tokens: int

    @property
    def per_second(self) -> float:
        """Scores in a second."""
        return (self.scores - 1) / self.seconds


@contextmanager
def on_sqlite() -> Iterator[str]:
    """A new SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        yield sqlite_in(Path(folder))


@contextmanager
def on_postgresql() -> Iterator[str]:
    """A new PostgreSQL database."""
    with tempfile.TemporaryDirectory() as folder, postgresql_in(Path(folder)) as (url, _pid):
        yield url


def send(database_url: str, people: int, tick: Callable[[], None]) -> Throughput:
    """Let so many people come, owe each a grade, and time one worker. Raises Unavailable."""
    with open_slow_lms() as lms, open_platform(services=lms) as platform, address() as where:
        baton = Installation(where, database_url)
        baton.connect(platform)
        with baton.serving() as tool:
            for person in range(people):
                Browser().launch(tool, platform, person)
                tick()
        _owe_everybody(baton)
        with baton.working() as worker:
            return _watch(lms, people, worker)


def _owe_everybody(baton: Installation) -> None:
    database = Database(read_settings(baton.settings).database_url)
    with database.write() as session:
        column = session.scalars(select(LineItem)).one()
        for identity in session.scalars(select(Identity)):
            owe(session, column, identity, 80.0, datetime.now(UTC))
    database.dispose()


def _watch(lms: str, people: int, worker: subprocess.Popen[str]) -> Throughput:
    end = time.monotonic() + LONGEST_SECONDS
    while len((seen := arrivals(lms))["scores"]) < people:
        if worker.poll() is not None or time.monotonic() > end:
            count = len(seen["scores"])
            raise Unavailable(
                f"Only {count} of {people} scores came; the worker or its time ended."
            )
        time.sleep(POLL_SECONDS)
    scores = sorted(seen["scores"])
    return Throughput(len(scores), scores[-1] - scores[0], len(seen["tokens"]))
