"""A huddle: a few people met and learned one module together. Anybody may host, on paper too."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.clock import monday_of
from learning.database import Base
from learning.errors import Incomplete, NotFound
from learning.organisation import Organisation
from learning.person import Person
from learning.team import Team, TeamLeader, TeamMember
from learning.team_source import origins

MOST_PEOPLE = 500
"""How many can be in one huddle."""
DAY = timedelta(days=1)


class HuddleKind(StrEnum):
    """How a huddle was held: the ten minutes, the 60 seconds, or without Baton, from paper."""

    FULL = "full"
    MINUTE = "minute"
    PAPER = "paper"


class Huddle(Base):
    """One huddle that was held. Each kind counts as much as the others."""

    __tablename__ = "huddle"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    context_id: Mapped[int | None] = mapped_column(
        ForeignKey("context.id", ondelete="SET NULL"), index=True
    )
    """The course that the host came from; None where nobody signed in."""
    team_id: Mapped[int | None] = mapped_column(
        ForeignKey("team.id", ondelete="SET NULL"), index=True
    )
    module: Mapped[str] = mapped_column(String(80))
    host_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who hosted; None if somebody without an account did."""
    held_at: Mapped[datetime]
    """In learning time."""
    headcount: Mapped[int | None]
    """How many were there, the host among them; None if nobody counted."""
    kind: Mapped[HuddleKind] = mapped_column(String(8))
    handover_id: Mapped[int | None] = mapped_column(
        # A handover comes from a huddle too; between the two tables this one can wait.
        ForeignKey("handover.id", ondelete="SET NULL", use_alter=True),
        index=True,
    )
    """The handover by which the host had the module; None for who began by themselves."""


def headcount_of(text: str) -> int | None:
    """Return how many were there, from what somebody typed; None for nothing.

    Raises Incomplete if it is no number, or not one from 1 to 500.
    """
    tidy = text.strip()
    if not tidy:
        return None
    if not (tidy.isdecimal() and len(tidy) <= len(str(MOST_PEOPLE))):
        raise Incomplete("Please write how many were there as a number, such as 5.")
    if not 1 <= int(tidy) <= MOST_PEOPLE:
        raise Incomplete("Please write a number from 1 to %(most)s.", most=MOST_PEOPLE)
    return int(tidy)


def day_on_paper(text: str, organisation: Organisation, now: datetime) -> datetime:
    """Return when a huddle on paper was held, from its date as `2026-03-02`: at noon of that day.

    Raises Incomplete unless that is a day of this week or the last one, and not still to come.
    """
    today = organisation.today(now)
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Incomplete("Please say on which day it was.") from None
    if not monday_of(today) - timedelta(weeks=1) <= day <= today:
        raise Incomplete("Please choose a day of this week or last week.")
    return min(datetime.combine(day, time(12), organisation.zone), now)


def hold_huddle(
    session: Session,
    host: Person,
    module: str,
    kind: HuddleKind,
    headcount: int | None,
    at: datetime,
    *,
    context_id: int | None = None,
    team_id: int | None = None,
    handover_id: int | None = None,
) -> Huddle:
    """Note that somebody hosted. Noted again on the same day, for the same team, it is the same.

    The caller holds the host's row. Raises NotFound if the team is not one of theirs.
    """
    if team_id is not None and team_id not in {team.id for team in teams_of(session, host.id)}:
        raise NotFound("There is no such team to choose.")
    mine = Huddle.host_id == host.id, Huddle.module == module, Huddle.team_id == team_id
    huddle = huddle_of_day(session, host.organisation, at, *mine)
    if huddle is None:
        huddle = Huddle(
            organisation_id=host.organisation_id,
            context_id=context_id,
            team_id=team_id,
            module=module,
            host_id=host.id,
            held_at=at,
            handover_id=handover_id,
        )
        session.add(huddle)
    huddle.kind, huddle.headcount = kind, headcount
    session.flush()
    return huddle


def huddle_of_day(
    session: Session, organisation: Organisation, at: datetime, *which: ColumnElement[bool]
) -> Huddle | None:
    """Return the huddle for which all this holds and that was held on the day of `at`, if any."""
    begins = datetime.combine(organisation.today(at), time(), organisation.zone)
    ends = datetime.combine(organisation.today(at) + DAY, time(), organisation.zone)
    held = Huddle.held_at >= begins, Huddle.held_at < ends
    mine = Huddle.organisation_id == organisation.id
    return session.scalar(select(Huddle).where(mine, *which, *held).order_by(Huddle.id).limit(1))


def find_huddle(session: Session, host: Person, huddle_id: int) -> Huddle:
    """Return a huddle that this person hosted. Raises NotFound if there is none."""
    mine = Huddle.id == huddle_id, Huddle.host_id == host.id
    found = session.scalar(select(Huddle).where(*mine))
    if found is None:
        raise NotFound("There is no such huddle.")
    return found


def teams_of(session: Session, person_id: int) -> list[Team]:
    """Return the teams that somebody leads or is on, by name, of those that count."""
    counting = origins(session, session.get_one(Person, person_id).organisation_id)
    leads = select(TeamLeader.team_id).where(TeamLeader.person_id == person_id)
    is_on = select(TeamMember.team_id).where(TeamMember.person_id == person_id)
    mine = or_(Team.id.in_(leads), Team.id.in_(is_on))
    teams = select(Team).where(mine, Team.origin.in_(counting)).order_by(Team.key)
    return list(session.scalars(teams))
