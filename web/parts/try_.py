"""Part 5, the try: choose among three, see what follows, choose again for free."""

from werkzeug.datastructures import MultiDict

from learning.errors import Incomplete
from learning.loop import Part
from web.language import gettext as _
from web.visit import Visit

TEMPLATE = "parts/try.html"


def context(visit: Visit) -> dict[str, object]:
    """Return the options chosen so far with what followed, and whether one of them works."""
    question = visit.module.try_
    attempts = visit.loop.attempts if visit.loop else []
    chosen = [question.option(attempt.option) for attempt in attempts]
    return {
        "question": question.question,
        "options": question.options,
        "tries": [(option, option.reply) for option in chosen if option is not None],
        "solved": visit.loop is not None and visit.loop.is_solved,
    }


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Take a choice, or go on once the try is solved."""
    loop = visit.open_loop()
    if form.get("done") and loop.is_solved:
        return visit.next_part
    if not form.get("option"):
        raise Incomplete(_("Please choose one of the answers. You can choose again."))
    loop.attempt(visit.module, form["option"], visit.now.learning)
    if loop.is_solved:
        loop.finish(Part.TRY, visit.now.learning)
    return Part.TRY
