"""The weeks that are free by rule: two in each quarter, and July."""

from datetime import date, timedelta

import pytest

from learning.nordic_year import NO_CALENDAR, NORDIC, free_weeks

YEARS = range(2024, 2041)
JULY = 7


def thursdays(year: int) -> list[date]:
    """A week belongs to the year and the quarter of its Thursday."""
    weeks = free_weeks(NORDIC, date(year, 1, 1), date(year, 12, 31))
    days = sorted(monday + timedelta(days=3) for monday in weeks)
    return [day for day in days if day.year == year]


@pytest.mark.parametrize("year", YEARS)
def test_each_quarter_has_two_and_july_comes_on_top(year: int) -> None:
    quarters = [(day.month - 1) // 3 for day in thursdays(year) if day.month != JULY]
    assert quarters == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("year", YEARS)
def test_july_is_free_whole_weeks_at_a_time(year: int) -> None:
    assert len([day for day in thursdays(year) if day.month == JULY]) in (4, 5)


def test_the_weeks_of_2026_as_a_calendar_has_them() -> None:
    weeks = free_weeks(NORDIC, date(2026, 1, 1), date(2026, 12, 31))
    of_2026 = sorted(monday.isoformat() for monday in weeks if monday.year == 2026)
    assert of_2026 == [
        "2026-02-09",
        "2026-03-23",
        "2026-05-11",
        "2026-06-22",
        "2026-06-29",
        "2026-07-06",
        "2026-07-13",
        "2026-07-20",
        "2026-07-27",
        "2026-08-10",
        "2026-09-21",
        "2026-11-09",
        "2026-12-21",
    ]


def test_without_a_calendar_nothing_is_free() -> None:
    assert free_weeks(NO_CALENDAR, date(2026, 1, 1), date(2026, 12, 31)) == frozenset()
