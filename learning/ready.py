"""Statements made ready once, and then given to the database's driver as they are.

For the two transactions of a launch only. SQLAlchemy writes the SQL, binds and reads the values by
its own types, keeps the pool, and names the errors; what is left out is its way from a statement
to the driver, which costs several times what the driver itself needs for so small a statement.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection, Dialect, Engine, Executable, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

_Process = Callable[[Any], Any]


@dataclass(frozen=True)
class DriverConnection:
    """A connection of the driver, and the dialect that it speaks."""

    driver: Any
    dialect: Dialect

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> DBAPICursor:
        """Run a statement. Raises what SQLAlchemy makes of the driver's errors."""
        cursor: DBAPICursor = self.driver.cursor()
        try:
            cursor.execute(sql, values)
        except self.dialect.loaded_dbapi.Error as fault:
            raise _named(fault, self.dialect, sql) from fault
        return cursor

    def commit(self) -> None:
        """Keep what was written; raises like `execute`."""
        try:
            self.driver.commit()
        except self.dialect.loaded_dbapi.Error as fault:
            raise _named(fault, self.dialect, "COMMIT") from fault


@contextmanager
def open_driver(engine: Engine, *, once: bool = False) -> Iterator[DriverConnection]:
    """Take a connection from the pool; what was not committed is undone at the end.

    With `once` it is for a single statement, which needs no transaction around it.
    """
    try:
        driver = engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as fault:
        raise _named(fault, engine.dialect, "connect") from fault
    # SQLite begins none by itself (see `learning.database`); psycopg would, and end it again.
    alone = driver.driver_connection if once and engine.dialect.name == "postgresql" else None
    try:
        if alone is not None:
            alone.autocommit = True
        yield DriverConnection(driver, engine.dialect)
    finally:
        if alone is not None and not alone.closed:
            alone.autocommit = False
        driver.close()


def driver_of(connection: Connection) -> DriverConnection:
    """Return the driver's connection behind another, inside the same transaction."""
    return DriverConnection(connection.connection, connection.dialect)


class Ready:
    """One statement, compiled at its first use for the database that it meets."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: DriverConnection, values: Mapping[str, Any]) -> list[Any] | None:
        """Return the first row of a SELECT, or None."""
        compiled = self._for(connection.dialect)
        row = connection.execute(compiled.sql, compiled.bind(values)).fetchone()
        return None if row is None else compiled.read(row)

    def change(self, connection: DriverConnection, values: Mapping[str, Any]) -> int:
        """Run an INSERT and return how many rows it made."""
        compiled = self._for(connection.dialect)
        return connection.execute(compiled.sql, compiled.bind(values)).rowcount

    def _for(self, dialect: Dialect) -> "_Compiled":
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return found


class _Compiled:
    """A statement in one dialect: its SQL, and what its types do to values."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = cast("SQLCompiler", cast("ClauseElement", statement).compile(dialect=dialect))
        self.sql = str(compiled)
        self._constants = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self._order = tuple(compiled.positiontup or ()) if compiled.positional else None
        processors = {
            compiled.bind_names[bind]: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind in compiled.bind_names
        }
        self._binding = {name: way for name, way in processors.items() if way is not None}
        self._reading = _reading(statement, dialect)

    def bind(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """Return the values as the driver takes them."""
        bound = {**self._constants, **values}
        for name, way in self._binding.items():
            bound[name] = way(bound[name])
        return bound if self._order is None else [bound[name] for name in self._order]

    def read(self, row: Sequence[Any]) -> list[Any]:
        """Return a row as Python means it."""
        values = list(row)
        for place, way in self._reading:
            values[place] = way(values[place])
        return values


def _reading(statement: Executable, dialect: Dialect) -> list[tuple[int, _Process]]:
    if not isinstance(statement, Select):
        return []
    columns = enumerate(statement.selected_columns)
    found = ((n, c.type.dialect_impl(dialect).result_processor(dialect, None)) for n, c in columns)
    return [(place, way) for place, way in found if way is not None]


def _named(fault: Exception, dialect: Dialect, doing: str) -> BaseException:
    """Return a driver's error under the name that it has everywhere else here."""
    return DBAPIError.instance(
        doing, None, fault, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
    )
