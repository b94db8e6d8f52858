"""Part 1, look back: what became of an earlier plan. One tap, no blame."""

from flask import request
from werkzeug.datastructures import MultiDict

from learning.errors import Incomplete, NotFound
from learning.follow_up import Outcome
from learning.loop import Loop, Part
from web.language import gettext as _
from web.visit import Visit

TEMPLATE = "parts/check.html"


def context(visit: Visit) -> dict[str, object]:
    """Return the plan to look back at, and the answer once it is given."""
    answered = _checked(visit)
    loop = answered if _is_answering() else visit.loop_to_check or answered
    if loop is None or loop.plan is None:
        raise NotFound(_("There is no plan to look back at yet."))
    title = visit.journey.catalogue.module(loop.module, visit.page.language).title
    return {
        "plan": loop.plan,
        "plan_of": loop.module,
        "plan_module": title,
        "follow_up": loop.follow_up,
    }


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Take the answer and thank for it; then take what got in the way, and go on."""
    checked = _checked(visit)
    if form.get("done") and checked is not None:
        checked.note_obstacle(form.get("obstacle", ""))
        return visit.next_part
    waiting = visit.loop_to_check
    if waiting is not None and form.get("plan", waiting.module) == waiting.module:
        _answer(visit, waiting, form.get("outcome", ""))
    return Part.CHECK


def _answer(visit: Visit, loop: Loop, outcome: str) -> None:
    if outcome not in list(Outcome):
        raise Incomplete(_("Please choose one of the four answers."))
    loop.answer_follow_up(Outcome(outcome), visit.now.learning)
    visit.open_loop().finish(Part.CHECK, visit.now.learning, note=loop.module)


def _is_answering() -> bool:
    return "outcome" in request.form and "done" not in request.form


def _checked(visit: Visit) -> Loop | None:
    """Return the loop looked back at last in this module's visits."""
    steps = visit.loop.steps if visit.loop else []
    noted = next((step.note for step in steps if step.part == Part.CHECK), "")
    return visit.journey.loops.get(noted)
