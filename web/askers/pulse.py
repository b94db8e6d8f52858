"""The pulse: two statements about us, every six weeks. Only counts are kept."""

from collections.abc import Mapping
from datetime import date

from learning.content import PulseItem
from learning.errors import Incomplete
from learning.pulse import PulseRound, count_answers, round_of
from web.language import gettext as _
from web.visit import Visit
from web.wiring import wiring

NAME = "pulse"
TEMPLATE = "askers/pulse.html"
_SECOND = 2
_AGREES = {"yes": True, "not-seen": False}


def occasion(visit: Visit) -> str | None:
    """Return the round, in its first three weeks; not after somebody's very first module."""
    this, loops = _round(visit), visit.journey.loops.values()
    is_new = sum(loop.plan is not None for loop in loops) < _SECOND
    return this.begins_on.isoformat() if this.asks and not is_new else None


def context(visit: Visit, occasion: str) -> dict[str, object]:  # noqa: ARG001 (each asker's are the same)
    """Return the statements, and what can be said to them."""
    answers = {"yes": _("Yes"), "not-seen": _("Not that I have seen")}
    return {"items": _items(visit, _round(visit)), "answers": answers}


def answer(visit: Visit, occasion: str, form: Mapping[str, str]) -> str:
    """Count what was answered. Raises Incomplete if nothing was."""
    this = _round(visit)
    items = _items(visit, this)
    given = {item.id: _AGREES[form[item.id]] for item in items if form.get(item.id) in _AGREES}
    if not given or this.begins_on != date.fromisoformat(occasion):
        raise Incomplete(_("Please choose an answer, or “Not now”."))
    count_answers(visit.session, visit.journey.person, this, items, given)
    return _("Thank you. Your answer is one more in a count, without your name.")


def _round(visit: Visit) -> PulseRound:
    return round_of(visit.journey.person.organisation, visit.now.learning)


def _items(visit: Visit, this: PulseRound) -> list[PulseItem]:
    return this.items(wiring().catalogue, visit.page.language)
