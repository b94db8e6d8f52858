"""Three weeks of history for one person of the demo: what they did, and when."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.content import Module, Question
from learning.follow_up import Outcome
from learning.grading import owe_grades
from learning.journey import Journey, open_loop, read_journey
from learning.loop import Loop, Part
from learning.person import Person

_FINISHED = (3, 3, 3, 2, 3, 1, 3, 2, 3, 3, 0, 2)
"""How many modules each of the twelve has finished, in the order of the class list."""
_OUTCOMES = (Outcome.DID, Outcome.PARTLY, Outcome.DID, Outcome.NO_MOMENT, Outcome.NOT_NOW)
_PASS_ON = ("huddle", "colleague", "not_now")


def live_through(
    session: Session,
    catalogue: Catalogue,
    person: Person,
    cohort: Cohort,
    place: int,
    now: datetime,
) -> None:
    """Let a person do their weeks; `place` in the class list decides how many."""
    journey = read_journey(session, person, catalogue)
    for week, slug in enumerate(catalogue.programme[: _FINISHED[place]]):
        monday = datetime.combine(
            cohort.starts_on + timedelta(weeks=week), time(9), cohort.organisation.zone
        )
        at = min(monday + timedelta(days=place % 5, minutes=7 * place), now)
        _look_back(journey, place + week, at)
        _go_through(session, journey, catalogue.module(slug), place + week, at)
    session.flush()
    owe_grades(session, journey, now)


def _look_back(journey: Journey, choice: int, at: datetime) -> None:
    waiting = journey.loop_to_check(at)
    if waiting is not None:
        waiting.answer_follow_up(_OUTCOMES[choice % len(_OUTCOMES)], at)
        waiting.require_plan().keep(at)
        waiting.require_plan().go_on_as_it_is(at)


def _go_through(
    session: Session, journey: Journey, module: Module, choice: int, at: datetime
) -> None:
    loop = open_loop(session, journey, module.slug, at)
    for asked in journey.cases(module.slug, at, module.language):
        loop.answer_recall(asked, _pick(asked.question, choice), at)
    for part in (Part.RECALL, Part.SCENE, Part.TOOL):
        loop.finish(part, at)
    _try(loop, module, choice, at)
    plan = module.plans[choice % len(module.plans)]
    loop.make_plan(plan.id, plan.cue, plan.action, plan.with_, at, module.language)
    loop.finish(Part.PASS_ON, at, note=_PASS_ON[choice % len(_PASS_ON)])


def _try(loop: Loop, module: Module, choice: int, at: datetime) -> None:
    loop.attempt(module, _pick(module.try_, choice), at)
    loop.attempt(module, module.try_.best.id, at)
    loop.finish(Part.TRY, at)


def _pick(question: Question, choice: int) -> str:
    return question.options[choice % len(question.options)].id
