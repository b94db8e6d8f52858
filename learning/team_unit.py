"""A unit: whom somebody leads. A team, or a whole context as long as nobody in it is on a team."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from learning.context import Context, Enrolment
from learning.person import Identity
from learning.team import Team, TeamLeader, TeamMember
from learning.team_source import origins

Key = tuple[int | None, int | None]
"""A team's id, or a context's."""


@dataclass
class Unit:
    """Its learners, as the roster has them, without who leads it."""

    team_id: int | None
    context_id: int | None
    people: set[int] = field(default_factory=set)
    cohorts: Counter[int] = field(default_factory=Counter)
    """How many of them are in which cohort."""

    @property
    def key(self) -> Key:
        """What it is found by."""
        return self.team_id, self.context_id


def read_units(session: Session, organisation_id: int) -> list[Unit]:
    """Return an organisation's units. Nobody is in two of them: who is on several teams is in the
    one that they came to first.
    """
    leading = (
        select(TeamLeader.team_id, TeamLeader.person_id)
        .join(Team, Team.id == TeamLeader.team_id)
        .where(Team.organisation_id == organisation_id)
    )
    leads = {tuple(row) for row in session.execute(leading)}
    counting = select(Team.id).where(
        Team.organisation_id == organisation_id,
        Team.origin.in_(origins(session, organisation_id)),
    )
    is_member = TeamMember.person_id == Identity.person_id, TeamMember.team_id.in_(counting)
    with_teams = set(
        session.scalars(
            select(Enrolment.context_id)
            .join(Identity, Identity.id == Enrolment.identity_id)
            .join(TeamMember, and_(*is_member))
            .where(Identity.organisation_id == organisation_id)
            .distinct()
        )
    )
    learners = (
        select(Context.id, Context.cohort_id, Identity.person_id, TeamMember.team_id)
        .select_from(Enrolment)
        .join(Context, Context.id == Enrolment.context_id)
        .join(Identity, Identity.id == Enrolment.identity_id)
        .outerjoin(TeamMember, and_(*is_member))
        .where(
            Context.organisation_id == organisation_id,
            Enrolment.left_at.is_(None),
            Enrolment.leads.is_(False),
        )
        .order_by(TeamMember.id, Enrolment.id)
    )
    units: dict[Key, Unit] = {}
    placed: dict[int, Key] = {}
    rows = cast("Iterable[tuple[int, int, int, int | None]]", session.execute(learners))
    for context_id, cohort_id, person_id, team_id in rows:
        key: Key = (None, context_id) if team_id is None else (team_id, None)
        is_alone = team_id is None and context_id in with_teams
        if is_alone or (team_id, person_id) in leads:
            continue
        if placed.setdefault(person_id, key) == key:
            unit = units.setdefault(key, Unit(*key))
            unit.people.add(person_id)
            unit.cohorts[cohort_id] += 1
    return list(units.values())
