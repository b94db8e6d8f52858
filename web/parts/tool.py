"""Part 4, the tool: one model, one good and one poor example."""

from werkzeug.datastructures import MultiDict

from learning.loop import Part
from web.visit import Visit

TEMPLATE = "parts/tool.html"


def context(visit: Visit) -> dict[str, object]:  # noqa: ARG001 (every part is asked the same way)
    """Return nothing more: the template reads the module."""
    return {}


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:  # noqa: ARG001 (as above)
    """Go on."""
    visit.open_loop().finish(Part.TOOL, visit.now.learning)
    return visit.next_part
