"""Nudging: whether a tenant's people are notified, whose turn it is to do so, and what is wrong."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from learning.database import Base
from learning.person import Person
from learning.reminder import read_reminder
from teams_app.tenant import Tenant

_LONGEST_TROUBLE = 300


class Nudging(Base):
    """One tenant's. Nothing is sent before an administrator has switched it on. Times are real.

    One worker at a time has the turn, since Microsoft counts calls by app and tenant.
    """

    __tablename__ = "teams_nudging"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(
        ForeignKey("entra_tenant.id", ondelete="CASCADE"), unique=True
    )
    on_since: Mapped[datetime | None]
    """None while it is off."""
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    wait_until: Mapped[datetime | None]
    """Until when this tenant is left alone: Graph said so, or something is wrong."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row nothing could be sent."""
    trouble: Mapped[str | None] = mapped_column(String(_LONGEST_TROUBLE))
    """What was wrong when it last went wrong; a sentence for the operator."""

    tenant: Mapped[Tenant] = relationship()

    def switch(self, on: bool, at: datetime) -> None:
        """Let notices be sent from now on, or no more. Switched on twice, the first time stands."""
        self.on_since = (self.on_since or at) if on else None
        self.all_is_well()

    def all_is_well(self) -> None:
        """Nothing is known to be wrong: something arrived, or nothing was tried yet."""
        self.failures, self.trouble, self.wait_until = 0, None, None

    def leave_alone(self, until: datetime, trouble: str | None) -> None:
        """Send nothing for a while. `trouble` is None if nothing is wrong, as when it goes fast."""
        self.wait_until = until
        self.failures += 1
        self.trouble = trouble[:_LONGEST_TROUBLE] if trouble else self.trouble

    def give_back(self, at: datetime, rest: timedelta) -> None:
        """Let the next worker have the turn, after a rest that keeps the rate."""
        self.lease, self.leased_until = None, at + rest


def nudging_of(session: Session, tenant: Tenant) -> Nudging:
    """Return a tenant's nudging for changing it; it is off if nobody has ever switched it on."""
    found = session.scalar(select(Nudging).where(Nudging.tenant_id == tenant.id).with_for_update())
    if found is None:
        found = Nudging(tenant=tenant, failures=0)
        session.add(found)
        session.flush()
    return found


def take_turn(
    session: Session, at: datetime, lease: timedelta, besides: frozenset[int]
) -> Nudging | None:
    """Take the turn of a tenant that may be notified now; None if there is none.

    `besides` are the ids of those that have had theirs.
    """
    free = or_(Nudging.leased_until.is_(None), Nudging.leased_until <= at)
    may = or_(Nudging.wait_until.is_(None), Nudging.wait_until <= at)
    wanted = (
        select(Nudging)
        .where(Nudging.on_since.is_not(None), free, may, Nudging.id.not_in(besides))
        .options(joinedload(Nudging.tenant).joinedload(Tenant.organisation))
        .order_by(Nudging.leased_until.asc().nulls_first(), Nudging.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Nudging)
    )
    found = session.scalar(wanted)
    if found is not None:
        found.lease, found.leased_until = secrets.token_hex(16), at + lease
    return found


def keep_turn(session: Session, nudging_id: int, lease: str, until: datetime) -> Nudging | None:
    """Have the turn longer; None if somebody else has it by now."""
    mine = (
        update(Nudging)
        .where(Nudging.id == nudging_id, Nudging.lease == lease, Nudging.on_since.is_not(None))
        .values(leased_until=until)
        .returning(Nudging.id)
    )
    if session.execute(mine).first() is None:
        return None
    return session.get_one(Nudging, nudging_id, populate_existing=True)


def next_turn(session: Session, at: datetime, had: frozenset[int] = frozenset()) -> datetime | None:
    """Return when a tenant can be notified that has to wait, or that a worker has; else None.

    A turn that a killed worker had has ended at the latest by then. Of those whose turn the asker
    `had` itself, the rest after it is nothing to wait for.
    """
    asked = select(Nudging).where(Nudging.on_since.is_not(None))
    times = []
    for one in session.scalars(asked):
        rests = one.lease is not None or (one.id not in had and _is_after(one.leased_until, at))
        if rests or _is_after(one.wait_until, at):
            known = (one.leased_until, one.wait_until)
            times.append(max(at, *(time for time in known if time is not None)))
    return min(times, default=None)


def _is_after(time: datetime | None, at: datetime) -> bool:
    return time is not None and time > at


def may_be_notified(session: Session, person: Person) -> bool:
    """Tell whether notices are on for somebody's company, and they have not muted them."""
    on = (
        select(Nudging.id)
        .join(Tenant, Tenant.id == Nudging.tenant_id)
        .where(Tenant.organisation_id == person.organisation_id, Nudging.on_since.is_not(None))
    )
    if session.scalar(on.limit(1)) is None:
        return False
    return read_reminder(session, person.id).muted_at is None
