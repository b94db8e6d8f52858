"""Where the facts are kept: SQLite by default, PostgreSQL at scale, the same code on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.orm import DeclarativeBase, Session

from learning.ready import DriverConnection, open_driver

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC. SQLite would hand back a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand back an aware datetime."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every mapped class, whichever package it lives in."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment}


class Database:
    """One engine, and the two kinds of transaction.

    `url` is an SQLAlchemy URL: `sqlite:///file` or `postgresql+psycopg://…`.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(url, self.is_sqlite)
        self._writing = self.engine.execution_options(baton_begin="BEGIN IMMEDIATE")
        self._reading_once = self.engine.execution_options(baton_begin=None)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading only; nothing it holds is written."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a writing transaction: committed at the end, rolled back by any exception."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read_core(self) -> Iterator[Connection]:
        """Open a connection for one statement without mapped objects, for the few hot places."""
        with self._reading_once.connect() as connection:
            yield connection

    @contextmanager
    def write_core(self) -> Iterator[Connection]:
        """Open a writing transaction without mapped objects, for the few hot places."""
        with self._writing.begin() as connection:
            yield connection

    @contextmanager
    def read_ready(self) -> Iterator[DriverConnection]:
        """Open a connection for one statement that is ready (see `learning.ready`)."""
        with open_driver(self.engine, once=True) as connection:
            yield connection

    @contextmanager
    def write_ready(self) -> Iterator[DriverConnection]:
        """Open a writing transaction for statements that are ready."""
        with open_driver(self.engine) as connection:
            if self.is_sqlite:
                connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        # A server that does not answer gives the page that says so, and not an endless wait.
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}
        )
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 5.0})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's driver would open transactions on its own, and only before an INSERT;
    # then two readers that turn into writers deadlock. We say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    statement = connection.get_execution_options().get("baton_begin", "BEGIN")
    if statement is not None:
        connection.exec_driver_sql(statement)
