"""The rules of a year, worked out by hand: from the design and the documents, not from the code."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from year.company import START, Norrvik, Someone

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Stockholm")


@cache
def is_free(monday: date) -> bool:
    """Two weeks in each quarter, and all of July (`docs/set-up.md` says which)."""
    thursday = monday + timedelta(days=3)
    if thursday.month == 7:
        return True
    first = date(thursday.year, (thursday.month - 1) // 3 * 3 + 1, 1)
    next_quarter = (first + timedelta(days=95)).replace(day=1)
    thursdays = [
        first + timedelta(days=n)
        for n in range((next_quarter - first).days)
        if (first + timedelta(days=n)).weekday() == 3
    ]
    last = date(thursday.year, 12, 24) if first.month == 10 else thursdays[-1]
    return thursday == thursdays[6] or monday == last - timedelta(days=last.weekday())


@cache
def free_weeks(norrvik: Norrvik, course: int) -> set[date]:
    """The Mondays on which a course gets nothing new."""
    mondays = [START.date() + n * WEEK for n in range(-1, 60)]
    own = {norrvik.day(84)} if course else set()
    return {monday for monday in mondays if is_free(monday)} | own


def module_of(norrvik: Norrvik, one: Someone, day: int) -> str | None:
    """Which module somebody's course has on a day; None after the last one."""
    monday = norrvik.day(day) - timedelta(days=norrvik.day(day).weekday())
    start = norrvik.day(norrvik.starts[one.course])
    free = free_weeks(norrvik, one.course)
    weeks = [start + n * WEEK for n in range((monday - start).days // 7 + 1)]
    place = sum(week not in free for week in weeks) - 1
    modules = norrvik.catalogue.programme
    return modules[max(place, 0)] if place < len(modules) else None


def due(norrvik: Norrvik, one: Someone, day: int, answered: set[tuple[str, str]]) -> list[int]:
    """By how many weeks each case is over its time, the longest first; a case is asked once."""
    waited = {slug: (day - day % 7 - (met - met % 7)) // 7 for slug, met in one.met.items()}
    over = [
        weeks - case.weeks
        for slug, weeks in waited.items()
        for case in norrvik.catalogue.module(slug).recall
        if one.met[slug] < day and case.weeks <= weeks and (slug, case.id) not in answered
    ]
    return sorted(over, reverse=True)


def over_time(norrvik: Norrvik, one: Someone, day: int, key: tuple[str, str]) -> int:
    """By how many weeks one case was over its time on a day."""
    slug, case_id = key
    case = next(c for c in norrvik.catalogue.module(slug).recall if c.id == case_id)
    met = one.met[slug]
    return int((day - day % 7 - (met - met % 7)) // 7 - case.weeks)


def is_in_time(norrvik: Norrvik, one: Someone, slug: str) -> bool:
    """Whether a look back came within 21 days, free weeks and pauses not counted."""
    if slug not in one.looked_back:
        return False
    free = free_weeks(norrvik, one.course)
    begin, end = norrvik.at(one.planned[slug]), norrvik.at(one.looked_back[slug])
    counted, moment = timedelta(), begin
    while moment < end:
        # Day by day of the calendar: when the clocks change, a day has 23 or 25 hours.
        local = moment.astimezone(ZONE)
        midnight = datetime.combine(local.date() + DAY, time(), ZONE)
        until = min(midnight.astimezone(UTC), end)
        if local.date() - local.weekday() * DAY not in free:
            counted += until - moment - paused(norrvik, one, moment, until)
        moment = until
    return counted <= 21 * DAY


def paused(norrvik: Norrvik, one: Someone, since: datetime, until: datetime) -> timedelta:
    """How much of a time somebody paused."""
    if one.pause is None:
        return timedelta()
    begins, ends = (norrvik.at(day) for day in one.pause)
    return max(min(until, ends) - max(since, begins), timedelta())


def heard(norrvik: Norrvik, one: Someone) -> dict[str, int]:
    """What the LMS hears of each module: 80 once it is planned, 100 once it was looked back at."""
    return {slug: 100 if is_in_time(norrvik, one, slug) else 80 for slug in one.planned}


def grade(norrvik: Norrvik, one: Someone, selection: str) -> float | None:
    """What a column shows for somebody."""
    scores = heard(norrvik, one)
    if selection == "this-week":
        return max(scores.values(), default=None)
    if selection == "programme":
        total = sum(scores.values())
        return round(total / len(norrvik.catalogue.programme), 2) if total else None
    return scores.get(selection.partition(":")[2])
