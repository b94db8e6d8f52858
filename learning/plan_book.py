"""All plans of one person, with what became of them. Nobody else ever reads it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from learning.draft import erase_drafts
from learning.errors import NotFound
from learning.journey import Journey
from learning.loop import Loop
from learning.loops_aside import loops_aside
from learning.plan import Plan


class PlanBook:
    """The loops of a person that have a plan, the newest plan first.

    Those of a journey, and those that were set aside when two accounts became one.
    """

    def __init__(self, journey: Journey, aside: Iterable[Loop] = ()) -> None:
        self.journey = journey
        loops = [*journey.loops.values(), *aside]
        planned = [(loop.plan.made_at, loop) for loop in loops if loop.plan]
        self.loops = [loop for _, loop in sorted(planned, key=lambda pair: pair[0], reverse=True)]

    def loop(self, module: str) -> Loop:
        """Return the loop whose plan was made in a module. Raises NotFound if there is none."""
        for loop in self.loops:
            if loop.module == module:
                return loop
        raise NotFound("There is no such plan.")

    def living(self, at: datetime) -> list[Loop]:
        """Return the loops with a plan for these days, the newest first."""
        return [loop for loop in self.loops if loop.has_living_plan(at)]

    def card(self, at: datetime) -> Loop | None:
        """Return the loop whose plan is on the card: the newest for these days not put away."""
        return next((one for one in self.living(at) if not one.require_plan().is_hidden), None)

    def kept(self) -> Iterator[tuple[Loop, Plan]]:
        """Yield the plans that their owner keeps, the oldest first."""
        for loop in reversed(self.loops):
            if loop.plan is not None and loop.plan.kept is not None:
                yield loop, loop.plan

    def erase(self, session: Session, loops: list[Loop], at: datetime) -> None:
        """Erase the plans of these loops, and what is being written of them."""
        for loop in loops:
            loop.erase_plan(at)
            erase_drafts(session, self.journey.person.id, loop.slug)


def read_plan_book(session: Session, journey: Journey) -> PlanBook:
    """Read what has become of the plans of a journey: versions, marks, and what is kept."""
    programme = journey.catalogue.programme
    book = PlanBook(journey, loops_aside(session, journey.person, programme))
    mine = [loop.plan.id for loop in book.loops if loop.plan is not None]
    if mine:
        everything = selectinload(Plan.versions), selectinload(Plan.marks), selectinload(Plan.kept)
        session.scalars(select(Plan).where(Plan.id.in_(mine)).options(*everything)).all()
    return book
