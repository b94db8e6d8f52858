"""What belongs to a person, in every table there is: found by the keys that lead to them.

A row whose key to a person cannot be empty is theirs, and so are the rows that cannot be without
it. Where a key may be empty, the row is about something else: it stays when they go, and the key
is emptied. A table that is added later is found in the same way.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, or_, select

from learning.database import Base
from learning.person import Person

PERSON: Table = Base.metadata.tables[Person.__tablename__]


def owned_tables() -> list[Table]:
    """Return the tables whose rows belong to somebody, children before what they hang on."""
    owned = _owned()
    return [table for table in reversed(Base.metadata.sorted_tables) if table.name in owned]


def loose_keys() -> list[ForeignKey]:
    """Return the keys that may lead to somebody, or to what is theirs, in rows that stay."""
    owned = _owned() | {PERSON.name}
    return [
        key
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if key.parent.nullable and key.column.table.name in owned
    ]


def is_theirs(table: Table, person_id: int) -> ColumnElement[bool]:
    """Ask whether a row of an owned table, or of `person` itself, belongs to this person."""
    if table is PERSON:
        return PERSON.c.id == person_id
    return or_(*(leads_to(key, person_id) for key in _firm_keys(table)))


def leads_to(key: ForeignKey, person_id: int) -> ColumnElement[bool]:
    """Ask whether a key leads to this person, or to a row that belongs to them."""
    mine: Column[Any] = key.parent
    parent = key.column.table
    if parent is PERSON:
        return mine == person_id
    return mine.in_(select(key.column).where(is_theirs(parent, person_id)))


def _firm_keys(table: Table) -> Iterator[ForeignKey]:
    owned = _owned() | {PERSON.name}
    for key in table.foreign_keys:
        if not key.parent.nullable and key.column.table.name in owned:
            yield key


def _owned() -> frozenset[str]:
    return _owned_among(len(Base.metadata.tables))


@cache
def _owned_among(_tables: int) -> frozenset[str]:
    # The number of tables is the cache's key: a door that is imported later brings more.
    owned: set[str] = set()
    while True:
        known = owned | {PERSON.name}
        more = {
            table.name
            for table in Base.metadata.tables.values()
            for key in table.foreign_keys
            if not key.parent.nullable and key.column.table.name in known
        } - known
        if not more:
            return frozenset(owned)
        owned |= more
