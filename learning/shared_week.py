"""A shared week: what everyone of a group sees alike on one page, as in a channel of Teams.

It hangs on the group alone and not on who looks: the module that most of them have this week, and
how learning spreads among them. Whoever looks may be one of those counted, so of each count one
more person is taken as known (`learning/threshold.py`).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.huddle import Huddle
from learning.organisation import Organisation
from learning.person import Identity
from learning.team import TeamLeader, TeamMember
from learning.team_snapshot import TeamSnapshot
from learning.threshold import Count, Figure, figure

_THE_VIEWER = 1


@dataclass(frozen=True)
class TeamSpread:
    """What everyone on a team may see of it."""

    huddles: int
    """All huddles that were noted for the team."""
    by_others: int
    """Those of them that somebody other than who leads the team hosted."""
    module: str | None
    """The newest module of which a count may be shown; None where there is none."""
    figure: Figure | None
    counted_on: date | None
    """The Monday that the count tells of."""


def shared_module(
    session: Session,
    catalogue: Catalogue,
    organisation: Organisation,
    team_id: int | None,
    today: date,
) -> str | None:
    """Return the module that most of a team have this week; without one, most of the organisation.

    None if nobody of them is enrolled anywhere.
    """
    people = func.count(Identity.person_id.distinct())
    biggest = (
        select(Context.cohort_id)
        .join(Enrolment, Enrolment.context_id == Context.id)
        .join(Identity, Identity.id == Enrolment.identity_id)
        .where(Context.organisation_id == organisation.id, Enrolment.left_at.is_(None))
        .group_by(Context.cohort_id)
        .order_by(people.desc(), Context.cohort_id.desc())
        .limit(1)
    )
    if team_id is not None:
        biggest = biggest.where(_is_of(team_id))
    cohort_id = session.scalar(biggest)
    if cohort_id is None:
        return None
    cohort = session.get_one(Cohort, cohort_id)
    return cohort.module_of_week(cohort.programme(catalogue, organisation), today)


def read_team_spread(session: Session, team_id: int) -> TeamSpread:
    """Return what everyone on a team may see of it."""
    leads = select(TeamLeader.person_id).where(TeamLeader.team_id == team_id)
    of_team = select(func.count()).select_from(Huddle).where(Huddle.team_id == team_id)
    huddles = session.scalar(of_team) or 0
    by_leaders = session.scalar(of_team.where(Huddle.host_id.in_(leads))) or 0
    mine = select(TeamSnapshot).where(
        TeamSnapshot.team_id == team_id,
        # While a module's own week lasts, there is nothing to tell.
        TeamSnapshot.counted_on > TeamSnapshot.begun_on,
    )
    for snapshot in session.scalars(mine.order_by(TeamSnapshot.begun_on.desc())):
        shown = _figure(snapshot.count)
        if shown is not None:
            return TeamSpread(
                huddles, huddles - by_leaders, snapshot.module, shown, snapshot.counted_on
            )
    return TeamSpread(huddles, huddles - by_leaders, None, None, None)


def _figure(count: Count) -> Figure | None:
    # The viewer is like somebody who has left: whether they have done it is known to one who looks.
    return figure(Count(count.done, count.of, count.gone + _THE_VIEWER))


def _is_of(team_id: int) -> ColumnElement[bool]:
    return or_(
        Identity.person_id.in_(select(TeamMember.person_id).where(TeamMember.team_id == team_id)),
        Identity.person_id.in_(select(TeamLeader.person_id).where(TeamLeader.team_id == team_id)),
    )
