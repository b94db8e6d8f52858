"""A team of Norrvik with its leader, for tests of what a leader sees over several weeks."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from cast.company import MONDAY, WEEK, Company
from learning.context import Enrolment
from learning.person import Identity, Person
from learning.team import Team, new_team
from learning.team_snapshot import TeamSnapshot, count_weeks

NAMES = ("Ben", "Dana", "Elif", "Jonas", "Kim", "Lea", "Mio", "Nils", "Oda", "Per")


def team_of(company: Company, size: int, name: str = "Day shift", leader: str = "Amira") -> Team:
    """Make a team of so many learners, and somebody who leads it and is not one of them."""
    team = new_team(company.organisation.id, name, MONDAY)
    people = [company.person(f"{one} {name}").id for one in NAMES[:size]]
    team.consist_of(people, {company.person(leader).id}, MONDAY)
    company.session.add(team)
    company.session.flush()
    return team


def members(company: Company, team: Team) -> list[Person]:
    company.session.flush()
    return [company.session.get_one(Person, one) for one in sorted(team.member_ids)]


def monday(week: int) -> date:
    """The Monday of the cohort's week; the first is 1."""
    return (MONDAY + (week - 1) * WEEK).date()


def in_week(week: int) -> datetime:
    """A moment in that week, after its Monday has begun."""
    return MONDAY + (week - 1) * WEEK + timedelta(days=2)


def count(company: Company, week: int) -> bool:
    """Make the snapshots of that week's Monday."""
    company.session.flush()
    return count_weeks(company.session, company.organisation, company.catalogue, monday(week))


def snapshot(company: Company, team: Team, module: str) -> TeamSnapshot | None:
    mine = TeamSnapshot.team_id == team.id, TeamSnapshot.module == module
    return company.session.scalar(select(TeamSnapshot).where(*mine))


def leave_course(company: Company, person: Person, at: datetime) -> None:
    """The roster has them no more."""
    mine = select(Enrolment).join(Identity).where(Identity.person_id == person.id)
    for enrolment in company.session.scalars(mine):
        enrolment.left_at = at
    company.session.flush()
