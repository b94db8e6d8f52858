"""Weeks off: the Mondays of weeks in which a cohort gets no new module."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, Text, TypeDecorator

from learning.clock import monday_of

WEEK = timedelta(weeks=1)
Span = tuple[datetime, datetime]
"""From when to when."""


class WeeksOff(TypeDecorator[frozenset[date]]):
    """The Mondays as one text, `2026-03-09 2026-03-16`.

    Not rows of their own: every launch asks for them, and so they come with their cohort.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[date] | None, dialect: Dialect) -> str:  # noqa: ARG002 (SQLAlchemy's signature)
        """Write them down in order, each once."""
        return " ".join(day.isoformat() for day in sorted(mondays_of(value or ())))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[date]:  # noqa: ARG002 (SQLAlchemy's signature)
        """Hand back the Mondays."""
        return frozenset(map(date.fromisoformat, value.split())) if value else frozenset()


def mondays_of(days: Iterable[date]) -> frozenset[date]:
    """Return the Mondays of the weeks that these days are in."""
    return frozenset(map(monday_of, days))


def time_in(weeks_off: Iterable[date], start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    """Return how much of the time from `start` to `end` lies in these weeks, by `zone`'s days."""
    return time_covered(spans_of(weeks_off, zone), start, end)


def spans_of(weeks_off: Iterable[date], zone: ZoneInfo) -> list[Span]:
    """Return from when to when these weeks last, by `zone`'s days."""
    # In UTC: between two moments of one zone, Python would not see the clocks change.
    return [
        (
            datetime.combine(monday, time(), zone).astimezone(UTC),
            datetime.combine(monday + WEEK, time(), zone).astimezone(UTC),
        )
        for monday in weeks_off
    ]


def time_covered(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """Return how much of the time from `start` to `end` lies in any of these; no time twice."""
    total, reached = timedelta(), start
    for begins, ends in sorted(spans):
        since, until = max(begins, reached), min(ends, end)
        if since < until:
            total, reached = total + (until - since), until
    return total
