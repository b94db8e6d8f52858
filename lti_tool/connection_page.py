"""Is Baton connected well? The page for whoever teaches a course: the same checks as the command.

The page comes at once. Then each check is asked for by itself, one after another, since an LMS may
be slow.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, current_app, make_response, render_template
from sqlalchemy.orm import Session

from learning.errors import NotFound
from lti_tool.connection import Connection, Parts, read_course_connection
from lti_tool.connection_checks import CHECKS, title_of
from lti_tool.service import Services
from web.finding import Finding
from web.language import gettext as _
from web.page import Page, page_of, show
from web.session import WebSession
from web.set_up import require_set_up
from web.visitor import for_visitor
from web.wiring import wiring

connection = Blueprint("lti_connection", __name__, url_prefix="/s/<public_id>/connection")

CONNECTION_SERVICES = "lti_connection_services"
AT_ONCE = threading.BoundedSemaphore(2)
"""How many checks one process makes at once, so that threads are left for those who learn."""


@dataclass(frozen=True)
class Step:
    """One check on the page."""

    title: str
    url: str
    """Where its findings are asked for."""
    findings: Sequence[Finding] = ()
    is_busy: bool = False
    """Whether others are looking just now, so that this one has to wait."""


@connection.get("")
@for_visitor
def show_connection(session: Session, web_session: WebSession) -> Response:
    """Show the page, with the first check still to be made."""
    _read(session, web_session)
    page = page_of(web_session)
    first = _step(page, next(iter(CHECKS)))
    title = _("Is Baton connected well?")
    return show(page, "connection.html", "connection", title, next_step=first)


@connection.get("/<name>")
@for_visitor
def make_check(session: Session, web_session: WebSession, name: str) -> Response:
    """Answer with the findings of one check, and with the next one still to be made."""
    known = _read(session, web_session)
    if name not in CHECKS:
        raise NotFound(_("There is nothing at this address."))
    page = page_of(web_session)
    # The LMS may take its time; nothing of the database is held meanwhile.
    session.close()
    if not AT_ONCE.acquire(blocking=False):
        return _piece(page, None, _step(page, name, is_busy=True))
    try:
        findings = tuple(CHECKS[name](known))
    finally:
        AT_ONCE.release()
    after = _after(name)
    return _piece(page, _step(page, name, findings), _step(page, after) if after else None)


def _read(session: Session, web_session: WebSession) -> Connection:
    """Return the course's connection.

    Raises NotFound for whoever may not set it up: to them there is no such page.
    """
    require_set_up(web_session)
    services = cast("Services", current_app.extensions[CONNECTION_SERVICES])
    parts = Parts(wiring().database, wiring().keyring, services, wiring().public_url)
    found = read_course_connection(session, parts, web_session.context_id)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _after(name: str) -> str | None:
    names = list(CHECKS)
    place = names.index(name) + 1
    return names[place] if place < len(names) else None


def _step(
    page: Page, name: str, findings: Sequence[Finding] = (), *, is_busy: bool = False
) -> Step:
    return Step(title_of(name), page.url(f"connection/{name}"), findings, is_busy)


def _piece(page: Page, step: Step | None, next_step: Step | None) -> Response:
    return make_response(
        render_template("connection_step.html", page=page, step=step, next_step=next_step)
    )
