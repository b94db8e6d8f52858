"""A pause: somebody takes a break, and loses nothing. The 21 days of a look back stand still."""

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base


class Pause(Base):
    """From when to when somebody paused, on the learning clock."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begins: Mapped[datetime]
    ends: Mapped[datetime | None]
    """None while it lasts."""


def pauses_of(session: Session, person_id: int) -> list[Pause]:
    """Return a person's pauses, oldest first."""
    mine = select(Pause).where(Pause.person_id == person_id)
    return list(session.scalars(mine.order_by(Pause.begins)))


def pause_at(session: Session, person_id: int) -> Pause | None:
    """Return the pause that lasts, or None."""
    mine = select(Pause).where(Pause.person_id == person_id, Pause.ends.is_(None))
    return session.scalars(mine.order_by(Pause.id)).first()


def begin_pause(session: Session, person_id: int, at: datetime) -> None:
    """Begin a pause. If one lasts already, it goes on."""
    if pause_at(session, person_id) is None:
        session.add(Pause(person_id=person_id, begins=at))


def end_pause(session: Session, person_id: int, at: datetime) -> None:
    """End the pause that lasts, if there is one."""
    lasting = pause_at(session, person_id)
    if lasting is not None:
        lasting.ends = max(at, lasting.begins)
