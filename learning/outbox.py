"""The outbox: claims deliveries that are due, has them sent, and writes down what became of each.

HTTP happens in `send`, outside any transaction. A worker may be killed at any point: what was
leased comes back when the lease ends, and sending twice is safe (see `lti_tool.grades`).
"""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import case, func, select, type_coerce

from learning.database import Database, Moment
from learning.delivery import LEASE, Delivery, DeliveryState, claim, find_deliveries

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=6)
_RECORD_EVERY = 0.2
"""Seconds; what ends within them is written down in one transaction."""


@dataclass(frozen=True)
class Parcel:
    """What a door needs to send one score. Plain values, so that no session is held open."""

    delivery_id: int
    lease: str
    send_before: datetime
    """No call begins later: none may be under way when the lease ends and somebody else begins."""
    line_item_id: int
    context_id: int
    subject: str
    score: float
    event_at: datetime
    last_timestamp: datetime | None
    sent_score: float | None

    @property
    def is_late(self) -> bool:
        """Whether the lease is too old to begin a call."""
        return _now() > self.send_before


class Ending(StrEnum):
    """How an attempt to send ended."""

    SENT = "sent"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    LATER = "later"
    UNTRIED = "untried"


@dataclass(frozen=True)
class Receipt:
    """What became of a parcel. `timestamp` is the score's; `wait` is the LMS's Retry-After."""

    ending: Ending
    reason: str = ""
    timestamp: datetime | None = None
    wait: timedelta | None = None


Send = Callable[[Parcel], Receipt]


def drain(
    database: Database,
    send: Send,
    threads: int = 32,
    batch: int = 128,
    lease: timedelta = LEASE,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is due and return how many deliveries were taken up.

    Once `goes_on` says no, nothing more is taken up; what nobody has begun to send is put back.
    """
    taken = 0
    with ThreadPoolExecutor(threads, thread_name_prefix="outbox") as pool:
        under_way: dict[Future[Receipt], Parcel] = {}
        try:
            while True:
                room = batch - len(under_way) if goes_on() else 0
                parcels = _claim(database, room, lease) if room > batch // 2 else []
                under_way |= {pool.submit(_attempt, send, p, goes_on): p for p in parcels}
                taken += len(parcels)
                if not under_way:
                    return taken
                finished, _ = wait(under_way, _RECORD_EVERY)
                if finished:
                    _record(database, [(under_way.pop(one), one.result()) for one in finished])
        finally:
            pool.shutdown(cancel_futures=True)


def next_due(database: Database) -> datetime | None:
    """Return when the next delivery may be sent: due, and free of any lease; None if none waits."""
    free = func.coalesce(Delivery.leased_until, Delivery.due_at)
    soonest = case((free > Delivery.due_at, free), else_=Delivery.due_at)
    waiting = select(type_coerce(func.min(soonest), Moment)).where(
        Delivery.state == DeliveryState.WAITING
    )
    with database.read() as session:
        return session.scalar(waiting)


def _claim(database: Database, limit: int, lease: timedelta) -> list[Parcel]:
    with database.write() as session:
        at = _now()
        claimed = claim(session, at, limit, lease)
        return [_parcel(delivery, at + lease / 2) for delivery in claimed]


def _parcel(delivery: Delivery, send_before: datetime) -> Parcel:
    return Parcel(
        delivery_id=delivery.id,
        lease=delivery.lease or "",
        send_before=send_before,
        line_item_id=delivery.line_item_id,
        context_id=delivery.line_item.context_id,
        subject=delivery.identity.subject,
        score=delivery.score,
        event_at=delivery.event_at,
        last_timestamp=delivery.last_timestamp,
        sent_score=delivery.sent_score,
    )


def _attempt(send: Send, parcel: Parcel, goes_on: Callable[[], bool]) -> Receipt:
    if parcel.is_late or not goes_on():
        return Receipt(Ending.UNTRIED)
    try:
        return send(parcel)
    except Exception as fault:  # noqa: BLE001 (whatever it is, the grade must not be lost)
        return Receipt(Ending.LATER, f"Baton could not send it: {type(fault).__name__}")


def _record(database: Database, results: Iterable[tuple[Parcel, Receipt]]) -> None:
    receipts = {parcel.delivery_id: (parcel, receipt) for parcel, receipt in results}
    with database.write() as session:
        for delivery in find_deliveries(session, receipts):
            parcel, receipt = receipts[delivery.id]
            if delivery.lease == parcel.lease:
                _settle(delivery, parcel, receipt)


def _settle(delivery: Delivery, parcel: Parcel, receipt: Receipt) -> None:
    at = _now()
    match receipt.ending:
        case Ending.SENT:
            delivery.mark_sent(parcel.score, receipt.timestamp or parcel.event_at, at)
        case Ending.REFUSED | Ending.SUPERSEDED if delivery.score > parcel.score:
            delivery.postpone(receipt.reason, at)  # that was about the score before this one
        case Ending.REFUSED:
            delivery.refuse(receipt.reason)
        case Ending.SUPERSEDED:
            delivery.supersede(receipt.reason)
        case Ending.LATER:
            delivery.postpone(receipt.reason, at + (receipt.wait or pause(delivery.attempts)))
        case Ending.UNTRIED:
            delivery.put_back()


def pause(
    failures: int, first: timedelta = FIRST_PAUSE, longest: timedelta = LONGEST_PAUSE
) -> timedelta:
    """Return how long to wait after so many failures before: doubling, with jitter, up to 6 h."""
    doubled: timedelta = first * 2.0 ** min(failures, 20)
    return min(doubled, longest) * random.uniform(0.5, 1.0)


def _now() -> datetime:
    return datetime.now(UTC)
