"""What may be shown of a spread: no figure from which one could tell what somebody did.

Shares of people follow the thresholds, with the viewer left out whoever that is: they may or may
not be among those counted. Huddles, and how many teams have held one, are held in the open; they
are told from the same number of people on, without a band. Reach is told in steps, from week to
week (`learning/told_reach.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learning.spread import WINDOW, Spread, ratio
from learning.threshold import PULSE, Count, Figure, figure, may_show
from learning.told_reach import ToldReach

_THE_VIEWER = 1


@dataclass(frozen=True)
class Generation:
    """A generation of hosts, or all from it on; its share of the hosts, and its R."""

    number: int
    and_later: bool
    share: Figure | None
    r: float | None


@dataclass(frozen=True)
class ShownSpread:
    """One week's measures. None stands where there are too few people to tell."""

    people: int
    """How many are eligible."""
    is_too_small: bool
    """Whether there are too few of them to show anything."""
    reach: Figure | None
    """In steps of five people."""
    depth: int
    handed_on: Figure | None
    """The hosts of the second generation and later, among all."""
    generations: tuple[Generation, ...]
    pass_on: Figure | None
    r: float | None
    not_reached: float | None
    """When the four weeks began. None also where nothing was told then."""
    r_of_those_left: float | None
    teams: int
    teams_huddled: int
    days_to_half: int | None
    days_to_most: int | None
    looked_back: Figure | None
    did: Figure | None
    """Those who did what they planned, or part of it, among those who looked back."""
    huddles: int
    huddles_by_others: int


def show_weeks(weeks: Iterable[tuple[date, Spread]]) -> dict[date, ShownSpread]:
    """Return what may be shown of each week, by its Monday. They begin with the first there is."""
    told: dict[date, ToldReach] = {}
    shown: dict[date, ShownSpread] = {}
    last: ToldReach | None = None
    for monday, one in weeks:
        if last is None:
            last = ToldReach.first(one.reached, one.eligible)
        else:
            last = last.next(one.reached, one.eligible, one.gone)
        told[monday] = last
        shown[monday] = _show(one, last, told.get(monday - WINDOW))
    return shown


def _show(spread: Spread, told: ToldReach, before: ToldReach | None) -> ShownSpread:
    too_small = not may_show(spread.eligible - _THE_VIEWER)
    teaches = not too_small and may_show(sum(spread.active) - _THE_VIEWER)
    r = spread.r if teaches else None
    left = None if too_small else _not_reached(before)
    return ShownSpread(
        people=spread.eligible,
        is_too_small=too_small,
        reach=None if too_small else told.figure,
        depth=0 if too_small else spread.generations_deep,
        handed_on=None if too_small else _figure(spread.later_hosts, sum(spread.hosts)),
        generations=() if too_small else _generations(spread),
        pass_on=_figure(spread.passed_on, spread.completers),
        r=r,
        not_reached=left,
        r_of_those_left=r / left if r is not None and left else None,
        teams=0 if too_small else spread.teams,
        teams_huddled=0 if too_small else spread.teams_huddled,
        days_to_half=None if too_small else spread.days_to_half,
        days_to_most=None if too_small else spread.days_to_most,
        looked_back=_figure(spread.looked_back, spread.plans),
        did=_figure(spread.did + spread.partly, spread.looked_back, PULSE),
        huddles=0 if too_small else spread.huddles,
        huddles_by_others=0 if too_small else spread.huddles_by_others,
    )


def _not_reached(before: ToldReach | None) -> float | None:
    """Return the share not yet reached, as it could be read four weeks before.

    Counted again with those who are here now, it would tell of those who came or left since.
    """
    if before is None or not may_show(before.of - _THE_VIEWER):
        return None
    known = percent(before.figure)
    return None if known is None else 1 - known / 100


def show_pulse(answers: int, agreed: int) -> Figure | None:
    """Return what may be shown of the answers to one statement: nothing below nine of them."""
    return _figure(agreed, answers, PULSE)


def percent(shown: Figure) -> int | None:
    """Return a figure as a whole percentage; None for a band.

    Of fewer than a hundred people it is rounded to five, since one more would be read into it.
    """
    if shown.done is None:
        return None
    step = 5 if shown.of < 100 else 1
    return step * round(100 * shown.done / shown.of / step)


def _figure(done: int, of: int, least: int | None = None) -> Figure | None:
    # The viewer is like somebody who may have done it or not, and is not asked about.
    count = Count(done, of, _THE_VIEWER)
    return figure(count) if least is None else figure(count, least)


def _generations(spread: Spread) -> tuple[Generation, ...]:
    """Return the generations, the last ones together until none can be found out."""
    hosts, active, first = list(spread.hosts), list(spread.active), list(spread.first_taught)
    while len(hosts) > 1 and _hides(hosts):
        for counts in (hosts, active):
            counts[-2:] = [sum(counts[-2:])]
        first[-2:] = [sum(first[-2:])]
    if len(hosts) == 1 or not may_show(sum(hosts) - _THE_VIEWER):
        return ()
    return tuple(
        Generation(
            number,
            and_later=number == len(hosts) < len(spread.hosts),
            share=_figure(hosts[number - 1], sum(hosts)),
            r=ratio(first[number - 1], active[number - 1])
            if may_show(active[number - 1] - _THE_VIEWER)
            else None,
        )
        for number in range(1, len(hosts) + 1)
    )


def _hides(hosts: Sequence[int]) -> bool:
    """Tell whether a generation would be shown as a band: the others would give it away."""
    shown = [_figure(one, sum(hosts)) for one in hosts]
    return any(one is not None and one.done is None for one in shown)
