"""The cohort's week: the same for everyone in it, by the calendar."""

from datetime import date, timedelta

import pytest

from learning.cohort import Cohort
from learning.nordic_year import NO_CALENDAR, NORDIC
from learning.programme_order import Programme

PROGRAMME = Programme(("first", "second", "third"), ("a", "a", "b"))
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
        (date(2027, 1, 11), 4, "first"),
        (date(2027, 1, 25), 6, "third"),
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


class TestWeeksOff:
    """21 December is week 1; the week of 28 December and that of 4 January are off."""

    @pytest.fixture
    def cohort(self) -> Cohort:
        cohort = Cohort(name="Winter", starts_on=MONDAY)
        cohort.take_off([date(2026, 12, 30), date(2027, 1, 4)])
        return cohort

    @pytest.mark.parametrize(
        ("today", "week", "module", "off"),
        [
            (date(2026, 12, 27), 1, "first", False),
            (date(2026, 12, 28), 1, "first", True),
            (date(2027, 1, 10), 1, "first", True),
            (date(2027, 1, 11), 2, "second", False),
            (date(2027, 1, 18), 3, "third", False),
        ],
    )
    def test_only_weeks_that_are_on_count(
        self, cohort: Cohort, today: date, week: int, module: str, off: bool
    ) -> None:
        assert cohort.week(today) == week
        assert cohort.module_of_week(PROGRAMME, today) == module
        assert cohort.is_off(today) is off

    @pytest.mark.parametrize(
        ("today", "opening"),
        [
            (date(2026, 12, 1), date(2026, 12, 21)),
            (date(2026, 12, 22), date(2027, 1, 11)),
            (date(2026, 12, 31), date(2027, 1, 11)),
            (date(2027, 1, 11), date(2027, 1, 18)),
            (date(2027, 1, 18), None),
        ],
    )
    def test_the_next_module_opens_in_the_next_week_that_is_on(
        self, cohort: Cohort, today: date, opening: date | None
    ) -> None:
        assert cohort.next_opening(PROGRAMME, today) == opening

    def test_weeks_off_before_the_start_change_nothing(self, cohort: Cohort) -> None:
        cohort.take_off([MONDAY - timedelta(weeks=1)])
        assert cohort.week(MONDAY) == 1
        assert cohort.week(MONDAY - timedelta(weeks=1)) == 0

    def test_a_first_week_that_is_off_is_like_the_week_before_the_start(
        self, cohort: Cohort
    ) -> None:
        cohort.take_off([MONDAY])
        assert cohort.week(MONDAY) == 0
        assert cohort.module_of_week(PROGRAMME, MONDAY) == "first"
        assert cohort.week(MONDAY + timedelta(weeks=1)) == 1

    def test_it_may_start_on_another_monday(self, cohort: Cohort) -> None:
        cohort.start_on(date(2027, 1, 14))
        assert cohort.starts_on == date(2027, 1, 11)


class TestCalendar:
    """A cohort that follows the Nordic year, whose week of 21 December 2026 is free by rule."""

    @pytest.fixture
    def cohort(self) -> Cohort:
        return Cohort(name="Winter", starts_on=date(2026, 12, 14), calendar=NORDIC)

    def test_a_week_that_is_free_by_rule_is_like_one_that_was_chosen(self, cohort: Cohort) -> None:
        assert cohort.is_off(MONDAY)
        assert [cohort.week(MONDAY + timedelta(weeks=n)) for n in range(-1, 3)] == [1, 1, 2, 3]
        assert cohort.next_opening(PROGRAMME, date(2026, 12, 15)) == date(2026, 12, 28)

    def test_one_of_its_weeks_may_have_a_module_all_the_same(self, cohort: Cohort) -> None:
        listed = frozenset(MONDAY + timedelta(weeks=n) for n in range(4))
        new_year = date(2026, 12, 28)
        cohort.choose_weeks(listed, frozenset({new_year}))
        assert not cohort.is_off(MONDAY)
        assert cohort.is_off(new_year)
        cohort.choose_weeks(listed, frozenset({MONDAY}))
        assert cohort.is_off(MONDAY)
        assert not cohort.is_off(new_year)

    def test_switched_off_the_weeks_before_stay_as_they_were(self, cohort: Cohort) -> None:
        today = date(2027, 1, 5)
        week = cohort.week(today)
        cohort.follow_calendar(NO_CALENDAR, today)
        assert cohort.week(today) == week
        assert not cohort.is_off(date(2027, 2, 15))

    def test_switched_on_the_weeks_before_stay_as_they_were(self) -> None:
        cohort = Cohort(name="Winter", starts_on=date(2026, 12, 14), calendar=NO_CALENDAR)
        today = date(2027, 1, 5)
        week = cohort.week(today)
        cohort.follow_calendar(NORDIC, today)
        assert cohort.week(today) == week
        assert cohort.is_off(date(2027, 2, 15))
