"""The install pages: every value to paste into an LMS, with a button that copies it.

They say nothing of anybody, so everyone may see them.
"""

from flask import Blueprint, Response, jsonify, make_response, render_template

from learning.errors import NotFound
from lti_tool.install_canvas import canvas_configuration
from lti_tool.install_table import LMSS, guide_of
from lti_tool.tool import Tool
from web.language import gettext as _
from web.wiring import wiring

install = Blueprint("lti_install", __name__, url_prefix="/lti")


@install.get("/install")
def list_guides() -> Response:
    """List the LMSs."""
    guides = [guide_of(lms, wiring().public_url) for lms in LMSS]
    return make_response(render_template("install_list.html", guides=guides))


@install.get("/install/<lms>")
def show_guide(lms: str) -> Response:
    """Show what to paste into one LMS."""
    if lms not in LMSS:
        raise NotFound(_("Baton has no guide for this LMS. See the list at /lti/install."))
    guide = guide_of(lms, wiring().public_url)
    return make_response(render_template("install_guide.html", guide=guide))


@install.get("/canvas.json")
def show_canvas_configuration() -> Response:
    """Answer with what Canvas reads when a key is made by “Enter URL”."""
    return jsonify(canvas_configuration(Tool(wiring().public_url)))
