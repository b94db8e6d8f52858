"""A small company whose doings are plain numbers; and its spread, worked out by hand from those.

The working-out follows the definitions in `docs/spread.md` and none of Baton's code. Days are
counted from the first Monday; what happens, happens at noon.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cast.company import MONDAY, Company
from learning.attempt import Attempt
from learning.follow_up import FollowUp, Outcome
from learning.handover import Handover
from learning.huddle import Huddle, HuddleKind
from learning.loop import Loop, Part, Step
from learning.organisation import Organisation
from learning.plan import Plan
from learning.team import new_team

LAST_DAY = 63
"""The Monday on which it is measured."""
MODULES = ("lead-from-where-you-are", "what-can-i-move", "plans-that-fire")
OUTCOMES = list(Outcome)


@dataclass(frozen=True)
class Learned:
    """Somebody made a plan on a day; looked back some days later, or never."""

    who: int
    module: str
    day: int
    later: int | None
    solved: bool
    outcome: Outcome


@dataclass(frozen=True)
class Met:
    """A huddle: who was really there, its host among them. `after` is the huddle it came from."""

    host: int | None
    team: int | None
    module: str
    day: int
    there: frozenset[int]
    counted: bool
    after: int | None


@dataclass(frozen=True)
class Took:
    """Somebody took what was handed on after a huddle, and has not hosted yet."""

    huddle: int
    who: int
    days: int


@dataclass
class World:
    people: int
    teams: list[list[int]]
    """Who is on each team; the first leads it."""
    learned: list[Learned]
    met: list[Met]
    took: list[Took] = field(default_factory=list)


TEAM = World(
    people=6,
    teams=[[0, 1, 2, 3, 4, 5]],
    learned=[
        Learned(who, MODULES[0], 35, 7 if who < 4 else None, True, Outcome.DID) for who in range(5)
    ],
    met=[
        Met(0, 0, MODULES[0], 36, frozenset({0, 1, 2}), True, None),
        Met(1, 0, MODULES[0], 43, frozenset({1, 2, 3, 4}), True, 0),
        Met(2, 0, MODULES[0], 50, frozenset({2, 3, 4, 5}), True, 1),
    ],
)
"""Amira (0) begins, hands on to Ben (1), and he to Dana (2)."""


@st.composite
def worlds(draw: Any) -> World:
    people = draw(st.integers(2, 8))
    someone = st.integers(0, people - 1)
    team = st.lists(someone, min_size=1, max_size=people, unique=True)
    teams = draw(st.lists(team, min_size=1, max_size=3))
    pairs = st.tuples(someone, st.sampled_from(MODULES))
    learned = [
        Learned(
            who,
            module,
            draw(st.integers(0, 62)),
            draw(st.none() | st.integers(7, 30)),
            draw(st.booleans()),
            draw(st.sampled_from(OUTCOMES)),
        )
        for who, module in draw(st.lists(pairs, max_size=10, unique=True))
    ]
    met: list[Met] = []
    for place in range(draw(st.integers(0, 7))):
        met.append(_meet(draw, place, met, teams))
    took = []
    if met:
        which = st.tuples(st.integers(0, len(met) - 1), someone, st.integers(0, 20))
        took = [
            Took(*one) for one in draw(st.lists(which, max_size=4)) if one[1] != met[one[0]].host
        ]
    return World(people, teams, learned, met, took)


def _meet(draw: Any, place: int, met: list[Met], teams: list[list[int]]) -> Met:
    after = draw(st.none() | st.integers(0, place - 1)) if place else None
    module = draw(st.sampled_from(MODULES)) if after is None else met[after].module
    day = draw(st.integers(0 if after is None else met[after].day, 62))
    team = draw(st.integers(0, len(teams) - 1))
    there = draw(st.lists(st.sampled_from(teams[team]), min_size=1, unique=True))
    counted = draw(st.booleans()) or draw(st.booleans())
    if after is not None and draw(st.integers(0, 3)) == 0:
        # Held from a link by somebody who has not signed in, on the team that it came from.
        came_from = met[after].team
        there = draw(st.lists(st.sampled_from(teams[came_from or 0]), min_size=1, unique=True))
        return Met(None, came_from, module, day, frozenset(there), counted, after)
    return Met(there[0], team, module, day, frozenset(there), counted, after)


def live(session: Session, company: Company, world: World) -> None:
    """Let it all happen in the database."""
    people = [company.person(f"Person {number}") for number in range(world.people)]
    teams = []
    for number, (leader, *others) in enumerate(world.teams):
        since = MONDAY + timedelta(days=number)
        team = new_team(company.organisation.id, f"Team {number}", since)
        team.consist_of([people[one].id for one in others], [people[leader].id], since)
        session.add(team)
        session.flush()
        teams.append(team.id)
    for one in world.learned:
        _learn(session, people[one.who].id, one)
    rows: list[Huddle] = []
    for place, one in enumerate(world.met):
        by = None
        if one.after is not None:
            taker = one.host if one.host != world.met[one.after].host else None
            by = _hand_over(session, world, rows, one.after, place)
            if taker is not None:
                by.taker_id, by.taken_at = people[taker].id, _noon(one.day)
            session.flush()
        huddle = Huddle(
            organisation_id=company.organisation.id,
            team_id=None if one.host is None or one.team is None else teams[one.team],
            module=one.module,
            host_id=None if one.host is None else people[one.host].id,
            held_at=_noon(one.day),
            headcount=len(one.there) if one.counted else None,
            kind=HuddleKind.FULL,
            handover_id=by.id if by else None,
        )
        session.add(huddle)
        session.flush()
        rows.append(huddle)
    for number, one in enumerate(world.took):
        by = _hand_over(session, world, rows, one.huddle, 100 + number)
        by.taker_id = people[one.who].id
        by.taken_at = _noon(world.met[one.huddle].day + one.days)
    session.flush()


def _learn(session: Session, person_id: int, one: Learned) -> None:
    at = _noon(one.day)
    loop = Loop(person_id=person_id, module=one.module, started_at=at)
    loop.steps.append(Step(part=Part.RECALL, at=at))
    loop.attempts.append(Attempt(option="an-option", best=one.solved, at=at))
    loop.plan = Plan(cue="a shift ends", action="say thanks", made_at=at, changed_at=at)
    if one.later is not None:
        loop.follow_up = FollowUp(outcome=one.outcome, at=_noon(one.day + one.later))
    session.add(loop)


def _hand_over(
    session: Session, world: World, rows: list[Huddle], huddle: int, number: int
) -> Handover:
    row = rows[huddle]
    handover = Handover(
        organisation_id=row.organisation_id,
        module=row.module,
        giver_id=row.host_id,
        huddle_id=row.id,
        token_hash=f"{row.organisation_id} {number}",
        made_at=row.held_at,
        generation=generation(world, huddle) + 1,
    )
    session.add(handover)
    return handover


def _noon(day: int) -> Any:
    return MONDAY.replace(hour=12) + timedelta(days=day)


def generation(world: World, huddle: int) -> int:
    """The first huddle of a chain is of generation 1, and each next one of the next."""
    after = world.met[huddle].after
    return 1 if after is None else generation(world, after) + 1


def host(world: World, huddle: int) -> Any:
    """Who hosted; without a name, whoever had that link."""
    named = world.met[huddle].host
    return f"nameless {huddle}" if named is None else named


def handed(world: World) -> list[tuple[Any, int, str, int, int]]:
    """All that was taken over: from whom, by whom, which module, when, the giver's generation."""
    found = [
        (host(world, one.after), one.host, one.module, one.day, generation(world, one.after))
        for one in world.met
        if one.after is not None and one.host is not None
    ]
    found += [
        (
            host(world, one.huddle),
            one.who,
            world.met[one.huddle].module,
            world.met[one.huddle].day + one.days,
            generation(world, one.huddle),
        )
        for one in world.took
    ]
    return [one for one in found if one[0] != one[1] and one[3] < LAST_DAY]


def home(world: World, person: int) -> int | None:
    """The first team that somebody is on."""
    return next((team for team, people in enumerate(world.teams) if person in people), None)


def fewest(world: World, known: set[int], day: int, less: int) -> dict[Any, int]:
    """How many people are meant at least, on each team and alone."""
    found: dict[Any, int] = {}
    for team, people in enumerate(world.teams):
        here = [person for person in people if home(world, person) == team]
        sizes = [
            min(len(one.there), len(people)) - less
            for one in world.met
            if one.team == team and one.counted and one.day < day
        ]
        proven = max(sizes, default=0) - (len(people) - len(here))
        found[team] = max(len(known & set(here)), proven, 0)
    for person in known:
        if home(world, person) is None:
            found["alone", person] = 1
    return found


def reach(world: World, day: int = LAST_DAY) -> int:
    closed = {
        one.who
        for one in world.learned
        if one.solved and one.later is not None and one.later <= 21 and one.day + one.later < day
    }
    hosts = {one.host for one in world.met if one.host is not None and one.day < day}
    return sum(fewest(world, closed | hosts, day, 0).values())


def really_reached(world: World) -> int:
    """Everybody who was really there or closed a loop: what nobody could know."""
    closed = {
        one.who
        for one in world.learned
        if one.solved and one.later is not None and one.later <= 21
        if one.day + one.later < LAST_DAY
    }
    return len(closed.union(*(one.there for one in world.met)))


def earliest(world: World) -> dict[Any, int]:
    """The generation of each who has taught: the earliest that they had a part in."""
    told = [(host(world, place), generation(world, place)) for place in range(len(world.met))]
    told += [(giver, of) for giver, _who, _module, _day, of in handed(world)]
    return {who: min(of for one, of in told if one == who) for who, _of in told}


def r(world: World) -> tuple[dict[int, float], dict[int, int]]:
    """New first-time learners, and people who taught, in the last 28 days, by generation."""
    begins, of = LAST_DAY - 28, earliest(world)
    teaches = [
        (host(world, place), one)
        for place, one in enumerate(world.met)
        if one.day >= begins and not (one.counted and len(one.there) == 1)
    ]
    lately = [one for one in handed(world) if one[3] >= begins]
    active: dict[int, int] = {}
    for who in {who for who, _one in teaches} | {one[0] for one in lately}:
        active[of[who]] = active.get(of[who], 0) + 1
    before = fewest(world, {o[1] for o in handed(world) if o[3] < begins}, begins, 1)
    after = fewest(world, {o[1] for o in handed(world)}, LAST_DAY, 1)
    new: dict[int, float] = {}
    for place, count in after.items():
        firsts = [
            one for one in lately if one[1] not in {o[1] for o in handed(world) if o[3] < begins}
        ]
        if isinstance(place, int):
            teachers = {who for who, one in teaches if one.team == place}
            teachers |= {one[0] for one in firsts if home(world, one[1]) == place}
        else:
            teachers = {one[0] for one in firsts if one[1] == place[1]}
        for who in teachers:
            part = (count - before.get(place, 0)) / len(teachers)
            new[of[who]] = new.get(of[who], 0) + part
    return new, active


def passing_on(world: World) -> tuple[int, int]:
    """Who completed something 15 to 42 days ago, and who of them taught it within 14 days."""
    completed = [one for one in world.learned if one.solved and 21 <= one.day < 49]
    taught = [
        (host(world, place), one.module, one.day)
        for place, one in enumerate(world.met)
        if not (one.counted and len(one.there) == 1)
    ]
    taught += [(giver, module, day) for giver, _who, module, day, _of in handed(world)]
    passed = {
        one.who
        for one in completed
        for who, module, day in taught
        if (who, module) == (one.who, one.module) and 0 <= day - one.day <= 14
    }
    return len({one.who for one in completed}), len(passed)


def days_until(world: World, percent: int) -> int | None:
    """The day on which so many of a hundred teams had held a huddle."""
    days = [one.day for one in world.learned] + [one.day for one in world.met]
    held = {one.team for one in world.met}
    for day in range(min(days, default=0), LAST_DAY):
        held = {one.team for one in world.met if one.day <= day} - {None}
        if held and len(held) * 100 >= percent * len(world.teams):
            return day - min(days)
    return None


def looking_back(world: World) -> tuple[int, int, int, int]:
    """Plans of four weeks that have waited a week for their look back; looked back, did, partly."""
    plans = [one for one in world.learned if 28 <= one.day < 56]
    back = [one for one in plans if one.later is not None and one.day + one.later < LAST_DAY]
    outcomes = [one.outcome for one in back]
    return len(plans), len(back), outcomes.count(Outcome.DID), outcomes.count(Outcome.PARTLY)


def midnight(organisation: Organisation) -> Any:
    """The moment at which it is measured."""
    day = (MONDAY + timedelta(days=LAST_DAY)).date()
    return MONDAY.replace(
        year=day.year, month=day.month, day=day.day, hour=0, tzinfo=organisation.zone
    )
