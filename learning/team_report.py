"""A team report: what a leader may see of those they lead, module by module.

All of it comes from the weekly snapshots, through the thresholds; names only where the policy says
so. Plans, answers, tries and look backs are not even read.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from learning.completion import has_completed
from learning.context import Context, Enrolment
from learning.errors import NotFound
from learning.huddle import Huddle
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.policy import Policy, named_since
from learning.team import Origin, Team, TeamLeader, TeamMember, has_team_in
from learning.team_snapshot import CountedPerson, TeamSnapshot
from learning.team_source import origins
from learning.team_unit import Key
from learning.threshold import Figure, figure, may_show
from learning.visibility import Sight, Viewer, sees


class Reason(StrEnum):
    """Why no figure is shown."""

    SMALL = "small"
    """There are fewer than five others."""
    EARLY = "early"
    """Nothing has been counted yet."""


@dataclass(frozen=True)
class Led:
    """Whom somebody leads: a team, or a whole context that has no teams."""

    key: Key
    name: str | None
    reports: bool = False
    """Whether these are the people who report to them in Microsoft 365."""

    @property
    def team_id(self) -> int | None:
        """The team; None for a context."""
        return self.key[0]


@dataclass(frozen=True)
class ReportRow:
    """One module. `figure` is None where nothing may be shown."""

    module: str
    figure: Figure | None
    huddles: int
    is_named: bool
    """Whether it may be shown who has completed it."""


@dataclass(frozen=True)
class TeamReport:
    """What may be shown of a team. `counted_on` is the Monday that the figures tell of."""

    led: Led
    rows: tuple[ReportRow, ...]
    reason: Reason | None
    counted_on: date | None


def led_by(session: Session, person_id: int, context: Context, *, leads: bool) -> list[Led]:
    """Return whom somebody leads: their teams by name; else the context, where they lead it."""
    mine = select(TeamLeader.team_id).where(TeamLeader.person_id == person_id)
    counting = Team.origin.in_(origins(session, context.organisation_id))
    teams = session.execute(
        select(Team.id, Team.name, Team.origin)
        .where(Team.id.in_(mine), counting)
        .order_by(Team.key)
    )
    found = [
        Led((number, None), name, reports=origin == Origin.REPORTS)
        for number, name, origin in teams
    ]
    if found or not leads:
        return found
    # Who led a team that is gone since their visit began does not lead everybody instead.
    teaches = exists().where(
        Enrolment.context_id == Context.id,
        Enrolment.leads,
        Enrolment.left_at.is_(None),
        Enrolment.identity_id == Identity.id,
        Identity.person_id == person_id,
    )
    whole = select(Context.id).where(Context.id == context.id, teaches, ~has_team_in(Context.id))
    return [Led((None, context.id), context.title)] if session.scalar(whole) else []


def read_report(
    session: Session, organisation: Organisation, led: Led, viewer_id: int
) -> TeamReport:
    """Return what this viewer may see of those they lead."""
    huddles = _huddles(session, led)
    is_small = not may_show(_others(session, led, viewer_id))
    may_name = not is_small and sees(Viewer.LEADER, Sight.TEAM_NAMES, Policy.NAMED)
    told = named_since(session, organisation.id) if may_name else None
    is_viewer = exists().where(
        CountedPerson.snapshot_id == TeamSnapshot.id, CountedPerson.person_id == viewer_id
    )
    counted = select(TeamSnapshot, is_viewer).where(_of(led))
    rows: dict[str, ReportRow] = {}
    mondays = []
    for snapshot, is_among in session.execute(counted.order_by(TeamSnapshot.begun_on.desc())):
        # Of a group that the viewer is in themselves, they know one more than others do.
        shown = None if is_small or is_among or _is_new(snapshot) else figure(snapshot.count)
        if shown is not None:
            mondays.append(snapshot.counted_on)
        if shown is not None or snapshot.module in huddles:
            begins = datetime.combine(snapshot.begun_on, time(), organisation.zone)
            is_named = shown is not None and told is not None and told <= begins
            rows[snapshot.module] = ReportRow(
                snapshot.module, shown, huddles.get(snapshot.module, 0), is_named
            )
    for module, held in huddles.items():
        rows.setdefault(module, ReportRow(module, None, held, False))
    reason = None if mondays else Reason.EARLY
    return TeamReport(
        led,
        tuple(rows.values()),
        Reason.SMALL if is_small else reason,
        max(mondays, default=None),
    )


def read_names(
    session: Session, organisation: Organisation, led: Led, viewer_id: int, module: str
) -> list[tuple[str | None, bool]]:
    """Return by name who had completed a module on the Monday it was counted, and who not yet.

    Those who have left are not named. Raises NotFound where the policy does not let them be shown.
    """
    report = read_report(session, organisation, led, viewer_id)
    if not any(row.module == module and row.is_named for row in report.rows):
        raise NotFound("There is nothing at this address.")
    snapshot = session.scalars(
        select(TeamSnapshot).where(_of(led), TeamSnapshot.module == module)
    ).one()
    begins = datetime.combine(snapshot.counted_on, time(), organisation.zone)
    people = (
        select(Person.name, has_completed(Person.id, CountedPerson.module, begins))
        .join(CountedPerson, CountedPerson.person_id == Person.id)
        .where(CountedPerson.snapshot_id == snapshot.id, CountedPerson.left_on.is_(None))
        .order_by(Person.name, Person.id)
    )
    return [(name, bool(done)) for name, done in session.execute(people)]


def _is_new(snapshot: TeamSnapshot) -> bool:
    """Tell whether the module's own week is not over: there is nothing to tell yet."""
    return snapshot.counted_on == snapshot.begun_on


def _of(led: Led) -> ColumnElement[bool]:
    team_id, context_id = led.key
    if team_id is None:
        return TeamSnapshot.context_id == context_id
    return TeamSnapshot.team_id == team_id


def _huddles(session: Session, led: Led) -> dict[str, int]:
    """Return how many huddles were held, by module, the newest first."""
    team_id, context_id = led.key
    mine = Huddle.context_id == context_id if team_id is None else Huddle.team_id == team_id
    by_module = (
        select(Huddle.module, func.count().label("held"))
        .where(mine)
        .group_by(Huddle.module)
        .order_by(func.max(Huddle.held_at).desc())
    )
    return {row.module: row.held for row in session.execute(by_module)}


def _others(session: Session, led: Led, viewer_id: int) -> int:
    """Return how many learners there are, without the viewer and others who lead the team."""
    team_id, context_id = led.key
    learners = (
        select(func.count(Identity.person_id.distinct()))
        .join(Enrolment, Enrolment.identity_id == Identity.id)
        .where(
            Enrolment.left_at.is_(None),
            Enrolment.leads.is_(False),
            Identity.person_id != viewer_id,
        )
    )
    if team_id is None:
        return session.scalar(learners.where(Enrolment.context_id == context_id)) or 0
    leads = exists().where(
        and_(TeamLeader.team_id == team_id, TeamLeader.person_id == Identity.person_id)
    )
    on_team = learners.join(TeamMember, TeamMember.person_id == Identity.person_id)
    return session.scalar(on_team.where(TeamMember.team_id == team_id, ~leads)) or 0
