"""The queue: Huey wakes and schedules; the rows in the database are the truth (decision 4)."""

import sqlite3
from pathlib import Path

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy import make_url

from baton.settings import Settings

_NAME = "baton"
_TABLES_LOCK = 7_214_512
"""Any number but the schema's; PostgreSQL's advisory lock lets one process make the tables."""

QUEUE_FAULTS = (sqlite3.Error, psycopg.Error)
"""What a queue raises that cannot be used, for the moment or at all."""


def make_queue(settings: Settings) -> Huey:
    """Return the queue that goes with the database. A damaged file is thrown away: see above."""
    if settings.is_sqlite:
        return _in_file(settings.queue_file)
    url = make_url(settings.database_url).set(drivername="postgresql")
    dsn = url.render_as_string(hide_password=False)
    with psycopg.connect(dsn) as connection:
        # Two processes that begin together would stumble over each other's new tables.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_TABLES_LOCK])
        return PostgresHuey(_NAME, dsn=dsn, results=False)


def is_sound(queue: Huey) -> bool:
    """Tell whether the queue may be used; a database that is away may come back."""
    try:
        queue.pending_count()
    except QUEUE_FAULTS as fault:
        return not _is_damage(fault)
    return True


def _in_file(file: Path) -> Huey:
    try:
        return _open(file)
    except sqlite3.DatabaseError as fault:
        if not _is_damage(fault):
            raise
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        path.unlink(missing_ok=True)
    return _open(file)


def _open(file: Path) -> Huey:
    queue = SqliteHuey(_NAME, filename=str(file), results=False)
    [(verdict,)] = queue.storage.sql("PRAGMA quick_check(1)", results=True)
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    return queue


def _is_damage(fault: Exception) -> bool:
    # The driver's other errors, such as "locked" or "disk full", are subclasses of this one.
    return type(fault) is sqlite3.DatabaseError
