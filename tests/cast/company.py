"""A company with a course and people in it, made by the domain alone."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.journey import Journey, open_loop, read_journey
from learning.line_item import LineItem
from learning.loop import Loop, Part
from learning.organisation import Organisation
from learning.person import Identity, Person

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


@dataclass
class Company:
    """An organisation with one course, in an open writing transaction."""

    session: Session
    catalogue: Catalogue
    organisation: Organisation
    course: Context

    def person(self, name: str, *contexts: Context) -> Person:
        """Take somebody on, in these courses or in the company's own."""
        person = Person(name=name, organisation=self.organisation, created_at=MONDAY)
        identity = Identity(
            organisation_id=self.organisation.id,
            person=person,
            issuer="https://lms.example",
            subject=name.lower(),
            created_at=MONDAY,
        )
        for context in contexts or (self.course,):
            self.session.add(Enrolment(context=context, identity=identity, since=MONDAY))
        self.session.add_all([person, identity])
        self.session.flush()
        return person

    def another_course(self) -> Context:
        return course(self.session, self.organisation)

    def column(self, selection: str, context: Context | None = None) -> LineItem:
        """Give a course a gradebook column."""
        url = f"https://lms.example/columns/{uuid.uuid4()}"
        column = LineItem(context_id=(context or self.course).id, selection=selection, url=url)
        self.session.add(column)
        self.session.flush()
        return column

    def journey(self, person: Person) -> Journey:
        self.session.flush()
        return read_journey(self.session, person, self.catalogue)

    def loop(self, person: Person, module: str = FIRST, at: datetime = MONDAY) -> Loop:
        return open_loop(self.session, self.journey(person), module, at)

    def complete(self, person: Person, module: str = FIRST, at: datetime = MONDAY) -> Loop:
        """Go through a module, up to its plan."""
        loop, content = self.loop(person, module, at), self.catalogue.module(module)
        for case in self.journey(person).cases(module, at, "en"):
            loop.answer_recall(case, case.question.best.id, at)
        for part in (Part.RECALL, Part.SCENE, Part.TOOL):
            loop.finish(part, at)
        loop.attempt(content, content.try_.best.id, at)
        loop.finish(Part.TRY, at)
        loop.make_plan(None, "the shift ends", "say thanks", "", at)
        self.session.flush()
        return loop


def course(session: Session, organisation: Organisation) -> Context:
    cohort = Cohort(organisation=organisation, name="Spring", starts_on=date(2026, 3, 2))
    session.add(cohort)
    session.flush()
    context = Context(organisation_id=organisation.id, cohort_id=cohort.id, title="Leadership")
    session.add(context)
    session.flush()
    return context


def company(session: Session, catalogue: Catalogue, name: str) -> Company:
    organisation = Organisation(name=name, time_zone="Europe/Stockholm", created_at=MONDAY)
    session.add(organisation)
    session.flush()
    return Company(session, catalogue, organisation, course(session, organisation))
