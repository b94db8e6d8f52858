"""An intake: people of one organisation who first came by Teams in the same week.

Nobody has put them in a course, so they are given the organisation's own programme, which starts in
the week in which they come.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.clock import Now, monday_of
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.database import Base
from learning.organisation import Organisation
from learning.person import Identity
from learning.retention import AWAY, change_some

_A_DAY = timedelta(days=1)
TITLE = "Microsoft Teams, from %s"


class Intake(Base):
    """The context of those who came in one week."""

    __tablename__ = "teams_intake"
    __table_args__ = (UniqueConstraint("organisation_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    starts_on: Mapped[date]
    """The Monday of the week in which they came."""
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"))

    context: Mapped[Context] = relationship()


def intake_of_week(
    session: Session, organisation: Organisation, calendar: str, now: Now
) -> Context:
    """Return the context for who comes this week; make it for the first of them.

    `calendar` says whose free weeks it has. Raises IntegrityError at a flush if somebody else makes
    it at the same moment.
    """
    monday = monday_of(organisation.today(now.learning))
    mine = select(Intake).where(
        Intake.organisation_id == organisation.id, Intake.starts_on == monday
    )
    found = session.scalar(mine)
    if found is None:
        title = TITLE % monday.isoformat()
        cohort = Cohort(organisation=organisation, name=title, starts_on=monday, calendar=calendar)
        context = Context(organisation_id=organisation.id, title=title, cohort=cohort)
        found = Intake(organisation_id=organisation.id, starts_on=monday, context=context)
        session.add(found)
        session.flush()
    return found.context


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """Order enrolments as the tab chooses among them: a course before an intake, the newest first.

    The asker joins Intake from outside.
    """
    return Intake.id.is_not(None), Enrolment.since.desc(), Enrolment.id.desc()


def note_visit(session: Session, identity: Identity, now: Now) -> None:
    """Note, once a day, that somebody has come by Teams: nothing else tells that they still may.

    Who was thought to have left is back.
    """
    theirs = (
        select(Enrolment)
        .join(Intake, Intake.context_id == Enrolment.context_id)
        .where(Enrolment.identity_id == identity.id)
        .where(or_(Enrolment.roster_at.is_(None), Enrolment.roster_at < now.real - _A_DAY))
    )
    for enrolment in session.scalars(theirs):
        enrolment.roster_at, enrolment.left_at = now.real, None
    session.flush()


def have_left(session: Session, now: Now, limit: int) -> int:
    """Let up to so many who have not come for a year be people who have left; return how many.

    `learning.retention` then does with them what it does with everybody who has left.
    """
    intakes = select(Intake.context_id)
    away = func.coalesce(Enrolment.roster_at, Enrolment.since) < now.real - AWAY
    over = Enrolment.context_id.in_(intakes) & Enrolment.left_at.is_(None) & away
    return change_some(session, Enrolment, over, limit, left_at=now.real)
