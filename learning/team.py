"""A team: who is on it, and who leads it. A person may be in several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Exists,
    ForeignKey,
    Select,
    SQLColumnExpression,
    String,
    UniqueConstraint,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship, selectinload

from learning.context import Context, Enrolment
from learning.database import Base
from learning.person import Identity, Person

LONGEST_NAME = 100
"""Characters in a team's name."""


class Origin(StrEnum):
    """Where it is known from who is on a team."""

    DATA = "data"
    """The organisation's own data: an uploaded file, or Set-up."""
    REPORTS = "reports"
    """Microsoft 365, which knows who reports to whom (`learning/reports.py`)."""


class TeamMember(Base):
    """Somebody is on a team, since then."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]

    person: Mapped[Person] = relationship()


class TeamLeader(Base):
    """Somebody leads a team, since then. A leader may be on the team too."""

    __tablename__ = "team_leader"
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Team(Base):
    """People of one organisation who work together."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    key: Mapped[str] = mapped_column(String(3 * LONGEST_NAME))
    """The name as it is compared: `Day shift` and `day  SHIFT` are one team."""
    made_at: Mapped[datetime]
    origin: Mapped[Origin] = mapped_column(String(16), default=Origin.DATA)

    members: Mapped[list[TeamMember]] = relationship(
        order_by=TeamMember.id, cascade="all, delete-orphan"
    )
    leaders: Mapped[list[TeamLeader]] = relationship(
        order_by=TeamLeader.id, cascade="all, delete-orphan"
    )

    @property
    def member_ids(self) -> set[int]:
        """The persons on the team."""
        return {member.person_id for member in self.members}

    @property
    def leader_ids(self) -> set[int]:
        """The persons who lead it."""
        return {leader.person_id for leader in self.leaders}

    def consist_of(self, members: Iterable[int], leaders: Iterable[int], at: datetime) -> None:
        """Let these persons be on the team and lead it, and no others; who stays, stays since."""
        staying = {member.person_id: member for member in self.members}
        self.members = [
            staying.get(person) or TeamMember(person_id=person, since=at)
            for person in sorted(set(members))
        ]
        leading = {leader.person_id: leader for leader in self.leaders}
        self.leaders = [
            leading.get(person) or TeamLeader(person_id=person, since=at)
            for person in sorted(set(leaders))
        ]


def team_name(text: str) -> str:
    """Return a team's name, tidied."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def team_key(name: str) -> str:
    """Return a name as it is compared."""
    return team_name(name).casefold()


def new_team(organisation_id: int, name: str, at: datetime) -> Team:
    """Return a team without anybody in it yet."""
    tidy = team_name(name)
    return Team(organisation_id=organisation_id, name=tidy, key=team_key(tidy), made_at=at)


def read_teams(
    session: Session,
    organisation_id: int,
    *,
    context_id: int | None = None,
    with_names: bool = False,
) -> list[Team]:
    """Return teams of an organisation by name, with who is on them and who leads them.

    These are the teams of its own data; no file and no page changes what Microsoft 365 says.
    With a context, those that somebody who is enrolled in it is on, or leads. With names, the
    persons behind the members are read too; those behind the leaders always are.
    """
    mine = (
        select(Team)
        .where(Team.organisation_id == organisation_id, Team.origin == Origin.DATA)
        .order_by(Team.key)
    )
    if context_id is not None:
        here = people_in(context_id)
        member, leader = TeamMember.person_id.in_(here), TeamLeader.person_id.in_(here)
        mine = mine.where(or_(Team.members.any(member), Team.leaders.any(leader)))
    members = selectinload(Team.members)
    people = (
        members.joinedload(TeamMember.person) if with_names else members,
        selectinload(Team.leaders).joinedload(TeamLeader.person),
    )
    return list(session.scalars(mine.options(*people)))


def people_in(context_id: int) -> Select[int]:
    """Select the ids of the persons who are in a context, or have been."""
    return (
        select(Identity.person_id)
        .join(Enrolment, Enrolment.identity_id == Identity.id)
        .where(Enrolment.context_id == context_id)
    )


def leads_team_in(
    person_id: SQLColumnExpression[int], context_id: SQLColumnExpression[int]
) -> Exists:
    """Ask whether a person leads a team that has a member enrolled in a context."""
    return exists().where(
        TeamLeader.person_id == person_id,
        TeamMember.team_id == TeamLeader.team_id,
        *_is_enrolled(context_id),
    )


def has_team_in(context_id: SQLColumnExpression[int]) -> Exists:
    """Ask whether anybody who is enrolled in a context is on a team."""
    return exists().where(*_is_enrolled(context_id))


def _is_enrolled(context_id: SQLColumnExpression[int]) -> tuple[ColumnElement[bool], ...]:
    # Under names of their own: the query around it may have an identity and an enrolment too.
    identity, enrolment = aliased(Identity), aliased(Enrolment)
    return (
        identity.person_id == TeamMember.person_id,
        enrolment.identity_id == identity.id,
        enrolment.context_id == context_id,
        enrolment.left_at.is_(None),
    )


@dataclass(frozen=True)
class TeamInContext:
    """A team as whoever looks after a context sees it: people from elsewhere are not named."""

    team: Team
    size: int
    """How many are on it, all in all."""
    leaders: list[str]
    is_whole: bool
    """Whether everybody of it is enrolled in the context."""


def teams_in(session: Session, context: Context) -> list[TeamInContext]:
    """Return the teams that somebody who is enrolled in a context is on, or leads."""
    here = set(session.scalars(people_in(context.id)))
    return [
        TeamInContext(
            team,
            len(team.members),
            [one.person.name or "–" for one in team.leaders if one.person_id in here],
            team.member_ids | team.leader_ids <= here,
        )
        for team in read_teams(session, context.organisation_id, context_id=context.id)
    ]
