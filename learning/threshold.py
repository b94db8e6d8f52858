"""Thresholds: what may be shown of a group, so that nobody learns what one person has done.

A figure is about *others*: whoever looks at it is left out of the group before. Nobody and
everybody are never shown as such, nor the numbers beside them: they are *few* and *most*. Figures
about the same thing must be about groups that have nobody in common, or that are the same; then
no sum and no difference says more than the figures do. `roll_up` sees to a table and its total.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

ACTIVITY = 5
"""The fewest people of whom it is shown how many have done something."""
PULSE = 8
"""The fewest answers from which a pulse is shown."""
COMMENTS = 10
"""The fewest people among whom comments are shown."""
_MARGIN = 1
"""How far from nobody, or from everybody, a number must be to be told from them."""


class Band(StrEnum):
    """What is said instead of a number that would tell of single people."""

    FEW = "few"
    MOST = "most"


@dataclass(frozen=True)
class Count:
    """What is known: so many, of so many people. `gone` of these have left and do no more."""

    done: int
    of: int
    gone: int = 0


@dataclass(frozen=True)
class Figure:
    """What may be shown: that at least so many, and at most so many, have done it."""

    at_least: int
    at_most: int
    of: int

    @property
    def done(self) -> int | None:
        """The number; None where a band is shown."""
        return self.at_least if self.at_least == self.at_most else None

    @property
    def band(self) -> Band | None:
        """The band; None where the number is shown."""
        if self.done is not None:
            return None
        return Band.MOST if self.at_most == self.of else Band.FEW


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Table(Generic[Key]):
    """What may be shown of several groups that have nobody in common."""

    figures: dict[Key, Figure]
    rolled_up: tuple[Key, ...]
    """Groups that are too small to be shown by themselves; `rest` is about all of them."""
    rest: Figure | None
    """None where nothing is rolled up, or where even together they are too few."""
    total: Figure | None
    """None where a total would tell what a row does not."""


def may_show(people: int, least: int = ACTIVITY) -> bool:
    """Tell whether a group, the viewer left out, is large enough to show anything of it."""
    return people >= least


def at_least(number: int) -> int:
    """Return a number in steps of the threshold, rounded down.

    For what changes with each click, such as grades on their way: so it tells of no single one.
    """
    return number - number % ACTIVITY


def figure(count: Count, least: int = ACTIVITY) -> Figure | None:
    """Return what may be shown of a group; None if too few of them are still here.

    A count that is shown week after week stays about the people it began with. Those who have
    left may have done it or not, so with each of them both bands grow: no number ever says that
    all who are still here have done it, or that none of them has.
    """
    margin = _MARGIN + count.gone
    if not may_show(count.of - count.gone, least) or count.of <= 2 * margin:
        return None
    if count.done <= margin:
        return Figure(0, margin, count.of)
    if count.done >= count.of - margin:
        return Figure(count.of - margin, count.of, count.of)
    return Figure(count.done, count.done, count.of)


def roll_up(counts: Mapping[Key, Count], least: int = ACTIVITY) -> Table[Key]:
    """Return what may be shown of groups side by side. Each person is in one of them only.

    Groups under the threshold are shown together; if these are too few still, the next smallest
    join them. The total is left out where, with the rows beside it, it would tell what a band
    hides.
    """
    known = {key: count for key, count in counts.items() if count.of > 0}
    alone: dict[Key, Figure] = {}
    rolled: list[Key] = []
    rest = None
    for key in sorted(known, key=lambda key: known[key].of - known[key].gone):
        by_itself = figure(known[key], least)
        if by_itself is None or (rolled and rest is None):
            rolled.append(key)
            rest = figure(_sum(known[one] for one in rolled), least)
        else:
            alone[key] = by_itself
    shown = {key: alone[key] for key in known if key in alone}
    total = None if rolled and rest is None else figure(_sum(known.values()), least)
    parts = [*shown.values(), *([rest] if rest else [])]
    return Table(shown, tuple(rolled), rest, total if total and _is_safe(total, parts) else None)


def _is_safe(total: Figure, parts: list[Figure]) -> bool:
    """Tell whether what a total leaves for the bands lies at neither of their ends."""
    numbers = sum(part.at_least for part in parts if part.done is not None)
    bands = [part for part in parts if part.done is None]
    lowest = numbers + sum(part.at_least for part in bands)
    highest = numbers + sum(part.at_most for part in bands)
    return not bands or (total.at_most > lowest and total.at_least < highest)


def _sum(counts: Iterable[Count]) -> Count:
    several = list(counts)
    return Count(
        sum(one.done for one in several),
        sum(one.of for one in several),
        sum(one.gone for one in several),
    )
