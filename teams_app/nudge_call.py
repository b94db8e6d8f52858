"""The call to Graph that notifies people, and what its answer means for them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from learning.catalogue import Catalogue
from learning.errors import gettext_noop
from learning.notice import NoticeKind
from teams_app.confidential_client import ConfidentialClient
from teams_app.deep_link import deep_link
from teams_app.entra import Entra
from teams_app.entra_problems import EntraProblem, EntraUnreachable
from teams_app.graph import Graph, Reply
from teams_app.nudge_batch import Addressee, Batch
from web.language import say_in
from web.unreachable import Unreachable

LASTING = 46 * 60
"""Seconds that a token must still be good for a call for many; Graph wants 45 minutes."""
TOPIC = "Baton"
PARAMETER = "module"
"""What the manifest's texts leave open."""
PREVIEWS = {
    NoticeKind.WEEK: gettext_noop("A tool to try, and a small plan of your own."),
    NoticeKind.REMINDER: gettext_noop("It fits between two other things. Nothing is overdue."),
}
"""The same for everybody: other people read what stands on a locked phone."""
_RECIPIENT = "microsoft.graph.aadUserNotificationRecipient"
_MANY = "/teamwork/sendActivityNotificationToRecipients"


class Ending(StrEnum):
    """How a call ended for everybody whom it named."""

    SENT = "sent"
    MISSING = "missing"
    """The one person has not got the app, or does not let it notify them."""
    GONE = "gone"
    """The directory does not have the one person."""
    REFUSED = "refused"
    """Graph does not take the notice."""
    TWICE = "twice"
    """The one person has two apps of this registration."""
    ALONE = "alone"
    """It does not go for many at once."""
    SLOWER = "slower"
    """Too many calls: Graph says when to come back."""
    LATER = "later"
    """Graph could not, or it is not known whether it did."""
    NO_TOKEN = "no-token"
    """Entra gives none, or Graph does not take it."""


@dataclass(frozen=True)
class Outcome:
    """An ending, a reason for the operator, and for how long Graph wants to be left alone."""

    ending: Ending
    reason: str = ""
    wait: timedelta | None = None


class NudgeCall:
    """Notifies people of one batch. Safe to use from many threads; never inside a transaction."""

    def __init__(self, entra: Entra, client: ConfidentialClient, catalogue: Catalogue) -> None:
        self._entra, self._client, self._catalogue = entra, client, catalogue
        self._graph = Graph(entra.graph_url)

    def send(self, tenant_id: str, app_id: str | None, batch: Batch) -> Outcome:
        """Send a batch. `app_id` is what Teams calls Baton there, if that is known."""
        path, body = _path(batch), self._body(app_id, batch)
        try:
            reply = self._post(tenant_id, path, body, batch, fresh=False)
            if reply.status in _STALE:
                reply = self._post(tenant_id, path, body, batch, fresh=True)
        except EntraUnreachable as problem:
            return Outcome(Ending.LATER, f"Entra: {problem.reason}", problem.wait)
        except EntraProblem as problem:
            return Outcome(Ending.NO_TOKEN, f"Entra: {problem.reason}")
        except Unreachable as problem:
            return Outcome(Ending.LATER, f"Graph: {problem}")
        return read_reply(reply, alone=batch.alone)

    def _post(
        self, tenant_id: str, path: str, body: dict[str, Any], batch: Batch, *, fresh: bool
    ) -> Reply:
        lasting = 0 if batch.alone else LASTING
        token = self._client.token_for_itself(tenant_id, lasting=lasting, fresh=fresh)
        return self._graph.post(token.value, path, body)

    def _body(self, app_id: str | None, batch: Batch) -> dict[str, Any]:
        title = self._catalogue.module(batch.module, batch.language).title
        # Without a target: what waits for somebody may be the look back, and not the module.
        link = deep_link(self._entra, app_id or self._entra.client_id, None, TOPIC)
        body: dict[str, Any] = {
            "topic": {"source": "text", "value": TOPIC, "webUrl": link},
            "activityType": str(batch.kind),
            "chainId": batch.chain,
            "previewText": {"content": say_in(batch.language, PREVIEWS[batch.kind])},
            "templateParameters": [{"name": PARAMETER, "value": title}],
        }
        if app_id is not None:
            body["teamsAppId"] = app_id
        if not batch.alone:
            body["recipients"] = [_recipient(one) for one in batch.addressees]
        return body


_STALE = {HTTPStatus.UNAUTHORIZED, HTTPStatus.PRECONDITION_FAILED}
"""Answers after which a new token may do."""


def read_reply(reply: Reply, *, alone: bool) -> Outcome:
    """Say what an answer means."""
    reason = f"Graph: {reply.status} {reply.code}".strip()
    if reply.is_ok:
        return Outcome(Ending.SENT)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Ending.SLOWER, reason, reply.wait)
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return Outcome(Ending.NO_TOKEN, reason)
    is_about_us = 400 <= reply.status < 500 and reply.status != HTTPStatus.REQUEST_TIMEOUT
    if not is_about_us:
        return Outcome(Ending.LATER, reason, reply.wait)
    if not alone:
        # One of many may be the reason; nobody says which.
        return Outcome(Ending.ALONE, reason)
    return Outcome(_ALONE.get(reply.status, Ending.REFUSED), reason)


_ALONE: dict[int, Ending] = {
    HTTPStatus.FORBIDDEN: Ending.MISSING,
    HTTPStatus.NOT_FOUND: Ending.GONE,
    HTTPStatus.CONFLICT: Ending.TWICE,
}


def _path(batch: Batch) -> str:
    if not batch.alone:
        return _MANY
    return f"/users/{batch.addressees[0].object_id}/teamwork/sendActivityNotification"


def _recipient(one: Addressee) -> dict[str, str]:
    return {"@odata.type": _RECIPIENT, "userId": one.object_id}
