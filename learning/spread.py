"""Spread: how far leadership has come in an organisation, without watching anybody.

The definitions are those of the learning design, section 4; `docs/spread.md` says in plain words
what each number means and what it does not prove.
"""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from learning.follow_up import Outcome
from learning.spread_facts import SpreadFacts
from learning.taught import generations, has_taught, reached, teaching

WINDOW = timedelta(days=28)
"""What happens at one time is counted over four weeks."""
TO_PASS_ON = timedelta(days=14)
"""How long after completing a module one may teach it to count as passing it on."""
TO_LOOK_BACK = timedelta(days=7)
"""How long a look back must have been open before its plan counts in the loop closure."""
HALF, MOST = 0.5, 0.8
"""The shares of teams for which the time to reach is told."""


class Spread(BaseModel):
    """The counts behind every measure, for an organisation, at one moment. Rates follow from them.

    Lists have one place for each generation, that of the starting leaders first.
    """

    model_config = ConfigDict(frozen=True)

    eligible: int
    reached: int
    gone: int = 0
    """How many were eligible in the snapshot before, and are not any more."""
    hosts: list[int]
    """How many have ever hosted or handed on, by their earliest generation."""
    completers: int
    """Who completed a module in the four weeks that ended 14 days ago."""
    passed_on: int
    """Those of them who taught it within 14 days."""
    active: list[int]
    """How many taught in the last four weeks."""
    first_taught: list[float]
    """How many were taught for the first time in them, split among their teachers."""
    teams: int
    teams_huddled: int
    days_to_half: int | None
    days_to_most: int | None
    plans: int
    """Made in four weeks, the last of which could be looked back at for a week."""
    looked_back: int
    did: int
    partly: int
    huddles: int
    huddles_by_others: int
    """Those hosted by somebody who leads no team."""

    @property
    def generations_deep(self) -> int:
        """How many generations have taught."""
        return len(self.hosts)

    @property
    def later_hosts(self) -> int:
        """How many hosts are of the second generation or a later one."""
        return sum(self.hosts[1:])

    @property
    def r(self) -> float | None:
        """New first-time learners for each person who taught; None where nobody did."""
        return ratio(sum(self.first_taught), sum(self.active))

    @property
    def r_by_generation(self) -> list[float | None]:
        """R of each generation; None for one that did not teach in the four weeks."""
        return [
            ratio(new, active) for new, active in zip(self.first_taught, self.active, strict=True)
        ]


def ratio(part: float, whole: float) -> float | None:
    """Return the quotient; None where there is nothing to divide by."""
    return part / whole if whole else None


def measure(facts: SpreadFacts) -> Spread:
    """Return the counts at the moment up to which the facts go."""
    taught, generation = teaching(facts, facts.at - WINDOW), generations(facts)
    deepest = range(1, max(generation.values(), default=0) + 1)
    completers, passed_on = _passing_on(facts)
    days = _days_to_huddle(facts)
    begins = facts.at - TO_LOOK_BACK - WINDOW
    plans = [
        one
        for one in facts.loops
        if one.planned_at is not None and begins <= one.planned_at < facts.at - TO_LOOK_BACK
    ]
    answers = [one.outcome for one in plans if one.outcome is not None]
    return Spread(
        eligible=len(facts.eligible),
        reached=reached(facts, facts.at),
        hosts=[list(generation.values()).count(one) for one in deepest],
        completers=completers,
        passed_on=passed_on,
        active=[taught.active.get(one, 0) for one in deepest],
        first_taught=[taught.first_taught.get(one, 0.0) for one in deepest],
        teams=len(facts.teams),
        teams_huddled=len(days),
        days_to_half=_days_until(days, HALF, len(facts.teams)),
        days_to_most=_days_until(days, MOST, len(facts.teams)),
        plans=len(plans),
        looked_back=len(answers),
        did=answers.count(Outcome.DID),
        partly=answers.count(Outcome.PARTLY),
        huddles=len(facts.huddles),
        huddles_by_others=sum(one.host not in facts.leaders for one in facts.huddles),
    )


def _passing_on(facts: SpreadFacts) -> tuple[int, int]:
    """Return how many completed a module in the window, and how many of them passed it on."""
    ends = facts.at - TO_PASS_ON
    taught: dict[tuple[int | str, str], list[datetime]] = {}
    for somebody, module, when in has_taught(facts):
        taught.setdefault((somebody, module), []).append(when)
    completers, passed_on = set(), set()
    for one in facts.loops:
        done = one.completed_at
        if done is None or not ends - WINDOW <= done < ends:
            continue
        completers.add(one.person)
        later = taught.get((one.person, one.module), ())
        if any(done <= when <= done + TO_PASS_ON for when in later):
            passed_on.add(one.person)
    return len(completers), len(passed_on)


def _days_to_huddle(facts: SpreadFacts) -> list[int]:
    """Return after how many days each team held its first huddle, soonest first.

    Day 0 is the day on which anybody first opened a module, or a huddle was held.
    """
    first: dict[int, datetime] = {}
    for one in facts.huddles:
        if one.team is not None and one.team in facts.teams:
            first[one.team] = min(one.held_at, first.get(one.team, one.held_at))
    started = [one.started_at for one in facts.loops] + [one.held_at for one in facts.huddles]
    if not started:
        return []
    today = facts.organisation.today
    return sorted((today(held) - today(min(started))).days for held in first.values())


def _days_until(days: list[int], share: float, teams: int) -> int | None:
    """Return on which day this share of the teams had huddled; None if it has not come yet."""
    return next((day for n, day in enumerate(days, start=1) if n >= share * teams), None)
