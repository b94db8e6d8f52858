"""A training day: the company's own leadership training, and the topic that Baton takes up."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.database import Base
from learning.errors import NotFound
from learning.programme_order import arc_order


class Training(Base):
    """People of a cohort are trained on a topic, on a day."""

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    arc: Mapped[str] = mapped_column(String(80))
    day: Mapped[date]
    entered_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    """When somebody let the arc begin on the Monday after the training; None until then."""

    cohort: Mapped[Cohort] = relationship()

    def is_offered(self, catalogue: Catalogue, today: date) -> bool:
        """Tell whether the arc is offered: not accepted yet, and some of it is still to come."""
        week = max(self.cohort.week(max(today, self.day)), 0)
        programme = self.cohort.programme(catalogue, self.cohort.organisation)
        return self.accepted_at is None and self.arc in programme.arcs[week:]

    def accept(self, catalogue: Catalogue, today: date, at: datetime) -> None:
        """Let the arc begin on the first Monday after the training, and after today.

        The weeks until then keep their modules; what is interrupted goes on afterwards.
        """
        known = self.cohort.programme(catalogue, self.cohort.organisation)
        others = [arc for arc in dict.fromkeys(known.arcs) if arc != self.arc]
        from_then = max(today, self.day)
        self.cohort.follow_order(catalogue, [self.arc, *others], from_then, at_once=True)
        self.accepted_at = at


def enter_training(
    session: Session, cohort: Cohort, catalogue: Catalogue, arc: str, day: date, at: datetime
) -> Training:
    """Write a training day down. Raises Incomplete for an arc that there is not."""
    arc_order(catalogue, [arc])
    training = Training(cohort=cohort, arc=arc, day=day, entered_at=at)
    session.add(training)
    session.flush()
    return training


def trainings_of(session: Session, cohort: Cohort) -> list[Training]:
    """Return a cohort's training days, newest first."""
    mine = select(Training).where(Training.cohort_id == cohort.id)
    return list(session.scalars(mine.order_by(Training.day.desc(), Training.id.desc())))


def training_of(session: Session, cohort: Cohort, number: int) -> Training:
    """Return one training day of a cohort. Raises NotFound if it has none of that number."""
    mine = Training.id == number, Training.cohort_id == cohort.id
    found = session.scalar(select(Training).where(*mine))
    if found is None:
        raise NotFound("There is no such training day.")
    return found


def training_met(session: Session, cohort: Cohort, arc: str | None, today: date) -> Training | None:
    """Return the newest training day until today on the arc that is met this week, if any."""
    of_arc = (one for one in trainings_of(session, cohort) if one.arc == arc and one.day <= today)
    return next(of_arc, None)
