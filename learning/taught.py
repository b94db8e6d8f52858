"""Who has been reached and taught, at least: where a huddle gives a number and no names.

A huddle says how many were there, not who. So people are counted as the fewest that can be meant:
on each team the larger of those known by name and the largest huddle, never more than the team.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.spread_facts import HuddleFact, Somebody, SpreadFacts

Place = int | str
"""Where people are counted: a team; or, for who is on none, `alone` and their id."""


def reached(facts: SpreadFacts, before: datetime) -> int:
    """Return how many had closed a loop or been in a huddle before then, at least."""
    closed = {
        one.person
        for one in facts.loops
        if one.is_closed and one.looked_back_at is not None and one.looked_back_at < before
    }
    held = [one for one in facts.huddles if one.held_at < before]
    hosts = {one.host for one in held if isinstance(one.host, int)}
    return sum(_at_least(facts, closed | hosts, _largest(facts, held, 0)).values())


def taught(facts: SpreadFacts, before: datetime) -> Counter[Place]:
    """Return how many had been taught by somebody before then, at least, in each place."""
    takers = {one.taker for one in facts.handovers if one.taken_at < before}
    held = [one for one in facts.huddles if one.held_at < before]
    return _at_least(facts, takers, _largest(facts, held, 1))


@dataclass(frozen=True)
class Teaching:
    """What happened in some weeks: who taught, and how many were taught for the first time."""

    active: Mapping[int, int]
    """How many people taught, by generation."""
    first_taught: Mapping[int, float]
    """The new learners credited to each generation; k teachers have a k-th each."""


def teaching(facts: SpreadFacts, begins: datetime) -> Teaching:
    """Return the teaching from then on, to the end of the facts."""
    generation = generations(facts)
    held = [one for one in facts.huddles if one.held_at >= begins and _teaches(one)]
    taken = [one for one in facts.handovers if one.taken_at >= begins]
    earlier, now = taught(facts, begins), taught(facts, facts.at)
    known = {one.taker for one in facts.handovers if one.taken_at < begins}
    teachers: dict[Place, set[Somebody]] = {}
    for huddle in held:
        if huddle.team is not None:
            teachers.setdefault(huddle.team, set()).add(huddle.host)
    for handover in taken:
        if handover.taker not in known:
            teachers.setdefault(_place(facts, handover.taker), set()).add(handover.giver)
    credit: dict[int, float] = {}
    for place, count in now.items():
        share = teachers.get(place, set())
        for teacher in share:
            of = generation[teacher]
            credit[of] = credit.get(of, 0.0) + (count - earlier[place]) / len(share)
    active = {one.host for one in held} | {one.giver for one in taken}
    return Teaching(Counter(generation[one] for one in active), credit)


def generations(facts: SpreadFacts) -> dict[Somebody, int]:
    """Return the generation of everybody who has taught: the earliest that they had a part in."""
    found: dict[Somebody, int] = {}
    told = [(one.host, one.generation) for one in facts.huddles]
    told += [(one.giver, one.generation) for one in facts.handovers]
    for somebody, generation in told:
        found[somebody] = min(generation, found.get(somebody, generation))
    return found


def has_taught(
    facts: SpreadFacts,
) -> Iterable[tuple[Somebody, str, datetime]]:
    """Yield who taught which module when: a huddle with others, or a handover that was taken."""
    yield from ((one.host, one.module, one.held_at) for one in facts.huddles if _teaches(one))
    yield from ((one.giver, one.module, one.taken_at) for one in facts.handovers)


def _teaches(huddle: HuddleFact) -> bool:
    """Tell whether somebody else was there; where nobody counted, somebody was."""
    return huddle.headcount is None or huddle.headcount > 1


def _largest(facts: SpreadFacts, held: Iterable[HuddleFact], but: int) -> dict[int, int]:
    """Return the most people in a huddle of each team, `but` so many, and never above the team."""
    found: dict[int, int] = {}
    for huddle in held:
        team = huddle.team
        if team is not None and team in facts.teams and huddle.headcount is not None:
            most = min(huddle.headcount, len(facts.teams[team])) - but
            found[team] = max(most, found.get(team, 0))
    return found


def _at_least(
    facts: SpreadFacts, known: Collection[int], largest: Mapping[int, int]
) -> Counter[Place]:
    """Count each eligible person in one place: those known, or as many as a huddle proves."""
    counted: Counter[Place] = Counter(_place(facts, one) for one in known if one in facts.eligible)
    at_home = Counter(facts.homes.values())
    for team, most in largest.items():
        elsewhere = len(facts.teams[team]) - at_home[team]
        counted[team] = max(counted[team], most - elsewhere)
    return counted


def _place(facts: SpreadFacts, person: int) -> Place:
    return facts.homes.get(person) or f"alone {person}"
