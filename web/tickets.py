"""Tickets over HTTP: ask for one, and open a page with it in a tab of its own."""

import posixpath
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from flask import Blueprint, request

from learning.errors import NotFound
from web.language import gettext as _
from web.ticket import issue_ticket
from web.visitor import visitor
from web.wiring import wiring

tickets = Blueprint("tickets", __name__, url_prefix="/s/<public_id>/tickets")


@tickets.post("")
def ask_for_ticket(public_id: str) -> dict[str, str]:
    """Return `{"url": …}`: the wanted page's address with a ticket that opens it once."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        address = _wanted(public_id)
        ticket = issue_ticket(session, web_session, datetime.now(UTC))
    query = f"{address.query}&" if address.query else ""
    return {"url": f"{address.path}?{query}ticket={ticket}"}


def _wanted(public_id: str) -> SplitResult:
    """Return the wanted address. Raises NotFound unless it is a page of this visit."""
    body = request.get_json(silent=True)
    wanted = body.get("path") if isinstance(body, dict) else request.form.get("path")
    try:
        address = urlsplit(wanted if isinstance(wanted, str) else "")
    except ValueError:
        address = urlsplit("")
    if (
        address.scheme
        or address.netloc
        or posixpath.normpath(address.path) != address.path
        or not address.path.startswith(f"/s/{public_id}/")
    ):
        raise NotFound(_("There is nothing at this address."))
    return address
