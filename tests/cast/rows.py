"""Rows of a person's in every table there is, also in those that are added later."""

from datetime import date

from sqlalchemy import String, Table, Text, func, insert, select
from sqlalchemy.orm import Session

from cast.company import MONDAY
from learning.belongings import PERSON, is_theirs, loose_keys, owned_tables
from learning.database import Moment
from learning.person import Person


def fill_tables(session: Session, person: Person, word: str) -> None:
    """Put a row with a word of theirs into each table of theirs that is still empty."""
    for table in reversed(owned_tables()):
        theirs = select(func.count()).select_from(table).where(is_theirs(table, person.id))
        if not session.scalar(theirs):
            session.execute(insert(table).values(_a_row(session, table, person, word)))
    for key in loose_keys():
        table, points = key.parent.table, key.parent == person.id
        if key.column.table is PERSON and not session.scalar(select(func.count()).where(points)):
            words = f"n-{key.parent.name}"
            values = _a_row(session, table, person, words) | {key.parent.name: person.id}
            session.execute(insert(table).values(values))


def _a_row(session: Session, table: Table, person: Person, word: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for column in table.columns:
        if column.nullable or (column.primary_key and not column.foreign_keys):
            continue
        keys = list(column.foreign_keys)
        if keys:
            parent = keys[0].column
            known = select(parent).select_from(parent.table)
            if parent.table is PERSON or parent.table in owned_tables():
                known = known.where(is_theirs(parent.table, person.id))
            there = session.scalar(known.limit(1))
            if there is None:
                row = _a_row(session, parent.table, person, "n")
                there = session.scalar(insert(parent.table).values(row).returning(parent))
            values[column.name] = there
        else:
            told = f"{word}-{person.id}-{table.name}" if column.unique else word
            values[column.name] = _some(column.type, told)
    return values


def _some(kind: object, word: str) -> object:
    if isinstance(kind, String | Text):
        return word[: kind.length]  # type: ignore[attr-defined] # both have one
    if isinstance(kind, Moment):
        return MONDAY
    known: dict[object, object] = {date: MONDAY.date(), bool: False, int: 1}
    return known.get(getattr(kind, "python_type", None), 1.0)
