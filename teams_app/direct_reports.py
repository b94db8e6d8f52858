"""Who reports to somebody, as Graph tells it to Baton on their behalf."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _

from learning.errors import Refusal
from teams_app.entra_problems import EntraProblem
from teams_app.graph import VERSION, Graph, Reply
from teams_app.tenant import tenant_id
from web.unreachable import Unreachable

SCOPES = ("User.Read", "User.ReadBasic.All")
"""The delegated permissions that the list needs, at least."""
_PATH = "/me/directReports"
# Names are not asked for: whoever has opened Baton has one here, and nobody else is named.
_PARAMS = {"$select": "id,userPrincipalName"}
_PAGES = 20
"""Pages of a hundred; nobody leads more people than that."""
_USER = "#microsoft.graph.user"
_GUEST = "#ext#"
"""Stands in the user name of every guest."""


class GraphBusy(EntraProblem):
    """Graph gave no answer, or too many asked."""

    sentence = _("Microsoft does not answer just now.")


class GraphRefused(EntraProblem):
    """Graph has the token and says no all the same."""

    status = HTTPStatus.FORBIDDEN
    sentence = _("Microsoft 365 does not let Baton see who reports to you.")
    next_step = _("Tell the person who looks after Microsoft 365. Everything else works.")


class TokenNotTaken(EntraProblem):
    """Graph does not take this token, as after a password was changed. Another may do."""

    status = HTTPStatus.FORBIDDEN


def read_direct_reports(graph: Graph, token: str) -> frozenset[str]:
    """Return the object ids of the people who report to whose token this is.

    Contacts and guests are left out: neither can ever open Baton. A service account looks like a
    person here. One level only. Raises GraphBusy, GraphRefused or TokenNotTaken.
    """
    found: set[str] = set()
    path, params = _PATH, dict(_PARAMS)
    for _page in range(_PAGES):
        body = _read(graph, token, path, params)
        found.update(_people(body["value"]))
        following = _following(body.get("@odata.nextLink"))
        if following is None:
            return frozenset(found)
        path, params = following, {}
    raise GraphBusy("a list without an end")


def _read(graph: Graph, token: str, path: str, params: dict[str, str]) -> dict[str, Any]:
    try:
        reply = graph.get(token, path, params or None)
    except Unreachable as problem:
        raise GraphBusy(str(problem)) from None
    if reply.is_ok and isinstance(reply.body, dict) and isinstance(reply.body.get("value"), list):
        return reply.body
    raise _refusal(reply)


def _refusal(reply: Reply) -> EntraProblem:
    reason = f"Graph: status {reply.status} {reply.code}"
    match reply.status:
        case HTTPStatus.UNAUTHORIZED:
            return TokenNotTaken(reason)
        case HTTPStatus.FORBIDDEN | HTTPStatus.NOT_FOUND:
            return GraphRefused(reason)
    return GraphBusy(reason)


def _people(listed: list[Any]) -> Iterator[str]:
    for entry in listed:
        # Graph says what an entry is, unless the whole list is of one kind.
        if not isinstance(entry, dict) or entry.get("@odata.type", _USER) != _USER:
            continue
        if _GUEST in str(entry.get("userPrincipalName")).lower():
            continue
        try:
            yield tenant_id(str(entry.get("id")))
        except Refusal:
            continue


def _following(link: object) -> str | None:
    """Return the path of the next page, to be asked of the same Graph whatever host it names."""
    if not isinstance(link, str):
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    start = f"/{VERSION}{_PATH}"
    return f"{_PATH}?{parts.query}" if parts.path == start and parts.query else None
