"""A roster: when a course's list of people was last read, and whether it was whole (NRPS 2.0).

A row is wanted by a leader's launch and each night, and taken by one worker at a time.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base, Moment
from learning.ready import DriverConnection, Ready
from lti_tool.course import LtiContext

FRESH = timedelta(minutes=15)
"""A roster that was asked for lately is not wanted again by a launch."""

_WANT = Ready(
    text(
        "INSERT INTO roster (context_id, wanted_at) VALUES (:context_id, :at)"
        " ON CONFLICT (context_id) DO UPDATE SET wanted_at = excluded.wanted_at"
        " WHERE roster.tried_at IS NULL OR roster.tried_at < :stale"
    ).bindparams(bindparam("at", type_=Moment), bindparam("stale", type_=Moment))
)


class Roster(Base):
    """What is known of one context's roster."""

    __tablename__ = "roster"

    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"), primary_key=True)
    wanted_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    """A worker reads it, and nobody else may until then."""
    tried_at: Mapped[datetime | None]
    synced_at: Mapped[datetime | None]
    """When it was last read to its end."""
    members: Mapped[int | None]
    incomplete_since: Mapped[datetime | None]
    """Since when it has not been read to its end; None if all is well."""
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why not; a sentence for the operator."""

    def finish(self, members: int, at: datetime) -> None:
        """It was read to its end."""
        self.synced_at, self.members = at, members
        self.incomplete_since = self.reason = None
        self._let_go(at)

    def break_off(self, reason: str, at: datetime) -> None:
        """It could not be read to its end; what came is kept."""
        self.incomplete_since, self.reason = self.incomplete_since or at, reason[:500]
        self._let_go(at)

    def _let_go(self, at: datetime) -> None:
        self.tried_at, self.held_until = at, None


def want_roster(connection: DriverConnection, context_id: int, at: datetime) -> None:
    """Have a context's roster read soon, unless that was done lately."""
    _WANT.change(connection, {"context_id": context_id, "at": at, "stale": at - FRESH})


def want_all(session: Session, at: datetime) -> None:
    """Have every roster read that a platform lets us read."""
    known = select(Roster.context_id)
    readable = LtiContext.memberships_url.is_not(None)
    missing = select(LtiContext.context_id, literal(at, Moment)).where(
        readable, LtiContext.context_id.not_in(known)
    )
    session.execute(insert(Roster).from_select(["context_id", "wanted_at"], missing))
    mine = select(LtiContext.context_id).where(readable)
    session.execute(update(Roster).where(Roster.context_id.in_(mine)).values(wanted_at=at))


def next_wanted(session: Session, at: datetime) -> int | None:
    """Return the context whose roster has been wanted for longest and is free."""
    return session.scalar(
        select(Roster.context_id)
        .where(
            Roster.wanted_at.is_not(None),
            or_(Roster.tried_at.is_(None), Roster.tried_at < Roster.wanted_at),
            _is_free(at),
        )
        .order_by(func.coalesce(Roster.wanted_at, at))
        .limit(1)
    )


def take_roster(session: Session, context_id: int, at: datetime, hold: timedelta) -> bool:
    """Take a roster for reading; tell whether it was free."""
    session.execute(
        text(
            "INSERT INTO roster (context_id) VALUES (:context_id)"
            " ON CONFLICT (context_id) DO NOTHING"
        ),
        {"context_id": context_id},
    )
    taken = (
        update(Roster)
        .where(Roster.context_id == context_id, _is_free(at))
        .values(held_until=at + hold)
        .returning(Roster.context_id)
    )
    return session.execute(taken).first() is not None


def _is_free(at: datetime) -> ColumnElement[bool]:
    return or_(Roster.held_until.is_(None), Roster.held_until < at)
