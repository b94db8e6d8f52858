"""Weeks off as they are kept."""

from datetime import date

from cast.company import Company
from sqlalchemy.orm import Session

from learning.cohort import Cohort


def test_they_are_kept_by_their_mondays(norrvik: Company, session: Session) -> None:
    cohort = norrvik.course.cohort
    cohort.take_off([date(2026, 3, 11), date(2026, 3, 9), date(2027, 1, 1)])
    session.flush()
    session.expire(cohort)
    assert cohort.weeks_off == {date(2026, 3, 9), date(2026, 12, 28)}


def test_a_cohort_begins_without_any(norrvik: Company, session: Session) -> None:
    session.expire(norrvik.course.cohort)
    assert session.get_one(Cohort, norrvik.course.cohort_id).weeks_off == frozenset()
