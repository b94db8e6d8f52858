"""The cohort's week: the same for everyone in it, by the calendar."""

from datetime import date, timedelta

import pytest

from learning.cohort import Cohort

PROGRAMME = ("first", "second", "third")
MONDAY = date(2026, 12, 21)


@pytest.fixture
def cohort() -> Cohort:
    return Cohort(name="Winter", starts_on=MONDAY)


@pytest.mark.parametrize(
    ("today", "week", "module"),
    [
        (date(2026, 12, 7), -1, "first"),
        (date(2026, 12, 20), 0, "first"),
        (date(2026, 12, 21), 1, "first"),
        (date(2026, 12, 27), 1, "first"),
        (date(2026, 12, 28), 2, "second"),
        (date(2027, 1, 3), 2, "second"),
        (date(2027, 1, 4), 3, "third"),
        (date(2027, 1, 11), 4, "third"),
        (date(2027, 12, 27), 54, "third"),
    ],
)
def test_the_week_and_its_module(cohort: Cohort, today: date, week: int, module: str) -> None:
    assert cohort.week(today) == week
    assert cohort.module_of_week(PROGRAMME, today) == module


@pytest.mark.parametrize("days", range(7))
def test_a_cohort_that_starts_inside_a_week_starts_on_its_monday(days: int) -> None:
    cohort = Cohort(name="Winter", starts_on=MONDAY + timedelta(days=days))
    assert cohort.week(MONDAY) == 1
    assert cohort.week(MONDAY + timedelta(days=6)) == 1
    assert cohort.week(MONDAY + timedelta(days=7)) == 2
