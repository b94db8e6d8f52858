"""The worker's pulse: a row that says when a worker was last at work."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base, Moment

REST = timedelta(minutes=3)
"""A worker that has been quiet for longer is not at work. It beats once a minute."""

_BEAT = text(
    "INSERT INTO worker_pulse (id, seen_at) VALUES (1, :at)"
    " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at"
).bindparams(bindparam("at", type_=Moment))


class WorkerPulse(Base):
    """One row, whichever worker wrote it last."""

    __tablename__ = "worker_pulse"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


def beat(session: Session, at: datetime) -> None:
    """Note that a worker is at work. Several may do so at the same moment, even the first time."""
    session.execute(_BEAT, {"at": at})


def last_beat(session: Session) -> datetime | None:
    """Return when a worker was last at work; None if there never was one."""
    pulse = session.get(WorkerPulse, 1)
    return pulse.seen_at if pulse else None


def is_at_work(session: Session, at: datetime) -> bool:
    """Tell whether a worker has been at work lately."""
    seen = last_beat(session)
    return seen is not None and at - seen <= REST
