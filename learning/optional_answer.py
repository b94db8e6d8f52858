"""An optional answer: what somebody was asked after a module, and answered or put away."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.clock import Now
from learning.database import Base

LINKING = "linking"
"""The asker that never asks again."""
NOT_NOW = timedelta(weeks=6)
"""How long a question stays away after "Not now", on the learning clock."""


class OptionalAnswer(Base):
    """Somebody answered a question, or put it away. What they answered is not here."""

    __tablename__ = "optional_answer"
    __table_args__ = (Index("ix_optional_answer_person_id_asker", "person_id", "asker"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asker: Mapped[str] = mapped_column(String(16))
    """Who asked, such as `calendar`."""
    occasion: Mapped[str] = mapped_column(String(80))
    """What it was about, where an asker asks more than once: an arc, a fortnight."""
    is_put_away: Mapped[bool]
    at: Mapped[datetime]
    """Learning time: "Not now" is counted in weeks."""
    real_at: Mapped[datetime]
    """Real time: by it one visit is told from the next."""


class OptionalAnswers:
    """All that one person has answered or put away, read in one go."""

    def __init__(self, rows: list[OptionalAnswer]) -> None:
        self._rows = rows

    def may_ask(self, asker: str, occasion: str, at: datetime) -> bool:
        """Tell whether this may be asked: it is not answered, and its asker not put away lately."""
        return not any(
            row.asker == asker
            and (at - row.at < NOT_NOW if row.is_put_away else row.occasion == occasion)
            for row in self._rows
        )

    def was_asked(self, asker: str) -> bool:
        """Tell whether anything that an asker asked was answered or put away, at any time."""
        return any(row.asker == asker for row in self._rows)

    def any_since(self, start: datetime) -> bool:
        """Tell whether anything was answered or put away since this moment of real time."""
        return any(row.real_at >= start for row in self._rows)


def read_optional_answers(session: Session, person_id: int) -> OptionalAnswers:
    """Return what a person has answered or put away."""
    mine = select(OptionalAnswer).where(OptionalAnswer.person_id == person_id)
    return OptionalAnswers(list(session.scalars(mine)))


def note_optional_answer(
    session: Session, person_id: int, asker: str, occasion: str, now: Now, *, put_away: bool
) -> None:
    """Write down that a person answered, or put away, what an asker asked on this occasion."""
    session.add(
        OptionalAnswer(
            person_id=person_id,
            asker=asker,
            occasion=occasion,
            is_put_away=put_away,
            at=now.learning,
            real_at=now.real,
        )
    )
