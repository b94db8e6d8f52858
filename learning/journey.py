"""A journey: all loops of one person, and what follows from them together."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.loop import Loop, Part
from learning.person import Person
from learning.recall import CASES_IN_A_VISIT, AskedCase, cases_again, due_cases, find_case, warm_up
from learning.score import heard
from learning.time_off import EVERY_DAY_COUNTS, PersonsTimeOff, TimeOff

_EVERYTHING = (
    selectinload(Loop.steps),
    selectinload(Loop.recall_answers),
    selectinload(Loop.attempts),
    selectinload(Loop.plan),
    selectinload(Loop.follow_up),
)


class Journey:
    """One person's way through the modules, read in one go."""

    def __init__(
        self,
        person: Person,
        loops: Iterable[Loop],
        catalogue: Catalogue,
        time_off: TimeOff = EVERY_DAY_COUNTS,
    ) -> None:
        self.person = person
        self.loops = {loop.module: loop for loop in loops}
        for loop in self.loops.values():
            loop.time_off = time_off
        self.catalogue = catalogue

    def heard(self) -> dict[str, int]:
        """Return, by module, what the LMS hears; modules that are not complete are left out."""
        known = ((slug, heard(loop.score)) for slug, loop in self.loops.items())
        return {slug: score for slug, score in known if score}

    def loop_to_check(self, at: datetime) -> Loop | None:
        """Return the latest loop whose plan waits for its follow-up, or None."""
        waiting = [loop for loop in self.loops.values() if loop.awaits_follow_up(at)]
        return max(waiting, key=lambda loop: loop.plan.made_at if loop.plan else at, default=None)

    def cases(self, module: str, at: datetime, language: str) -> list[AskedCase]:
        """Return what is asked in this module's recall: answered cases first, then open ones."""
        loop = self.loops.get(module)
        answers = loop.recall_answers if loop else []
        asked = [
            case
            for answer in answers
            if (case := find_case(self.catalogue, answer, language)) is not None
            # A module's own case is asked after the programme, and not in its recall.
            and (case.is_warm_up or case.module != module)
        ]
        is_over = loop is not None and loop.has_done(Part.RECALL)
        if not is_over and not any(case.is_warm_up for case in asked):
            asked += self._due(module, at, language)[: CASES_IN_A_VISIT - len(asked)]
        return asked or [warm_up(self.catalogue, module, language)]

    def cases_afterwards(self, at: datetime, language: str) -> list[AskedCase]:
        """Return what is asked after the programme, the same all week: what is due, then others.

        The others were answered in an earlier week: a case comes first when it is due.
        """
        today = self.person.organisation.today(at)
        met, earlier = self._met(), self._answered(before=monday_of(today))
        due = due_cases(self.catalogue, met, earlier, today, language)
        again = [c for c in cases_again(self.catalogue, met, today, language) if c.key in earlier]
        return list({case.key: case for case in (*due, *again)}.values())[:CASES_IN_A_VISIT]

    def _due(self, module: str, at: datetime, language: str) -> list[AskedCase]:
        today = self.person.organisation.today(at)
        met = {slug: day for slug, day in self._met().items() if slug != module}
        return due_cases(self.catalogue, met, self._answered(), today, language)

    def _met(self) -> dict[str, date]:
        """Return the day on which each module was met: the one of its try."""
        return {
            slug: self.person.organisation.today(step.at)
            for slug, loop in self.loops.items()
            for step in loop.steps
            if step.part == Part.TRY
        }

    def _answered(self, before: date = date.max) -> set[tuple[str, str]]:
        """Return the cases that were answered before a day, or in the recall of any module.

        A module never recalls itself: an answer kept with its own module was given afterwards.
        """
        today = self.person.organisation.today
        return {
            answer.key
            for loop in self.loops.values()
            for answer in loop.recall_answers
            if today(answer.at) < before or answer.module != loop.module
        }


def read_journey(session: Session, person: Person, catalogue: Catalogue) -> Journey:
    """Read everything a person has done. Modules that left the programme stay unseen."""
    return read_journeys(session, [person], catalogue)[0]


def read_journeys(
    session: Session, people: Sequence[Person], catalogue: Catalogue
) -> list[Journey]:
    """Read what several people have done, in as many queries as for one."""
    by_id = {person.id: person for person in people}
    loops: dict[int, list[Loop]] = {number: [] for number in by_id}
    known = select(Loop).where(Loop.person_id.in_(by_id), Loop.module.in_(catalogue.programme))
    for loop in session.scalars(known.options(*_EVERYTHING)):
        set_committed_value(loop, "person", by_id[loop.person_id])
        loops[loop.person_id].append(loop)
    return [
        Journey(person, loops[person.id], catalogue, PersonsTimeOff(session, person))
        for person in people
    ]


def change_journey(session: Session, person_id: int, catalogue: Catalogue) -> Journey:
    """Read it for writing: the person's row is locked, so that two tabs cannot both answer."""
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()
    return read_journey(session, person, catalogue)


def open_loop(session: Session, journey: Journey, module: str, at: datetime) -> Loop:
    """Return the loop of a module, started now if this is the first time."""
    loop = journey.loops.get(module)
    if loop is None:
        loop = Loop(person=journey.person, module=module, started_at=at)
        session.add(loop)
        journey.loops[module] = loop
    return loop
