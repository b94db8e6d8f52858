"""Parting: two accounts that were one person are two again, each with what it brought.

What was done while they were one stays with the first account. Grades stay where they are.
"""

from collections import defaultdict

from sqlalchemy import ColumnElement, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from learning.account_link import AccountLink, BroughtRow
from learning.clock import Now
from learning.database import Base
from learning.loops_aside import bring_back
from learning.person import Person
from learning.reminder import change_reminder, read_reminder
from learning.team_change import lock_teams

_GONE_AND_NEW = {"draft": "at", "team_member": "since", "team_leader": "since"}
"""Tables whose rows come and go, so that a number may be given again: by when a row was made."""


def part_accounts(session: Session, link: AccountLink, now: Now) -> Person:
    """Give the second account back what it brought, as a person of its own; return who that is.

    Parted twice, nothing changes. The caller ends the visits of both.
    """
    lock_teams(session, link.person.organisation_id)
    held = select(Person).where(Person.id == link.person_id).with_for_update()
    stays = session.scalars(held.execution_options(populate_existing=True)).one()
    session.refresh(link)
    if link.parted_id is not None:
        return session.get_one(Person, link.parted_id)
    leaves = Person(
        organisation_id=stays.organisation_id,
        name=link.name,
        email=link.email,
        language=link.language,
        setting=link.setting,
        created_at=link.created_at,
    )
    session.add(leaves)
    session.flush()
    _give_back(session, link, stays.id, leaves.id)
    muted_at = read_reminder(session, stays.id).muted_at
    if muted_at is not None:
        change_reminder(session, leaves.id).mute(muted_at)
    link.parted_at, link.parted_id = now.real, leaves.id
    link.name = link.email = link.language = None
    session.flush()
    session.expire_all()
    for person in (stays, leaves):
        bring_back(session, person, now.learning)
    return leaves


def _give_back(session: Session, link: AccountLink, stays_id: int, leaves_id: int) -> None:
    rows: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
    for row in link.brought:
        rows[row.key, row.is_shared].append(row.row_id)
    for (key, is_shared), ids in rows.items():
        name, _dot, column = key.partition(".")
        table = Base.metadata.tables[name]
        theirs = [table.c[column] == stays_id, table.c.id.in_(ids), *_known(table, link)]
        if is_shared:
            _copy(session, table, theirs, {column: leaves_id})
        else:
            session.execute(update(table).where(*theirs).values({column: leaves_id}))
    session.execute(delete(BroughtRow).where(BroughtRow.link_id == link.id))


def _known(table: Table, link: AccountLink) -> list[ColumnElement[bool]]:
    """Ask whether a row is older than the link, where its number alone does not tell."""
    made = _GONE_AND_NEW.get(table.name)
    return [table.c[made] <= link.learning_at] if made else []


def _copy(
    session: Session, table: Table, theirs: list[ColumnElement[bool]], values: dict[str, int]
) -> None:
    for row in session.execute(select(table).where(*theirs)).mappings().all():
        copied = {column.name: row[column.name] for column in table.columns if column.name != "id"}
        session.execute(insert(table).values({**copied, **values}))
