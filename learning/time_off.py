"""Time off: a person's weeks off and pauses, in which the 21 days of a follow-up stand still."""

from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.cohort import NEVER_OFF, Cohort
from learning.context import Context, Enrolment
from learning.nordic_year import NO_CALENDAR
from learning.pause import Pause, pauses_of
from learning.person import Identity, Person
from learning.week_off import spans_of, time_covered


class TimeOff:
    """How much of a time does not count: nothing, unless a person's weeks off are known."""

    def between(self, start: datetime, end: datetime) -> timedelta:  # noqa: ARG002 (see below)
        """Return how much of the time between two moments does not count."""
        return timedelta()


class PersonsTimeOff(TimeOff):
    """The weeks off of all cohorts that a person is in, and their own pauses.

    They are read when 21 days alone are not enough, so hardly any visit reads them.
    """

    def __init__(self, session: Session, person: Person) -> None:
        self._session, self._person = session, person

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time between two moments does not count."""
        organisation = self._person.organisation
        first, last = organisation.today(start), organisation.today(end)
        weeks = NEVER_OFF.union(*(cohort.off_between(first, last) for cohort in self._cohorts))
        paused = [(pause.begins, pause.ends or end) for pause in self._pauses]
        return time_covered([*spans_of(weeks, organisation.zone), *paused], start, end)

    @cached_property
    def _pauses(self) -> list[Pause]:
        return pauses_of(self._session, self._person.id)

    @cached_property
    def _cohorts(self) -> list[Cohort]:
        mine = (
            select(Cohort)
            .join(Context, Context.cohort_id == Cohort.id)
            .join(Enrolment, Enrolment.context_id == Context.id)
            .join(Identity, Identity.id == Enrolment.identity_id)
            .where(Identity.person_id == self._person.id)
            .where(or_(Cohort.weeks_off != NEVER_OFF, Cohort.calendar != NO_CALENDAR))
        )
        return list(self._session.scalars(mine))


EVERY_DAY_COUNTS = TimeOff()
