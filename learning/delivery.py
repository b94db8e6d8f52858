"""A delivery: one grade on its way to one line item (decision 3).

    waiting ──claim──▶ leased ──▶ sent          the LMS has it
       ▲                  │   ├─▶ refused       the LMS will not take it, and says why
       └──── postpone ────┘   └─▶ superseded    someone changed it in the LMS; theirs stands

"Leased" is `waiting` with a lease in the future: a killed worker's lease runs out by itself.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Float,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from learning.context import Enrolment
from learning.database import Base
from learning.line_item import LineItem
from learning.person import Identity

LEASE = timedelta(seconds=60)


class DeliveryState(StrEnum):
    """Where a grade stands."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


class Delivery(Base):
    """The one live row for a line item and an identity. It always wants the newest score."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("line_item_id", "identity_id"),
        Index("ix_delivery_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_item_id: Mapped[int] = mapped_column(ForeignKey("line_item.id"))
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    score: Mapped[float] = mapped_column(Float)
    event_at: Mapped[datetime]
    """When the learning happened, in real time; the score's timestamp starts from it."""
    state: Mapped[DeliveryState] = mapped_column(String(16))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    """How often this score could not be sent; a killed worker does not count."""
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why it was refused, superseded or postponed; a sentence for the operator."""
    sent_score: Mapped[float | None] = mapped_column(Float)
    sent_at: Mapped[datetime | None]
    last_timestamp: Mapped[datetime | None]
    """The timestamp of the last score the LMS took; the next must be a second later."""
    shown_at: Mapped[datetime | None]
    """When it was last seen that the LMS shows a grade for it."""

    line_item: Mapped[LineItem] = relationship()
    identity: Mapped[Identity] = relationship()

    def want(self, score: float, event_at: datetime) -> bool:
        """Ask for a higher score to be sent; tell whether it is news. A score never falls."""
        if score <= self.score:
            return False
        self.score, self.event_at = score, event_at
        self._wait(event_at)
        return True

    def retry(self, at: datetime) -> None:
        """Try again now, whatever happened before."""
        self._wait(at)

    def mark_sent(self, score: float, timestamp: datetime, at: datetime) -> None:
        """Note what the LMS has taken. A newer score that came meanwhile goes on waiting."""
        self.sent_score, self.sent_at, self.last_timestamp = score, at, timestamp
        self._release()
        if score >= self.score:
            self.state, self.reason = DeliveryState.SENT, None
        else:
            self.due_at = at

    def refuse(self, reason: str) -> None:
        """The LMS will not take it; asking again would not help."""
        self._release()
        self.state, self.reason = DeliveryState.REFUSED, reason[:500]

    def supersede(self, reason: str) -> None:
        """Somebody gave another grade in the LMS; theirs stands."""
        self._release()
        self.state, self.reason = DeliveryState.SUPERSEDED, reason[:500]

    def postpone(self, reason: str, until: datetime) -> None:
        """It could not be sent for now."""
        self.put_back()
        self.reason, self.due_at = reason[:500], until
        self.attempts += 1

    def put_back(self) -> None:
        """Nobody has tried to send it; anybody may."""
        self._release()

    def _release(self) -> None:
        self.lease = self.leased_until = None

    def _wait(self, due_at: datetime) -> None:
        self.state, self.due_at, self.attempts, self.reason = (
            DeliveryState.WAITING,
            due_at,
            0,
            None,
        )


def owe(
    session: Session, line_item: LineItem, identity: Identity, score: float, event_at: datetime
) -> bool:
    """See to it that the line item comes to show at least `score`; tell whether that is news."""
    mine = Delivery.line_item_id == line_item.id, Delivery.identity_id == identity.id
    known = session.scalar(_locked(select(Delivery).where(*mine)))
    return owe_with(session, known, line_item, identity, score, event_at)


def owe_with(
    session: Session,
    known: Delivery | None,
    line_item: LineItem,
    identity: Identity,
    score: float,
    event_at: datetime,
) -> bool:
    """Do the same where the delivery is locked already, or is known not to be there."""
    if known is not None:
        return known.want(score, event_at)
    session.add(
        Delivery(
            line_item=line_item,
            identity=identity,
            score=score,
            event_at=event_at,
            state=DeliveryState.WAITING,
            due_at=event_at,
        )
    )
    return True


def lock_deliveries(session: Session, person_id: int) -> dict[tuple[int, int], Delivery]:
    """Let no worker settle this person's deliveries while it is found out what they should say.

    Returns them by line item and identity.
    """
    mine = select(Delivery).join(Identity).where(Identity.person_id == person_id)
    found = session.scalars(_locked(mine))
    return {(delivery.line_item_id, delivery.identity_id): delivery for delivery in found}


def find_deliveries(session: Session, ids: Iterable[int]) -> list[Delivery]:
    """Return the deliveries with these ids for changing them."""
    return list(session.scalars(_locked(select(Delivery).where(Delivery.id.in_(ids)))))


def revive(session: Session, line_item_id: int) -> None:
    """Try again what a line item refused while nobody knew where its column was."""
    refused = Delivery.line_item_id == line_item_id, Delivery.state == DeliveryState.REFUSED
    session.execute(
        update(Delivery)
        .where(*refused)
        .values(state=DeliveryState.WAITING, due_at=Delivery.event_at, attempts=0, reason=None)
    )


def count_deliveries(session: Session, context_id: int) -> dict[DeliveryState, int]:
    """Return how many grades of a context's learners stand where; a state with none is left out.

    Many an LMS grades nobody who teaches; that is no news to them, and no fault.
    """
    learns = and_(
        Enrolment.context_id == LineItem.context_id,
        Enrolment.identity_id == Delivery.identity_id,
        Enrolment.leads.is_(False),
    )
    of_context = (
        select(Delivery.state, func.count())
        .join(LineItem)
        .join(Enrolment, learns)
        .where(LineItem.context_id == context_id)
        .group_by(Delivery.state)
    )
    return {DeliveryState(state): count for state, count in session.execute(of_context)}


def _locked(wanted: Select[Delivery]) -> Select[Delivery]:
    # As they are now, not as they were read before; and everybody locks in the same order, so
    # that nobody waits for somebody who waits for them.
    in_order = wanted.order_by(Delivery.id).with_for_update(of=Delivery)
    return in_order.execution_options(populate_existing=True)


def claim(session: Session, at: datetime, limit: int, lease: timedelta = LEASE) -> list[Delivery]:
    """Lease up to `limit` deliveries that are due; nobody else gets them until the lease ends."""
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until < at)
    due = (
        select(Delivery)
        .where(Delivery.state == DeliveryState.WAITING, Delivery.due_at <= at, free)
        .options(joinedload(Delivery.line_item), joinedload(Delivery.identity))
        .order_by(Delivery.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    claimed = list(session.scalars(due))
    for delivery in claimed:
        delivery.lease = secrets.token_hex(16)
        delivery.leased_until = at + lease
    return claimed
