"""A year: 52 weeks of one person as they were. It counts nothing and compares with nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from learning.clock import monday_of
from learning.cohort import Cohort
from learning.journey import Journey
from learning.loop import Part
from learning.score import CLOSED

WEEKS = 52
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class MetModule:
    """A module that was met in a week, and whether its loop is closed by now."""

    slug: str
    is_closed: bool


@dataclass(frozen=True)
class Week:
    """One week."""

    monday: date
    met: tuple[MetModule, ...]
    is_free: bool
    huddles: int
    is_to_come: bool

    @property
    def is_closed(self) -> bool:
        """Whether every module met in it has its loop closed."""
        return bool(self.met) and all(module.is_closed for module in self.met)


@dataclass(frozen=True)
class Year:
    """52 weeks, counted from the week of the first thing that this person did."""

    number: int
    """The first is 1."""
    latest: int
    """The number of the year that today is in."""
    weeks: tuple[Week, ...]


def year_of(
    journey: Journey, cohort: Cohort, hosted: Iterable[datetime], today: date, number: int | None
) -> Year:
    """Return a person's year; None is the one that today is in.

    `hosted` says when they hosted a huddle. A number that has not come yet is today's.
    """
    local = journey.person.organisation.today
    met = _met(journey)
    huddles = [monday_of(local(held)) for held in hosted]
    begun = [monday_of(local(loop.started_at)) for loop in journey.loops.values()]
    first = min([*begun, *huddles, monday_of(today)])
    latest = (monday_of(today) - first) // _WEEK // WEEKS + 1
    number = min(max(number or latest, 1), latest)
    mondays = [first + _WEEK * (WEEKS * (number - 1) + week) for week in range(WEEKS)]
    weeks = (
        Week(
            monday=monday,
            met=tuple(met.get(monday, ())),
            is_free=cohort.is_off(monday),
            huddles=huddles.count(monday),
            is_to_come=monday > today,
        )
        for monday in mondays
    )
    return Year(number, latest, tuple(weeks))


def _met(journey: Journey) -> dict[date, list[MetModule]]:
    """Return, by week, the modules met in it: a module is met with its try."""
    met: dict[date, list[MetModule]] = {}
    for slug in journey.catalogue.programme:
        loop = journey.loops.get(slug)
        for step in loop.steps if loop else ():
            if step.part == Part.TRY and loop is not None:
                monday = monday_of(journey.person.organisation.today(step.at))
                met.setdefault(monday, []).append(MetModule(slug, loop.score == CLOSED))
    return met
