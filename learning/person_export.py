"""A person's export: everything about one person, readable, with a word on what each part is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session

from learning.belongings import PERSON, is_theirs, leads_to, loose_keys, owned_tables
from learning.data_map import DATA_MAP, Kept
from learning.person import Person

_SECRETS = ("token_hash", "lease")
"""Ends of names of columns that open something, and say nothing about anybody."""
_OTHERS = {"team_change": ("before",)}
"""Columns that speak of other people too."""
_UNKNOWN = Kept("", "")


def export_person(session: Session, person: Person, at: datetime) -> dict[str, Any]:
    """Return everything about a person, as values that JSON can hold. `at` is real time."""
    owned = [PERSON, *reversed(owned_tables())]
    loose = list(dict.fromkeys(key.parent.table for key in loose_keys()))
    parts = [_part(session, table, person.id) for table in owned]
    parts += [_part(session, table, person.id) for table in loose if table not in owned]
    return {
        "what": "Everything that Baton keeps about one person. Times are in UTC.",
        "organisation": person.organisation.name,
        "at": at.isoformat(),
        "parts": [part for part in parts if part["rows"]],
    }


def _part(session: Session, table: Table, person_id: int) -> dict[str, Any]:
    kept = DATA_MAP.get(table.name, _UNKNOWN)
    hidden = _OTHERS.get(table.name, ())
    columns = [
        column
        for column in table.columns
        if not column.name.endswith(_SECRETS) and column.name not in hidden
    ]
    theirs = (
        is_theirs(table, person_id)
        if table is PERSON or table in owned_tables()
        else or_(*(leads_to(key, person_id) for key in loose_keys() if key.parent.table is table))
    )
    rows = session.execute(select(*columns).where(theirs).order_by(*table.primary_key))
    return {
        "part": table.name,
        "what": kept.what,
        "how_long": kept.how_long,
        "rows": [
            {column.name: _plain(value) for column, value in zip(columns, row, strict=True)}
            for row in rows
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
