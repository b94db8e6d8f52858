"""Done, hand over: end the visit at once and erase what was being written (shared tablets)."""

from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, render_template, request

from learning.draft import erase_drafts
from web.page import page_of, show
from web.session import end_visit
from web.visitor import bearer_token, nobodys_page, visitor
from web.wiring import wiring

hand_over = Blueprint("hand_over", __name__, url_prefix="/s/<public_id>")


@hand_over.post("/hand-over")
def end(public_id: str) -> Response:  # noqa: ARG001 (the visitor's token stands for it)
    """End the visit with all its windows, and erase the drafts."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        end_visit(session, web_session, datetime.now(UTC))
        erase_drafts(session, web_session.person_id)
        return show(page_of(web_session), "ended.html", "ended", "Baton", handed_over=True)


@hand_over.get("/ended")
def show_ended(public_id: str) -> Response:
    """Show that a visit has ended. Needs no token, and says nothing of anybody."""
    page = nobodys_page(public_id)
    in_place = request.headers.get("HX-Request") and bearer_token()
    base = "fragment.html" if in_place else "layout.html"
    return make_response(render_template("ended.html", base=base, page=page, handed_over=True))
