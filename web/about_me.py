"""Everything about me: a person saves all that is kept about them, or has it erased."""

import json

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from learning.account_link import links_of
from learning.audit import Act, log_act
from learning.clock import Now
from learning.erasure import erase_person
from learning.errors import Incomplete
from learning.person_export import export_person
from learning.retention import LEFT
from learning.score import CLOSED, COMPLETE
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visitor import for_visitor, visitor
from web.wiring import wiring

about_me = Blueprint("about_me", __name__, url_prefix="/s/<public_id>/about-me")


@about_me.get("")
@for_visitor
def show_about_me(session: Session, web_session: WebSession) -> Response:
    """Show what can be done, and what it means."""
    return show(
        page_of(web_session),
        "about_me.html",
        "about-me",
        _("Everything about me"),
        complete=COMPLETE,
        closed=CLOSED,
        left_days=LEFT.days,
        is_linked=bool(links_of(session, web_session.person_id)),
    )


@about_me.get("/export")
@for_visitor
def save(session: Session, web_session: WebSession) -> Response:
    """Answer with a file of everything about the visitor."""
    told = export_person(session, web_session.person, wiring().clock.now(session).real)
    answer = Response(json.dumps(told, indent=2, ensure_ascii=False), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="about-me.json"'
    return answer


@about_me.post("/erase")
def erase(public_id: str) -> Response:  # noqa: ARG001 (the visitor's token stands for it)
    """Erase everything about the visitor, and end all their visits. Raises Incomplete unsure."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        if request.form.get("sure") != "1":
            raise Incomplete(_("Please tick that you are sure. It cannot be taken back."))
        page, now = page_of(web_session), wiring().clock.now(session)
        _erase(session, web_session, now)
        return show(page, "erased.html", "ended", "Baton")


def _erase(session: Session, web_session: WebSession, now: Now) -> None:
    organisation_id = web_session.person.organisation_id
    erase_person(session, web_session.person)
    log_act(session, organisation_id, Act.PERSON_ERASED, "", None, now.real)
