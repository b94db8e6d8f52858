"""Weeks off stop the 21 days of a follow-up, in whichever of a person's cohorts they are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, WEEK, Company

from learning.follow_up import Outcome
from learning.nordic_year import NORDIC
from learning.person import Person
from learning.score import CLOSED, COMPLETE

IN_TIME, LATE = MONDAY + timedelta(days=21), MONDAY + timedelta(days=22)


@pytest.fixture(autouse=True)
def _completed(norrvik: Company, ben: Person) -> None:
    norrvik.complete(ben, at=MONDAY)


def awaits(norrvik: Company, ben: Person, at: datetime) -> bool:
    return norrvik.journey(ben).loop_to_check(at) is not None


def test_without_weeks_off_every_day_counts(norrvik: Company, ben: Person) -> None:
    assert awaits(norrvik, ben, IN_TIME)
    assert not awaits(norrvik, ben, LATE)


def test_a_week_off_gives_seven_days_more(norrvik: Company, ben: Person) -> None:
    norrvik.course.cohort.take_off([date(2026, 3, 9)])
    assert awaits(norrvik, ben, IN_TIME + WEEK)
    assert not awaits(norrvik, ben, LATE + WEEK)


def test_a_week_off_before_the_plan_gives_nothing(norrvik: Company, ben: Person) -> None:
    norrvik.course.cohort.take_off([date(2026, 2, 23)])
    assert not awaits(norrvik, ben, LATE)


def test_of_the_week_of_the_plan_only_what_is_left_of_it_counts(
    norrvik: Company, ben: Person
) -> None:
    """The plan was made on Monday at 8 in the morning, UTC; the week began at 23 the day before."""
    norrvik.course.cohort.take_off([date(2026, 3, 2)])
    assert awaits(norrvik, ben, IN_TIME + WEEK - timedelta(hours=9))
    assert not awaits(norrvik, ben, IN_TIME + WEEK - timedelta(hours=8))


def test_a_week_off_in_another_cohort_of_the_same_person_counts_too(
    norrvik: Company, ben: Person, dana: Person
) -> None:
    other = norrvik.another_course()
    other.cohort.take_off([date(2026, 3, 9)])
    kim = norrvik.person("Kim", norrvik.course, other)
    norrvik.complete(kim, at=MONDAY)
    assert awaits(norrvik, kim, LATE)
    assert not awaits(norrvik, ben, LATE)


def test_an_answer_after_21_days_with_a_week_off_closes_the_loop(
    norrvik: Company, ben: Person
) -> None:
    loop = norrvik.journey(ben).loops[FIRST]
    loop.answer_follow_up(Outcome.DID, LATE)
    assert loop.score == COMPLETE
    norrvik.course.cohort.take_off([date(2026, 3, 9)])
    assert norrvik.journey(ben).heard() == {FIRST: CLOSED}


def test_when_the_clocks_change_a_week_is_still_a_week(norrvik: Company, ben: Person) -> None:
    """In the night to 29 March they go forward: that week is an hour shorter."""
    late = datetime(2026, 3, 25, 8, tzinfo=UTC)
    norrvik.course.cohort.take_off([date(2026, 3, 23)])
    norrvik.complete(ben, "what-can-i-move", late)
    end_of_week = datetime(2026, 3, 29, 22, tzinfo=UTC)
    left = timedelta(days=21)
    assert awaits(norrvik, ben, end_of_week + left)
    assert not awaits(norrvik, ben, end_of_week + left + timedelta(seconds=1))


def test_a_week_that_is_free_by_the_calendar_gives_seven_days_too(
    norrvik: Company, ben: Person
) -> None:
    norrvik.course.cohort.calendar = NORDIC
    july = datetime(2026, 6, 29, 8, tzinfo=UTC)
    norrvik.complete(ben, "what-can-i-move", july)
    # July is free until 3 August, and so is the week of 10 August.
    assert awaits(norrvik, ben, datetime(2026, 8, 30, 12, tzinfo=UTC))
    assert not awaits(norrvik, ben, datetime(2026, 8, 31, 12, tzinfo=UTC))
