"""The Nordic year: the weeks that are free by rule, so that nobody has to tick them.

Two in each quarter: its seventh week and its last one, and in the fourth quarter the week of
Christmas Eve instead of the last. Besides, all of July. A week belongs to the quarter and the month
of its Thursday. The seventh week of the year has the first winter holidays, the last ones of March
and June lie near Easter and Midsummer.
"""

from datetime import date, timedelta
from functools import cache

from learning.clock import monday_of

NORDIC = "nordic"
NO_CALENDAR = "none"
CALENDARS = (NORDIC, NO_CALENDAR)
"""What a cohort may follow; its own free weeks come on top."""
_SEVENTH, _JULY, _THURSDAY = 6, 7, 4


def free_weeks(calendar: str, first: date, last: date) -> frozenset[date]:
    """Return the Mondays of the weeks that a calendar has free, in the years of these two days."""
    if calendar != NORDIC:
        return frozenset()
    return _years(first.year, last.year)


@cache
def _years(first: int, last: int) -> frozenset[date]:
    # A week of January may belong to the year before.
    return frozenset[date]().union(*(_year(year) for year in range(first - 1, last + 2)))


@cache
def _year(year: int) -> frozenset[date]:
    first = date.fromisocalendar(year, 1, _THURSDAY)
    thursdays = [first + timedelta(weeks=number) for number in range(53)]
    free = [day for day in thursdays if day.month == _JULY]
    for start in (1, 4, 7, 10):
        quarter = [day for day in thursdays if day.year == year and 0 <= day.month - start <= 2]
        free += [quarter[_SEVENTH], date(year, 12, 24) if start == 10 else quarter[-1]]
    return frozenset(map(monday_of, free))
