"""A launch without `sub`: nobody to keep anything for (LTI Core 1.3, section 5.3.6.1).

A platform may send people without saying who they are. They read the huddle kit of the module;
nothing is written down about them, and there is no session and no grade.
"""

from flask import Response, make_response, render_template

from learning.catalogue import Catalogue
from learning.clock import Now
from lti_tool.arrival import Arrival
from lti_tool.selection import module_of
from web.language import language_spoken
from web.public_kit import kit_for_anybody
from web.wiring import wiring


def show_anonymous(arrival: Arrival, selection: str, now: Now) -> Response:
    """Answer with the kit of the module that the link selects, or of the course's week."""
    catalogue = wiring().catalogue
    slug = module_of(selection) or _week(arrival, catalogue, now)
    kit = kit_for_anybody(slug, language_spoken())
    return make_response(render_template("anonymous.html", kit=kit))


def _week(arrival: Arrival, catalogue: Catalogue, now: Now) -> str:
    if arrival.cohort is None or arrival.organisation is None:
        return catalogue.programme[0]
    programme = arrival.cohort.programme(catalogue, arrival.organisation)
    return arrival.cohort.module_of_week(programme, arrival.organisation.today(now.learning))
