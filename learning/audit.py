"""The log: who took figures or a person's data out of Baton, or erased somebody, and when.

An entry says what was done and never what was in it. Changes of the policy, and of where teams come
from, have rows of their own (`learning/policy.py`, `learning/team_source.py`); `read_log` has all.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from learning.database import Base
from learning.person import Person
from learning.policy import PolicyChange
from learning.team_source import source_changes

NEWEST = 200
"""How many entries are shown."""


class Act(StrEnum):
    """What was done."""

    EXPORT = "export"
    """Figures about others were saved as a file."""
    PERSON_EXPORT = "person-export"
    """Everything about one person was saved as a file."""
    PERSON_ERASED = "person-erased"
    """Everything about one person was erased. Who it was is not kept."""
    LINKED = "linked"
    """Two accounts of one person were connected. Whose is not kept here."""
    PARTED = "parted"
    """Two accounts were parted again."""
    POLICY = "policy"
    """Leaders see something else from then on; these are kept as `PolicyChange`."""
    TEAM_SOURCE = "team-source"
    """Teams come from elsewhere from then on; these are kept as `TeamSourceChange`."""


class AuditEntry(Base):
    """Somebody did this, then. No verb changes or removes one."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[Act] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(80))
    """Which export, such as `my-team`; never a name or a figure."""
    by_operator: Mapped[bool]
    """Whether it was done on the command line."""
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who did it; None for the operator, and for somebody who is not here any more."""
    at: Mapped[datetime]
    """Real time."""

    by: Mapped[Person | None] = relationship()


@dataclass(frozen=True)
class LogLine:
    """One line of the log, as it is read."""

    act: Act
    what: str
    by: str | None
    """A name, or the operator as they called themselves; None where nobody knows any more."""
    by_operator: bool
    at: datetime


def log_act(
    session: Session, organisation_id: int, act: Act, what: str, by_id: int | None, at: datetime
) -> None:
    """Write down that somebody did this; `by_id` is the person, or None for the operator.

    `at` is real time.
    """
    session.add(
        AuditEntry(
            organisation_id=organisation_id,
            act=act,
            what=what,
            by_operator=by_id is None,
            by_id=by_id,
            at=at,
        )
    )


def read_log(session: Session, organisation_id: int) -> list[LogLine]:
    """Return the newest entries of one organisation and its changes, newest first."""
    mine = (
        select(AuditEntry)
        .where(AuditEntry.organisation_id == organisation_id)
        .options(joinedload(AuditEntry.by))
        .order_by(AuditEntry.at.desc())
        .limit(NEWEST)
    )
    changes = (
        select(PolicyChange)
        .where(PolicyChange.organisation_id == organisation_id)
        .order_by(PolicyChange.at.desc())
        .limit(NEWEST)
    )
    lines = [
        LogLine(Act(one.act), one.what, one.by.name if one.by else None, one.by_operator, one.at)
        for one in session.scalars(mine)
    ] + [
        LogLine(Act.POLICY, str(one.policy), one.by, True, one.at)
        for one in session.scalars(changes)
    ]
    lines += [
        LogLine(Act.TEAM_SOURCE, str(one.source), one.by, True, one.at)
        for one in source_changes(session, organisation_id)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:NEWEST]
