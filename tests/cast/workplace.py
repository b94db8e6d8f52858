"""Norrvik's course with people in it whom no test has to launch one by one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.product import Product
from cast.company import Company
from cast.team import NAMES
from learning.clock import monday_of
from learning.context import Context, Enrolment
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.team import Team, new_team
from learning.team_snapshot import count_weeks


def person_called(session: Session, subject: str) -> Person:
    """Return who has launched under this subject."""
    mine = select(Person).join(Identity).where(Identity.subject == subject)
    return session.scalars(mine).one()


class Workplace:
    """The course that a leader has opened, and its people."""

    def __init__(self, product: Product, leader: str = "amira") -> None:
        self.product = product
        with product.database.read() as session:
            person = person_called(session, leader)
            self.leader_id, self.organisation_id = person.id, person.organisation_id
            mine = select(Context.id).join(Enrolment).join(Identity)
            self.context_id = session.scalars(mine.where(Identity.person_id == person.id)).one()

    def company(self, session: Session) -> Company:
        organisation = session.get_one(Organisation, self.organisation_id)
        context = session.get_one(Context, self.context_id)
        return Company(session, self.product.catalogue, organisation, context)

    def hire(self, count: int, team: str = "") -> list[int]:
        """Put so many learners into the course; return who they are."""
        with self.product.database.write() as session:
            company = self.company(session)
            return [company.person(f"{name} {team}".strip()).id for name in NAMES[:count]]

    def make_team(self, name: str, people: list[int], leader_id: int | None = None) -> int:
        with self.product.database.write() as session:
            team = new_team(self.organisation_id, name, self.now(session))
            team.consist_of(people, {leader_id or self.leader_id}, self.now(session))
            session.add(team)
            session.flush()
            return team.id

    def change_team(self, team_id: int, people: list[int]) -> None:
        with self.product.database.write() as session:
            team = session.get_one(Team, team_id)
            team.consist_of(people, team.leader_ids, self.now(session))

    def complete(self, person_id: int, module: str) -> None:
        """Let somebody go through a module, now."""
        with self.product.database.write() as session:
            company = self.company(session)
            company.complete(session.get_one(Person, person_id), module, self.now(session))

    def leave(self, person_id: int) -> None:
        """The roster has them no more."""
        with self.product.database.write() as session:
            mine = select(Enrolment).join(Identity).where(Identity.person_id == person_id)
            for enrolment in session.scalars(mine):
                enrolment.left_at = self.now(session)

    def count(self) -> None:
        """Make this week's snapshots, as the worker does on Monday."""
        with self.product.database.write() as session:
            organisation = session.get_one(Organisation, self.organisation_id)
            monday = monday_of(organisation.today(self.now(session)))
            count_weeks(session, organisation, self.product.catalogue, monday)

    def now(self, session: Session) -> datetime:
        return self.product.clock.now(session).learning
