"""Joining: two accounts of one person become one person, and not a row of theirs is lost.

Every key in every table that leads to the one who goes is led to the one who stays, also in tables
that are added later. Where both have a row of which there can be only one, `MERGED` says what
becomes of the two.
"""

import json
from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Session

from learning.account_link import AccountLink, BroughtRow, How
from learning.belongings import PERSON
from learning.clock import Now
from learning.database import Base
from learning.draft import Draft
from learning.errors import NotFound, Refusal
from learning.loops_aside import set_loops_aside
from learning.pause import Pause
from learning.person import Identity, Person
from learning.reminder import Reminder
from learning.team import TeamLeader, TeamMember
from learning.team_change import TeamChange, lock_teams

_Own = TypeVar("_Own", Draft, Reminder, TeamMember, TeamLeader)
_Place = TypeVar("_Place", TeamMember, TeamLeader)
GOES_BACK = frozenset(
    {
        "identity.person_id",
        "loop.person_id",
        "draft.person_id",
        "pause.person_id",
        "huddle.host_id",
        "handover.giver_id",
        "handover.taker_id",
        "team_member.person_id",
        "team_leader.person_id",
        "reports_reading.leader_id",
        "account_link.person_id",
    }
)
"""Keys that lead back to the account that brought the row, if the two are parted."""
MERGED = {
    "loop": "both stay; the better one counts, and the other is set aside",
    "draft": "the newer one stays",
    "reminder": "that of the one who stays; silence holds",
    "notice": "one a week and kind",
    "team_member": "one, since the earlier day",
    "team_leader": "one, since the earlier day",
    "reports_reading": "that of the one who stays",
    "counted_person": "counted once, where the one who stays is counted",
    "spread_person": "counted once",
}
"""What becomes of two rows in a table where somebody has only one of a kind."""


class CannotJoin(Refusal):
    """These two cannot be accounts of one person."""


def check_pair(session: Session, first: Person, second: Person) -> None:
    """Raise CannotJoin unless the two could be one person: a colleague never is.

    Raises NotFound for two organisations, which know nothing of each other.
    """
    if first.organisation_id != second.organisation_id:
        raise NotFound("There is nothing at this address.")
    if first.id == second.id:
        raise CannotJoin("These two are one account already.")
    if issuers_of(session, first) & issuers_of(session, second):
        raise CannotJoin("Both accounts are in the same place, and there each person has only one.")


def issuers_of(session: Session, person: Person) -> set[str]:
    """Return where somebody has an account."""
    mine = select(Identity.issuer).where(Identity.person_id == person.id)
    return set(session.scalars(mine))


def hold_pair(
    session: Session, organisation_id: int, first_id: int, second_id: int
) -> tuple[Person, Person]:
    """Hold two persons until the transaction ends. Raises NotFound if one is gone.

    Always in the same order, so that nobody waits for somebody who waits for them; and after the
    teams, as whoever erases somebody does.
    """
    lock_teams(session, organisation_id)
    both = select(Person).where(Person.id.in_((first_id, second_id))).order_by(Person.id)
    held = both.with_for_update().execution_options(populate_existing=True)
    people = {person.id: person for person in session.scalars(held)}
    if first_id not in people or second_id not in people:
        raise NotFound("This account is not here any more.")
    return people[first_id], people[second_id]


def join_people(session: Session, stays: Person, goes: Person, how: How, now: Now) -> AccountLink:
    """Make one person of two; the caller's transaction makes it so, and owes their grades then.

    Raises what `check_pair` and `hold_pair` raise.
    """
    session.flush()
    stays, goes = hold_pair(session, stays.organisation_id, stays.id, goes.id)
    check_pair(session, stays, goes)
    link = _new_link(session, stays, goes, how, now)
    set_loops_aside(session, stays, goes, now.learning)
    _agree(session, stays, goes, link)
    for key in keys_to_people():
        _lead_to(session, key, goes.id, link)
    _rename_in_changes(session, stays, goes.id)
    _keep_what_is_known(stays, goes)
    session.flush()
    session.expunge(goes)
    session.execute(delete(Person).where(Person.id == goes.id))
    session.expire_all()
    return link


def keys_to_people() -> list[ForeignKey]:
    """Return every key that leads straight to a person."""
    return [
        key
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if key.column.table is PERSON
    ]


def only_ones(key: ForeignKey) -> Iterator[list[str]]:
    """Yield, for each rule by which somebody has one row of a kind, what the kind is told by."""
    table = key.parent.table
    rules = [*table.constraints, *(index for index in table.indexes if index.unique)]
    for rule in rules:
        if isinstance(rule, UniqueConstraint | PrimaryKeyConstraint | Index):
            names = [column.name for column in rule.columns]
            if key.parent.name in names:
                yield [name for name in names if name != key.parent.name]


def _new_link(session: Session, stays: Person, goes: Person, how: How, now: Now) -> AccountLink:
    link = AccountLink(
        person_id=stays.id,
        how=how,
        at=now.real,
        learning_at=now.learning,
        name=goes.name,
        email=goes.email,
        language=goes.language,
        setting=goes.setting,
        created_at=goes.created_at,
    )
    session.add(link)
    session.flush()
    return link


def _lead_to(session: Session, key: ForeignKey, goes_id: int, link: AccountLink) -> None:
    """Let a key of all rows that lead to one person lead to another; a second one goes."""
    table, name = key.parent.table, key.parent.name
    theirs, stays_id = key.parent == goes_id, link.person_id
    for kind in only_ones(key):
        session.execute(delete(table).where(theirs, _has_same(table, name, kind, stays_id)))
    label = f"{table.name}.{name}"
    if label in GOES_BACK:
        ids = session.scalars(select(table.c.id).where(theirs)).all()
        link.brought += [BroughtRow(key=label, row_id=row_id) for row_id in ids]
    session.execute(update(table).where(theirs).values({name: stays_id}))


def _has_same(table: Table, name: str, kind: Sequence[str], person_id: int) -> ColumnElement[bool]:
    """Ask whether a person has a row of the same kind as this one."""
    other = table.alias()
    same = [other.c[column] == table.c[column] for column in kind]
    return select(other.c[name]).where(other.c[name] == person_id, *same).exists()


def _agree(session: Session, stays: Person, goes: Person, link: AccountLink) -> None:
    """Let what one person has once be what the two of them had."""
    _keep_newer_drafts(session, stays.id, goes.id)
    _keep_earlier_places(session, TeamMember, stays.id, goes.id, link)
    _keep_earlier_places(session, TeamLeader, stays.id, goes.id, link)
    mine, second = (_rows(session, Reminder, one.id) for one in (stays, goes))
    if mine and second and second[0].muted_at is not None:
        mine[0].mute(second[0].muted_at)
    lasting = select(Pause).where(Pause.person_id.in_((stays.id, goes.id)), Pause.ends.is_(None))
    for later in session.scalars(lasting.order_by(Pause.begins, Pause.id)).all()[1:]:
        # The first one lasts, and covers it.
        later.ends = later.begins
    session.flush()


def _keep_newer_drafts(session: Session, stays_id: int, goes_id: int) -> None:
    mine = {one.module: one for one in _rows(session, Draft, stays_id)}
    for draft in _rows(session, Draft, goes_id):
        other = mine.get(draft.module)
        if other is not None:
            session.delete(min(draft, other, key=lambda one: one.at))
    session.flush()


def _keep_earlier_places(
    session: Session, kind: type[_Place], stays_id: int, goes_id: int, link: AccountLink
) -> None:
    mine = {one.team_id: one for one in _rows(session, kind, stays_id)}
    for place in _rows(session, kind, goes_id):
        kept = mine.get(place.team_id)
        if kept is not None:
            kept.since = min(kept.since, place.since)
            key = f"{kind.__tablename__}.person_id"
            link.brought.append(BroughtRow(key=key, row_id=kept.id, is_shared=True))


def _rows(session: Session, kind: type[_Own], person_id: int) -> Sequence[_Own]:
    return session.scalars(select(kind).where(kind.person_id == person_id)).all()


def _rename_in_changes(session: Session, stays: Person, goes_id: int) -> None:
    """The way back of a change of teams names people by number, in a text."""
    changes = select(TeamChange).where(
        TeamChange.organisation_id == stays.organisation_id,
        TeamChange.before.contains(str(goes_id)),
    )
    for change in session.scalars(changes):
        teams: dict[str, dict[str, list[int]] | None] = json.loads(change.before)
        for people in filter(None, teams.values()):
            for role, ids in people.items():
                people[role] = sorted({stays.id if one == goes_id else one for one in ids})
        change.before = json.dumps(teams)


def _keep_what_is_known(stays: Person, goes: Person) -> None:
    stays.name = stays.name or goes.name
    stays.email = stays.email or goes.email
    stays.language = stays.language or goes.language
    stays.created_at = min(stays.created_at, goes.created_at)
