"""Reports: who reports to a leader in Microsoft 365, as the team that Baton makes of it.

Kept is what a file of teams would have brought: who leads, and who of those that have opened Baton
is on the team. Of the others only their number. The way to Microsoft 365 is the door's.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ForeignKey, Select, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.clock import monday_of
from learning.database import Base
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.team import LONGEST_NAME, Origin, Team, TeamMember, team_name
from learning.team_change import lock_teams
from learning.team_source import origins
from learning.threshold import may_show

FRESH = timedelta(days=1)
"""For how long it is not read again."""
KEPT = timedelta(days=30)
"""How long a team stays that nobody has read again."""
_MARK = "\x1f"
"""Begins the key of such a team. No name has it, so a file cannot mean one."""
_NAMELESS = "Microsoft 365"
_PIECE = 500


class ReportsReading(Base):
    """That it was read who reports to somebody, and how many these are."""

    __tablename__ = "reports_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    listed: Mapped[int]
    """How many report to them, whether or not they have opened Baton."""
    read_at: Mapped[datetime]
    """Real time."""

    team: Mapped[Team] = relationship()


@dataclass(frozen=True)
class Reports:
    """What Entra says: the tenant, and the ids of those who report to somebody in it."""

    issuer: str
    subjects: frozenset[str]


def read_reading(session: Session, leader_id: int) -> ReportsReading | None:
    """Return when and what was last read for a leader; None if nothing is kept."""
    return session.scalar(select(ReportsReading).where(ReportsReading.leader_id == leader_id))


def is_due(reading: ReportsReading | None, at: datetime) -> bool:
    """Tell whether it may be read again. `at` is real time."""
    return reading is None or at - reading.read_at >= FRESH


def follow_reports(session: Session, leader: Person, reports: Reports, at: datetime) -> Team | None:
    """Let a leader's team be those who report to them; None if nobody does.

    Whoever reports to somebody else now leaves that one's team. `at` is real time.
    """
    lock_teams(session, leader.organisation_id)
    reading = read_reading(session, leader.id)
    if not reports.subjects:
        forget_reports_to(session, leader.id)
        return None
    team = reading.team if reading else _new_team(session, leader, at)
    team.name = _name(leader)
    members = _known(session, leader, reports)
    _leave_others(session, team, members)
    team.consist_of(members, [leader.id], at)
    if reading is None:
        reading = ReportsReading(leader_id=leader.id, team=team)
        session.add(reading)
    reading.listed, reading.read_at = len(reports.subjects), at
    session.flush()
    return team


def forget_reports(session: Session, organisation_id: int) -> int:
    """Remove all teams that were made of reports; return how many. The people stay."""
    lock_teams(session, organisation_id)
    return _remove(session, _of_reports().where(Team.organisation_id == organisation_id))


def forget_reports_to(session: Session, leader_id: int) -> None:
    """Remove the team of those who report to a leader, if there is one."""
    mine = ReportsReading.leader_id == leader_id
    _remove(session, _of_reports().where(Team.id.in_(select(ReportsReading.team_id).where(mine))))


def forget_old_reports(session: Session, at: datetime, limit: int) -> int:
    """Remove up to so many of the teams that nobody has read again; return how many."""
    fresh = exists().where(ReportsReading.team_id == Team.id, ReportsReading.read_at > at - KEPT)
    return _remove(session, _of_reports().where(~fresh).order_by(Team.id).limit(limit))


def leads_reports(session: Session, person: Person) -> bool:
    """Tell whether somebody reports to a person, as it was last read, and whether that counts."""
    if read_reading(session, person.id) is None:
        return False
    return Origin.REPORTS in origins(session, person.organisation_id)


def half_are_here(reading: ReportsReading, organisation: Organisation, at: datetime) -> bool | None:
    """Tell whether at least half of those who report to a leader had opened Baton on Monday.

    None where that may not be shown: there are too few, or the team is of this week. A number, or
    a newer day, would tell of single people: the leader knows who has come and gone meanwhile.
    """
    monday = monday_of(organisation.today(at))
    begins = datetime.combine(monday, time(), organisation.zone)
    if not may_show(reading.listed) or reading.team.made_at >= begins:
        return None
    here = sum(member.since < begins for member in reading.team.members)
    return 2 * here >= reading.listed


def _known(session: Session, leader: Person, reports: Reports) -> set[int]:
    """Return the persons behind the ids; never the leader, and nobody of another organisation."""
    found: set[int] = set()
    subjects = sorted(reports.subjects)
    for start in range(0, len(subjects), _PIECE):
        known = select(Identity.person_id).where(
            Identity.organisation_id == leader.organisation_id,
            Identity.issuer == reports.issuer,
            Identity.subject.in_(subjects[start : start + _PIECE]),
        )
        found |= set(session.scalars(known))
    return found - {leader.id}


def _leave_others(session: Session, team: Team, members: set[int]) -> None:
    """Take people off the teams of those to whom they reported before."""
    others = _of_reports().where(Team.organisation_id == team.organisation_id, Team.id != team.id)
    theirs = select(TeamMember).where(TeamMember.team_id.in_(others.with_only_columns(Team.id)))
    for member in session.scalars(theirs):
        if member.person_id in members:
            session.delete(member)
    session.flush()


def _new_team(session: Session, leader: Person, at: datetime) -> Team:
    team = Team(
        organisation_id=leader.organisation_id,
        name=_name(leader),
        key=f"{_MARK}{secrets.token_hex(8)}",
        made_at=at,
        origin=Origin.REPORTS,
    )
    session.add(team)
    session.flush()
    return team


def _name(leader: Person) -> str:
    """Return what the team is called where several can be chosen from: like who leads it."""
    return team_name(leader.name or "")[:LONGEST_NAME] or _NAMELESS


def _of_reports() -> Select[Team]:
    return select(Team).where(Team.origin == Origin.REPORTS)


def _remove(session: Session, which: Select[Team]) -> int:
    teams = session.scalars(which).all()
    for team in teams:
        session.delete(team)
    session.flush()
    # The database has removed what hangs on them.
    session.expire_all()
    return len(teams)
