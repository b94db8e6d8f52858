"""A module that was handed on, taken inside a visit: type the code, and be its next host."""

from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.errors import Incomplete
from learning.handover import find_handover
from learning.person import Person
from web.kit import show_kit_in
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visit import change_visit
from web.visitor import for_visitor, visitor
from web.wiring import wiring

handed = Blueprint("handed", __name__, url_prefix="/s/<public_id>/handed")


@handed.get("")
@for_visitor
def show_form(session: Session, web_session: WebSession) -> Response:  # noqa: ARG001 (the same for all)
    """Ask for the code."""
    return show_form_with(web_session, "")


@handed.post("")
def take(public_id: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Take the handover, and show its kit."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        now = wiring().clock.now(session)
        # The person before the handover, as whoever notes a huddle does.
        mine = select(Person).where(Person.id == web_session.person_id)
        person = session.scalars(mine.with_for_update()).one()
        found = find_handover(session, request.form.get("code", ""), now.learning, lock=True)
        if found is None or found.organisation_id != person.organisation_id:
            raise Incomplete(_("Baton does not know this code. Look at it once more."))
        is_host = found.take(person, now.learning)
        session.flush()
        if is_host:
            visit = change_visit(session, web_session, found.module)
            visit.page.note = _("You are the next host. Here is your kit.")
            return show_kit_in(visit)
        raise Incomplete(_already(person.id == found.giver_id))


def show_form_with(web_session: WebSession, code: str) -> Response:
    """Answer with the form, and a code in it that whoever came by a link need not type."""
    title = _("Somebody handed you a module")
    return show(page_of(web_session), "handed.html", "handed", title, code=code)


def _already(is_own: bool) -> str:
    if is_own:
        return _("You made this link yourself. It is for somebody else.")
    return _("Somebody else is the host by this link. The kit can be read at its address.")
