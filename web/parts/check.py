"""Part 1, look back: what became of an earlier plan, and whether it goes on. No blame."""

from flask import request
from werkzeug.datastructures import MultiDict

from learning.errors import Incomplete, NotFound
from learning.follow_up import Obstacle, Outcome
from learning.loop import Loop, Part
from learning.plan_version import Choice
from web.language import gettext as _
from web.visit import Visit

TEMPLATE = "parts/check.html"
_NEW_WORDS = (Choice.SHRINK, Choice.CUE)
"""The choices that ask for words."""


def context(visit: Visit) -> dict[str, object]:
    """Return the plan to look back at, and what has been said about it."""
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
        "obstacles": obstacle_labels(),
        "changing": _wants_words(request.form),
    }


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Take the answer and thank for it; then what got in the way, what comes of it, and go on."""
    checked = _checked(visit)
    if checked is not None and (form.get("done") or form.get("then")):
        if form.get("plan", checked.module) == checked.module:
            return _go_on(visit, checked, form)
        return Part.CHECK
    waiting = visit.loop_to_check
    if waiting is not None and form.get("plan", waiting.module) == waiting.module:
        _answer(visit, waiting, form.get("outcome", ""))
    return Part.CHECK


def obstacle_labels() -> dict[Obstacle, str]:
    """Return what often gets in the way, as it is said."""
    return {
        Obstacle.TIME: _("The day was full"),
        Obstacle.FORGOT: _("It slipped my mind"),
        Obstacle.NOBODY: _("The right person was not there"),
        Obstacle.AWKWARD: _("It felt awkward"),
        Obstacle.OTHER_FIRST: _("Something else came first"),
    }


def _answer(visit: Visit, loop: Loop, outcome: str) -> None:
    if outcome not in list(Outcome):
        raise Incomplete(_("Please choose one of the four answers."))
    loop.answer_follow_up(Outcome(outcome), visit.now.learning)
    visit.open_loop().finish(Part.CHECK, visit.now.learning, note=loop.module)


def _go_on(visit: Visit, loop: Loop, form: MultiDict[str, str]) -> Part | None:
    if "obstacle" in form:
        tapped = form.get("hindrance")
        hindrance = Obstacle(tapped) if tapped in list(Obstacle) else None
        loop.note_obstacle(form["obstacle"], hindrance)
    if _wants_words(form):
        return Part.CHECK
    if form.get("then"):
        _choose(visit, loop, form)
    return visit.next_part


def _choose(visit: Visit, loop: Loop, form: MultiDict[str, str]) -> None:
    """Let the plan go on, in new words or as it is, or let it go."""
    plan, at = loop.require_plan(), visit.now.learning
    match form["then"]:
        case Choice.KEEP:
            plan.go_on_as_it_is(at)
        case Choice.DROP:
            plan.drop(at)
        case Choice.SHRINK | Choice.CUE as choice:
            words = form.get("cue", ""), form.get("action", ""), form.get("with", "")
            loop.change_plan(*words, at, Choice(choice), visit.page.language)
        case _:
            raise Incomplete(_("Please choose one of the four ways to go on."))


def _wants_words(form: MultiDict[str, str]) -> str | None:
    """Return the choice that still needs its words, if that was pressed."""
    then = form.get("then")
    return then if then in _NEW_WORDS and "cue" not in form and "done" not in form else None


def _is_answering() -> bool:
    return "outcome" in request.form and "done" not in request.form


def _checked(visit: Visit) -> Loop | None:
    """Return the loop looked back at last in this module's visits."""
    steps = visit.loop.steps if visit.loop else []
    noted = next((step.note for step in steps if step.part == Part.CHECK), "")
    return visit.journey.loops.get(noted)
