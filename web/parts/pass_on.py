"""Part 7, pass it on: a huddle, one colleague, or not this week. Voluntary, never graded."""

from werkzeug.datastructures import MultiDict

from learning.errors import Incomplete
from learning.loop import Part
from web.language import gettext as _
from web.visit import Visit

TEMPLATE = "parts/pass_on.html"
CHOICES = ("huddle", "colleague", "not_now")


def context(visit: Visit) -> dict[str, object]:
    """Return the choice made before, if any."""
    steps = visit.loop.steps if visit.loop else []
    chosen = next((step.note for step in steps if step.part == Part.PASS_ON), None)
    return {"choice": chosen}


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Take the choice; it ends the module."""
    if form.get("choice") not in CHOICES:
        raise Incomplete(_("Please choose one of the three. Not this week is a fine answer."))
    visit.open_loop().finish(Part.PASS_ON, visit.now.learning, note=form["choice"])
    return visit.next_part
