"""Baton itself: everything a launch does for real, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.installation import Installation, postgresql_in, sqlite_in
from bench.platform import Platform
from bench.tool import Tool, address


@contextmanager
def on_sqlite(platform: Platform, folder: Path) -> Iterator[Tool]:
    """Serve it on an SQLite file."""
    with address() as where:
        baton = Installation(where, sqlite_in(folder))
        baton.connect(platform)
        with baton.serving() as tool:
            yield tool


@contextmanager
def on_postgresql(platform: Platform, folder: Path) -> Iterator[Tool]:
    """Serve it on a PostgreSQL of its own."""
    with postgresql_in(folder) as (database_url, database), address() as where:
        baton = Installation(where, database_url)
        baton.connect(platform)
        with baton.serving((database,)) as tool:
            yield tool
