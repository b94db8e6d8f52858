"""The visitor: closed by default, every page under `/s/` needs a living session."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import wraps

from flask import Response, g, make_response, render_template, request
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from learning.clock import Now
from web.door import IN_TEAMS, TEAMS_TAB
from web.language import gettext as _
from web.language import language_spoken, speak
from web.page import Page, dress
from web.problems import VisitEnded
from web.session import WebSession, find_session
from web.ticket import redeem_ticket
from web.wiring import wiring


def visitor(session: Session) -> WebSession:
    """Return the session behind this request, read in `session`.

    Raises VisitEnded if the token is missing, unknown, expired or revoked.
    """
    public_id = (request.view_args or {}).get("public_id", "")
    token = bearer_token()
    found = find_session(session, public_id, token) if token else None
    if found is not None:
        speak(found.language)
        g.help_contact = found.person.organisation.help_contact
        if found.door in IN_TEAMS:
            g.teams_retry = TEAMS_TAB
    if found is None or not found.is_alive(datetime.now(UTC)):
        raise VisitEnded(_("Your visit has ended, so nothing more was saved."))
    return found


def bearer_token() -> str | None:
    """Return the token that the page sent with the request."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" and token else None


def for_visitor(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make a page for visitors: `view(session, web_session, …)` runs with a living session.

    Without a token the answer is the shell, which comes back with one. A ticket opens the page
    once, in a session of its own that the answer hands to the browser.
    """

    @wraps(view)
    def page(public_id: str, **arguments: object) -> Response:
        ticket = request.args.get("ticket")
        if ticket is not None and bearer_token() is None:
            return _with_ticket(view, ticket, arguments)
        if bearer_token() is None:
            return _shell(public_id)
        with wiring().database.read() as session:
            web_session = visitor(session)
            answer = view(session, web_session, **arguments)
        _note_presence(web_session)
        return answer

    return page


def _with_ticket(
    view: Callable[..., Response], ticket: str, arguments: dict[str, object]
) -> Response:
    with wiring().database.write() as session:
        redeemed = redeem_ticket(session, ticket, datetime.now(UTC))
        if redeemed is None:
            raise VisitEnded(_("This address could be opened once, and it has been."))
        web_session, g.fresh_token = redeemed
        return view(session, web_session, **arguments)


def _note_presence(web_session: WebSession) -> None:
    """Write that the visitor is here, at most once a minute.

    A page that could be read is shown even if this cannot be written just now.
    """
    at = datetime.now(UTC)
    if not web_session.is_stale(at):
        return
    mine = update(WebSession).where(WebSession.id == web_session.id)
    with suppress(DBAPIError, PoolTimeout), wiring().database.write() as session:
        session.execute(mine.values(seen_at=at))


def _shell(public_id: str) -> Response:
    """Answer a plain request for a page: a document that fetches it with the tab's token."""
    return make_response(render_template("shell.html", page=nobodys_page(public_id)))


def who_acts(session: Session) -> tuple[WebSession, Now]:
    """Return the visitor who changes something, and this moment; the visit is seen to go on."""
    web_session, now = visitor(session), wiring().clock.now(session)
    web_session.seen_at = now.real
    return web_session, now


def nobodys_page(public_id: str) -> Page:
    """Return the page of a visit for a request without a token: it says nothing of anybody."""
    with wiring().database.read() as session:
        known = select(WebSession.frame_ancestors, WebSession.language, WebSession.door)
        row = session.execute(known.where(WebSession.public_id == public_id)).first()
    ancestors, language, door = row or (None, language_spoken(), "")
    dress(language, ancestors, door)
    return Page(public_id, language, person_key="", help_contact=None, return_url=None, door=door)
