"""The team poll: five statements about us. Only sums are kept (see `learning.poll`)."""

from collections.abc import Mapping

from learning.errors import Incomplete
from learning.poll import AREAS, Step, round_after, take_poll
from web.language import gettext as _
from web.visit import Visit, programme_here, this_week

NAME = "poll"
TEMPLATE = "askers/poll.html"


def occasion(visit: Visit) -> str | None:
    """Return the round, at an arc's end or after four weeks of it."""
    programme, week = programme_here(visit.web_session), this_week(visit.web_session, visit.now)
    number = round_after(programme, visit.slug, week)
    return None if number is None else f"{visit.web_session.context.cohort_id}/{number}"


def context(visit: Visit, occasion: str) -> dict[str, object]:  # noqa: ARG001 (each asker's are the same)
    """Return the statements and the answers."""
    return {"statements": _statements(), "steps": _steps()}


def answer(visit: Visit, occasion: str, form: Mapping[str, str]) -> str:
    """Count the five answers. Raises Incomplete if one is missing."""
    steps = {step.value: step for step in Step}
    answers = {area: steps.get(form.get(area, "")) for area in AREAS}
    given = {area: step for area, step in answers.items() if step is not None}
    if len(given) < len(AREAS):
        raise Incomplete(_("Please choose an answer to each of the five, or “Not now”."))
    number = int(occasion.rpartition("/")[2])
    take_poll(visit.session, visit.web_session.context.cohort, number, given)
    return _("Thank you. Your answers are added to the others', without your name.")


def _statements() -> dict[str, str]:
    return {
        "feedback": _("We tell each other what works well and what could be better."),
        "coaching": _("We ask each other questions before we give advice."),
        "prioritizing": _("We know what comes first this week."),
        "together": _("We know who does what, and our meetings help us."),
        "direction": _("We know why things change and what we aim for."),
    }


def _steps() -> dict[str, str]:
    return {
        Step.OFTEN.value: _("Often"),
        Step.SOMETIMES.value: _("Sometimes"),
        Step.RARELY.value: _("Rarely"),
    }
