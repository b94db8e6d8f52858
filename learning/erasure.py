"""Erasing a person: every row of theirs goes, and in what stays nothing points to them.

What stays are numbers: how many were at a huddle, how far a module was handed on, how many had
finished it in a week. The LMS keeps the grades that it has; Baton cannot take them back.
"""

import json
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from learning.belongings import PERSON, is_theirs, leads_to, loose_keys, owned_tables
from learning.context import Context
from learning.handover import Handover
from learning.person import Identity, Person
from learning.policy import PolicyChange
from learning.reports import forget_reports_to
from learning.team_change import TeamChange, lock_teams
from learning.team_source import TeamSourceChange
from learning.team_upload import TeamUpload


@dataclass
class Erased:
    """How many rows went, by table, and in how many that stay a name or a key was emptied."""

    rows: dict[str, int] = field(default_factory=dict)
    emptied: dict[str, int] = field(default_factory=dict)


def count_erasure(session: Session, person_id: int) -> Erased:
    """Return what erasing this person would do. Nothing is changed."""
    counted = Erased()
    for table in [*owned_tables(), PERSON]:
        theirs = select(func.count()).select_from(table).where(is_theirs(table, person_id))
        _note(counted.rows, table.name, session.scalar(theirs) or 0)
    for key in loose_keys():
        pointing = select(func.count()).where(leads_to(key, person_id))
        _note(counted.emptied, key.parent.table.name, session.scalar(pointing) or 0)
    return counted


def erase_person(session: Session, person: Person) -> Erased:
    """Erase a person; the caller's transaction makes it so.

    Whoever changes teams meanwhile waits, since the way back of a change names people too.
    """
    _overwrite_what_goes(session)
    lock_teams(session, person.organisation_id)
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    session.flush()
    person_id, erased = person.id, Erased()
    _erase_what_is_written_about(session, person)
    for key in loose_keys():
        pointing = update(key.parent.table).where(leads_to(key, person_id))
        done = session.execute(pointing.values({key.parent.name: None}))
        _note(erased.emptied, key.parent.table.name, done.rowcount)  # type: ignore[attr-defined] # a cursor's
    for table in [*owned_tables(), PERSON]:
        done = session.execute(delete(table).where(is_theirs(table, person_id)))
        _note(erased.rows, table.name, done.rowcount)  # type: ignore[attr-defined] # a cursor's
    session.expire_all()
    return erased


def _erase_what_is_written_about(session: Session, person: Person) -> None:
    """Empty the few places where a person stands in a text, and not behind a key."""
    mine = Handover.giver_id == person.id
    session.execute(update(Handover).where(mine).values(giver_name=None))
    # Uploads wait for a yes for a day at most, and may name anybody; they can be sent again.
    courses = select(Context.id).where(Context.organisation_id == person.organisation_id)
    session.execute(delete(TeamUpload).where(TeamUpload.context_id.in_(courses)))
    changes = select(TeamChange).where(
        TeamChange.organisation_id == person.organisation_id,
        TeamChange.before.contains(str(person.id)),
    )
    for change in session.scalars(changes):
        change.before = _without(change.before, person.id)
    names = _names(session, person)
    policies = select(PolicyChange).where(PolicyChange.organisation_id == person.organisation_id)
    sources = select(TeamSourceChange).where(
        TeamSourceChange.organisation_id == person.organisation_id
    )
    for one in (*session.scalars(policies), *session.scalars(sources)):
        if any(name.casefold() in one.by.casefold() for name in names):
            one.by = "–"
    session.flush()
    forget_reports_to(session, person.id)


def _without(before: str, person_id: int) -> str:
    teams: dict[str, dict[str, list[int]] | None] = json.loads(before)
    for people in teams.values():
        for role, ids in (people or {}).items():
            if people is not None:
                people[role] = [one for one in ids if one != person_id]
    return json.dumps(teams)


def _names(session: Session, person: Person) -> list[str]:
    known = select(Identity.user_name, Identity.sourced_id).where(Identity.person_id == person.id)
    names = [person.name, person.email, *(name for row in session.execute(known) for name in row)]
    return [name for name in names if name and len(name) > 2]


def _overwrite_what_goes(session: Session) -> None:
    """SQLite would leave the bytes of an erased row in the file until something needs the room."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete = ON"))


def _note(counts: dict[str, int], name: str, count: int) -> None:
    if count:
        counts[name] = counts.get(name, 0) + count
