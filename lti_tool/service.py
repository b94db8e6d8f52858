"""A platform's services: one authenticated call, as grades, columns and rosters make it.

A call waits for its turn where a platform wants few at once, is made with a token for one scope,
and once more with a new token if the platform does not like the first (401 or 403: Open edX and
Sakai answer 403). A platform that has gone silent is left alone for a while.
"""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from learning.database import Database
from lti_tool.access_token import AccessTokens, TokenRefused
from lti_tool.patience import Patience
from lti_tool.platform import Platform
from lti_tool.quirks import quirks_of
from lti_tool.tool_key import SecretChanged
from web.http import Answer, Unreachable, call
from web.keyring import Keyring

_RENEW = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


class TooLate(Exception):
    """The call's turn came after the time until which it could begin."""


FAULTS = (Unreachable, TokenRefused, SecretChanged)
"""What a call raises that may pass; `explain` says it in words."""


class Services:
    """Calls services. One for each process; safe to use from many threads."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._tokens = AccessTokens(database, keyring)
        self._patience = Patience()
        self._limits: dict[int, threading.BoundedSemaphore] = {}
        self._lock = threading.Lock()

    def call(
        self,
        platform: Platform,
        scope: str,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        *,
        begin_by: datetime | None = None,
    ) -> Answer:
        """Make a call and return the whole answer, whatever its status.

        `scope` is one scope, or several separated by spaces. `body` goes out as JSON; name its
        media type in `headers`. Raises what is in FAULTS; and TooLate if it could not begin by
        `begin_by`.
        """
        with self._limit(platform):
            if begin_by is not None and datetime.now(UTC) > begin_by:
                raise TooLate
            if self._patience.has_run_out(platform.id):
                raise Unreachable("it has not answered lately")
            try:
                answer = self._ask(platform, scope, method, url, dict(headers or {}), body)
            except Unreachable:
                self._patience.note(platform.id, answered=False)
                raise
            self._patience.note(platform.id, answered=True)
            return answer

    def _limit(self, platform: Platform) -> threading.BoundedSemaphore:
        with self._lock:
            calls = quirks_of(platform.family, platform.issuer).concurrent_calls
            return self._limits.setdefault(platform.id, threading.BoundedSemaphore(calls))

    def _ask(
        self,
        platform: Platform,
        scope: str,
        method: str,
        url: str,
        headers: dict[str, str],
        body: Any,
    ) -> Answer:
        token = self._tokens.get(platform, scope)
        answer = _once(platform, token, method, url, headers, body)
        if answer.status not in _RENEW or is_throttled(answer):
            return answer
        token = self._tokens.get(platform, scope, refused=token)
        return _once(platform, token, method, url, headers, body)


def explain(problem: Exception) -> str:
    """Return what one of FAULTS says, as a sentence for the operator."""
    if isinstance(problem, Unreachable):
        return f"the LMS could not be reached: {problem}"
    if isinstance(problem, TokenRefused):
        return f"the LMS gave no access: {problem}"
    return str(problem)


def is_throttled(answer: Answer) -> bool:
    """Tell whether an LMS asks us to slow down; Canvas says so with a 403."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    if answer.status != HTTPStatus.FORBIDDEN:
        return False
    try:
        has_none_left = float(answer.headers.get("X-Rate-Limit-Remaining", "nan")) <= 0
    except ValueError:
        has_none_left = False
    return has_none_left or b"rate limit exceeded" in answer.body[:1000].lower()


def _once(
    platform: Platform,
    token: str,
    method: str,
    url: str,
    headers: dict[str, str],
    body: Any,
) -> Answer:
    more = {**headers, "Authorization": f"Bearer {token}"}
    data = json.dumps(body).encode() if body is not None else None
    allow_http = platform.allows_http_at(url)
    return call(method, url, allow_http=allow_http, headers=more, data=data)
