"""The facts that spread is measured from: read for a whole organisation, in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from learning.attempt import Attempt
from learning.cohort import NEVER_OFF, Cohort
from learning.context import Context, Enrolment
from learning.follow_up import FollowUp, Outcome
from learning.handover import Handover
from learning.huddle import Huddle
from learning.loop import ASIDE, Loop, Part, Step
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.plan import Plan
from learning.score import in_time
from learning.team import Team, TeamLeader, TeamMember
from learning.week_off import time_in

Somebody = int | str
"""A person, by id; or who hosted without signing in, by the row that tells of them."""


@dataclass(frozen=True)
class LoopFact:
    """One person and one module: when it was complete, planned, and looked back at."""

    person: int
    module: str
    started_at: datetime
    completed_at: datetime | None
    planned_at: datetime | None
    looked_back_at: datetime | None
    outcome: Outcome | None
    is_closed: bool
    """Whether it is complete, and was looked back at within its 21 days."""


@dataclass(frozen=True)
class HuddleFact:
    """One huddle. `generation` is 1 for a host who began by themselves."""

    module: str
    team: int | None
    host: Somebody
    held_at: datetime
    headcount: int | None
    generation: int


@dataclass(frozen=True)
class HandoverFact:
    """One handover that was taken: from whom, by whom, and the giver's generation."""

    module: str
    giver: Somebody
    taker: int
    taken_at: datetime
    generation: int


@dataclass(frozen=True)
class SpreadFacts:
    """All of it, of one organisation, up to one moment."""

    at: datetime
    organisation: Organisation
    eligible: frozenset[int]
    teams: Mapping[int, frozenset[int]]
    """Who is eligible on each team, its leaders among them; teams without anybody are left out."""
    homes: Mapping[int, int]
    """The one team in which each person is counted: the one they have been on longest."""
    leaders: frozenset[int]
    loops: Collection[LoopFact]
    """Also of those who have left: or a share would change as they leave, and tell of them."""
    huddles: Collection[HuddleFact]
    handovers: Collection[HandoverFact]

    def of_modules(self, modules: Collection[str]) -> "SpreadFacts":
        """Return what concerns these modules."""
        return SpreadFacts(
            self.at,
            self.organisation,
            self.eligible,
            self.teams,
            self.homes,
            self.leaders,
            [one for one in self.loops if one.module in modules],
            [one for one in self.huddles if one.module in modules],
            [one for one in self.handovers if one.module in modules],
        )


def read_spread_facts(session: Session, organisation: Organisation, at: datetime) -> SpreadFacts:
    """Read what had happened before `at`; who is here, and on which team, is as it is now."""
    on_teams = _people_of_teams(session, organisation.id)
    leaders = frozenset(person for _team, person, _since, leads in on_teams if leads)
    on_any = {person for _team, person, _since, _leads in on_teams}
    eligible, learners, cohorts = _eligible(session, organisation.id, on_any)
    teams: defaultdict[int, set[int]] = defaultdict(set)
    homes: dict[int, int] = {}
    for team, person, _since, _leads in sorted(on_teams, key=lambda row: (row[2], row[0])):
        if person in eligible:
            teams[team].add(person)
            homes.setdefault(person, team)
    return SpreadFacts(
        at,
        organisation,
        eligible,
        {team: frozenset(people) for team, people in teams.items()},
        homes,
        leaders or _instructors(session, organisation.id),
        _loops(session, organisation, learners, cohorts, at),
        _huddles(session, organisation.id, at),
        _handovers(session, organisation.id, at),
    )


def _people_of_teams(
    session: Session, organisation_id: int
) -> list[tuple[int, int, datetime, bool]]:
    found: list[tuple[int, int, datetime, bool]] = []
    for kind, leads in ((TeamMember, False), (TeamLeader, True)):
        rows = (
            select(kind.team_id, kind.person_id, kind.since)
            .join(Team, Team.id == kind.team_id)
            .where(Team.organisation_id == organisation_id)
        )
        found += [(team, person, since, leads) for team, person, since in session.execute(rows)]
    return found


def _eligible(
    session: Session, organisation_id: int, on_any: Collection[int]
) -> tuple[frozenset[int], frozenset[int], Mapping[int, frozenset[int]]]:
    """Return who is eligible; who is or was; and the cohorts of each, left ones too."""
    rows = (
        select(Identity.person_id, Enrolment.leads, Enrolment.left_at, Context.cohort_id)
        .join(Enrolment, Enrolment.identity_id == Identity.id)
        .join(Context, Context.id == Enrolment.context_id)
        .where(Context.organisation_id == organisation_id)
    )
    eligible, learners, cohorts = set(), set(), defaultdict(set)
    for person, leads, left_at, cohort in session.execute(rows):
        cohorts[person].add(cohort)
        if leads and person not in on_any:
            continue
        learners.add(person)
        if left_at is None:
            eligible.add(person)
    theirs = {one: frozenset(all_) for one, all_ in cohorts.items()}
    return frozenset(eligible), frozenset(learners), theirs


def _instructors(session: Session, organisation_id: int) -> frozenset[int]:
    mine = Identity.organisation_id == organisation_id
    rows = select(Identity.person_id).join(Enrolment, Enrolment.identity_id == Identity.id)
    return frozenset(session.scalars(rows.where(mine, Enrolment.leads)))


def _loops(
    session: Session,
    organisation: Organisation,
    learners: Collection[int],
    cohorts: Mapping[int, frozenset[int]],
    at: datetime,
) -> list[LoopFact]:
    off = _TimeOff(session, organisation, cohorts)
    solved = exists().where(Attempt.loop_id == Loop.id, Attempt.best, Attempt.at < at)
    recalled = exists().where(Step.loop_id == Loop.id, Step.part == Part.RECALL, Step.at < at)
    rows = (
        select(
            Loop.person_id,
            Loop.module,
            Loop.started_at,
            Plan.made_at,
            FollowUp.at,
            FollowUp.outcome,
            and_(solved, recalled),
        )
        .join(Person, Person.id == Loop.person_id)
        .outerjoin(Plan, and_(Plan.loop_id == Loop.id, Plan.made_at < at))
        .outerjoin(FollowUp, and_(FollowUp.loop_id == Loop.id, FollowUp.at < at))
        .where(Person.organisation_id == organisation.id, Loop.started_at < at)
        .where(~Loop.module.contains(ASIDE))
    )
    found = []
    for person, module, started, planned, looked_back, outcome, worked in session.execute(rows):
        if person not in learners:
            continue
        in_its_time = (
            planned is not None
            and looked_back is not None
            and (
                in_time(planned, looked_back)
                or in_time(planned, looked_back, off.between(person, planned, looked_back))
            )
        )
        completed = planned if worked else None
        closed = completed is not None and in_its_time
        found.append(
            LoopFact(person, module, started, completed, planned, looked_back, outcome, closed)
        )
    return found


class _TimeOff:
    """Everybody's weeks off, in one query; see `learning/time_off.py` for one person's."""

    def __init__(
        self,
        session: Session,
        organisation: Organisation,
        cohorts: Mapping[int, frozenset[int]],
    ) -> None:
        mine = select(Cohort).where(Cohort.organisation_id == organisation.id)
        self._known = {cohort.id: cohort for cohort in session.scalars(mine)}
        self._organisation, self._cohorts = organisation, cohorts

    def between(self, person: int, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time between two moments does not count for a person."""
        first, last = (self._organisation.today(one) for one in (start, end))
        theirs = (self._known[one] for one in self._cohorts.get(person, ()))
        weeks = NEVER_OFF.union(*(cohort.off_between(first, last) for cohort in theirs))
        return time_in(weeks, start, end, self._organisation.zone)


def _huddles(session: Session, organisation_id: int, at: datetime) -> list[HuddleFact]:
    rows = (
        select(Huddle, Handover.generation, Handover.huddle_id)
        .outerjoin(Handover, Handover.id == Huddle.handover_id)
        .where(Huddle.organisation_id == organisation_id, Huddle.held_at < at)
        .order_by(Huddle.id)
    )
    found, teams = [], dict[int, int | None]()
    for huddle, generation, before in session.execute(rows):
        # Noted by a link, without signing in, it is of the team at whose huddle the link was made.
        inherited = teams.get(before or 0) if huddle.host_id is None else None
        team = teams[huddle.id] = huddle.team_id or inherited
        host = huddle.host_id or _unknown(huddle)
        held = huddle.held_at, huddle.headcount
        found.append(HuddleFact(huddle.module, team, host, *held, generation or 1))
    return found


def _unknown(huddle: Huddle) -> str:
    """Return a name for a host without an account: whoever uses one link is one host."""
    return f"link {huddle.handover_id}" if huddle.handover_id else f"huddle {huddle.id}"


def _handovers(session: Session, organisation_id: int, at: datetime) -> list[HandoverFact]:
    rows = (
        select(Handover, Huddle)
        .outerjoin(Huddle, Huddle.id == Handover.huddle_id)
        .where(
            Handover.organisation_id == organisation_id,
            Handover.taken_at < at,
            Handover.taker_id.is_not(None),
            or_(Handover.giver_id.is_(None), Handover.giver_id != Handover.taker_id),
        )
    )
    found = []
    for handover, huddle in session.execute(rows):
        giver = handover.giver_id or (_unknown(huddle) if huddle else f"handover {handover.id}")
        if handover.taken_at is None or handover.taker_id is None:
            continue
        found.append(
            HandoverFact(
                handover.module,
                giver,
                handover.taker_id,
                handover.taken_at,
                max(handover.generation - 1, 1),
            )
        )
    return found
