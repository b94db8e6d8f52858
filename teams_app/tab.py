"""The tab: the page that Teams frames. It gets a token from Teams and sends it to the sign-in."""

from flask import Blueprint, Response, g, make_response, render_template

from teams_app.door import door
from web.door import TEAMS_TAB
from web.headers import allow_framing, allow_teams_script
from web.language import spoken

tab = Blueprint("teams_tab", __name__, url_prefix=TEAMS_TAB)


@tab.get("")
def show_tab() -> Response:
    """Answer with a page that says nothing of anybody.

    Raises DoorClosed where no app registration is set.
    """
    allow_framing("")
    allow_teams_script()
    g.teams_retry = TEAMS_TAB
    door().require_entra()
    return make_response(render_template("teams_tab.html", languages_here=sorted(spoken())))
