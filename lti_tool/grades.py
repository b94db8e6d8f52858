"""Grades: sends one delivery to its line item, and reads the LMS's answer (decision 3).

Sending twice is safe. If the LMS says that our timestamp is old, it may be because it has our
score already (a worker was killed before it could write "sent"); so the results are read first.
"""

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from learning.database import Database
from learning.outbox import Ending, Parcel, Receipt
from lti_tool.access_token import AccessTokens, TokenRefused
from lti_tool.destination import Destinations
from lti_tool.http import Answer, Unreachable, call
from lti_tool.patience import Patience
from lti_tool.platform import Platform
from lti_tool.quirks import quirks_of
from lti_tool.score import (
    RESULT_SCOPE,
    RESULTS_TYPE,
    SCORE_SCOPE,
    SCORE_TYPE,
    is_same,
    result_score,
    results_url,
    score_body,
    scores_url,
)
from lti_tool.tool_key import SecretChanged
from web.keyring import Keyring

APART = timedelta(seconds=1)
"""Platforms compare timestamps in whole seconds, so two scores are at least this far apart."""
LONGEST_WAIT = timedelta(hours=6)
_PASSING = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
_RENEW = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


class Grades:
    """Sends grades over AGS. One for each worker process; safe to use from many threads."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._destinations = Destinations(database)
        self._tokens = AccessTokens(database, keyring)
        self._patience = Patience()
        self._limits: dict[int, threading.BoundedSemaphore] = {}
        self._lock = threading.Lock()

    def send(self, parcel: Parcel) -> Receipt:
        """Send one score and say what became of it."""
        to = self._destinations.of(parcel.line_item_id)
        if to.url is None:
            return Receipt(Ending.LATER, "the line item is not known yet")
        try:
            with self._limit(to.platform):
                return self._ask(parcel, to.url, to.platform)
        except Unreachable as problem:
            return Receipt(Ending.LATER, f"the LMS could not be reached: {problem}")
        except TokenRefused as problem:
            return Receipt(Ending.LATER, f"the LMS gave no access: {problem}")
        except SecretChanged as problem:
            return Receipt(Ending.LATER, str(problem))

    def _ask(self, parcel: Parcel, url: str, platform: Platform) -> Receipt:
        if self._patience.has_run_out(platform.id):
            raise Unreachable("it has not answered lately")
        try:
            receipt = self._send(parcel, url, platform)
        except Unreachable:
            self._patience.note(platform.id, answered=False)
            raise
        self._patience.note(platform.id, answered=True)
        return receipt

    def _limit(self, platform: Platform) -> threading.BoundedSemaphore:
        with self._lock:
            calls = quirks_of(platform.family).concurrent_calls
            return self._limits.setdefault(platform.id, threading.BoundedSemaphore(calls))

    def _send(self, parcel: Parcel, url: str, platform: Platform) -> Receipt:
        if parcel.is_late:
            return Receipt(Ending.UNTRIED)
        at = datetime.now(UTC)
        timestamp = _timestamp(parcel, at)
        if timestamp > at:
            return Receipt(Ending.LATER, "scores must be a second apart", wait=timestamp - at)
        answer = self._post(parcel, url, platform, timestamp)
        if _says_stale(answer):
            return self._compare(parcel, url, platform)
        return _read(answer, timestamp)

    def _compare(self, parcel: Parcel, url: str, platform: Platform) -> Receipt:
        """Our timestamp is old for the LMS: see what it has, and send again if it is ours."""
        shown = self._result(parcel, url, platform)
        timestamp = datetime.now(UTC)
        if shown is not None and is_same(shown, parcel.score):
            return Receipt(Ending.SENT, timestamp=timestamp)
        if shown is not None and not _is_ours(shown, parcel):
            return Receipt(Ending.SUPERSEDED, f"the LMS has another grade: {shown:g}")
        if parcel.is_late:
            return Receipt(Ending.UNTRIED)
        answer = self._post(parcel, url, platform, timestamp)
        if _says_stale(answer):
            return Receipt(Ending.LATER, "the LMS has a newer timestamp")
        return _read(answer, timestamp)

    def _post(self, parcel: Parcel, url: str, platform: Platform, timestamp: datetime) -> Answer:
        body = score_body(parcel.subject, parcel.score, timestamp)
        headers = {"Content-Type": SCORE_TYPE}
        return self._call(platform, SCORE_SCOPE, "POST", scores_url(url), headers, body)

    def _result(self, parcel: Parcel, url: str, platform: Platform) -> float | None:
        """Return what the LMS shows, or None if it shows nothing or does not let us look."""
        address, headers = results_url(url, parcel.subject), {"Accept": RESULTS_TYPE}
        try:
            answer = self._call(platform, RESULT_SCOPE, "GET", address, headers, None)
        except TokenRefused:
            return None
        if not answer.is_ok:
            raise Unreachable(f"results answered {answer.status}")
        return result_score(answer.json(), parcel.subject)

    def _call(
        self,
        platform: Platform,
        scope: str,
        method: str,
        url: str,
        headers: dict[str, str],
        body: dict[str, object] | None,
    ) -> Answer:
        """Make a call with a token; once more with a new one if the LMS does not like it."""
        token = self._tokens.get(platform, scope)
        answer = self._once(platform, token, method, url, headers, body)
        if answer.status not in _RENEW:
            return answer
        token = self._tokens.get(platform, scope, refused=token)
        return self._once(platform, token, method, url, headers, body)

    @staticmethod
    def _once(
        platform: Platform,
        token: str,
        method: str,
        url: str,
        headers: dict[str, str],
        body: dict[str, object] | None,
    ) -> Answer:
        more = {**headers, "Authorization": f"Bearer {token}"}
        data = json.dumps(body).encode() if body is not None else None
        return call(method, url, allow_http=platform.allow_http, headers=more, data=data)


def _timestamp(parcel: Parcel, at: datetime) -> datetime:
    """Return the time of the learning event; never in the future, and after the last score's."""
    wanted = min(parcel.event_at, at)
    if parcel.last_timestamp is None:
        return wanted
    return max(wanted, parcel.last_timestamp + APART)


def _says_stale(answer: Answer) -> bool:
    if answer.status == HTTPStatus.CONFLICT:
        return True
    return answer.status == HTTPStatus.BAD_REQUEST and b"timestamp" in answer.body.lower()


def _is_ours(shown: float, parcel: Parcel) -> bool:
    """Tell whether a lower grade in the LMS is one that we sent before.

    Scores only rise, and a worker can be killed before it has written down what it sent. So what
    lies between the last score that we know of and the one at hand was ours.
    """
    known = 0.0 if parcel.sent_score is None else parcel.sent_score
    return is_same(shown, known) or known < shown < parcel.score


def _read(answer: Answer, timestamp: datetime) -> Receipt:
    if answer.is_ok:
        return Receipt(Ending.SENT, timestamp=timestamp)
    reason = f"the LMS answered {answer.status}"
    is_moved = answer.status < HTTPStatus.BAD_REQUEST  # a page for upkeep, or a sign-in
    is_fault = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if answer.status in _PASSING or is_moved or is_fault:
        return Receipt(Ending.LATER, reason, wait=_retry_after(answer))
    if answer.status in _RENEW or answer.status == HTTPStatus.NOT_FOUND:
        return Receipt(Ending.LATER, reason)
    return Receipt(Ending.REFUSED, f"not recorded by the LMS: {reason}")


def _retry_after(answer: Answer) -> timedelta | None:
    """Return how long the LMS asks us to wait (RFC 9110, section 10.2.3), at most six hours."""
    text = answer.headers.get("Retry-After", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    if not seconds >= 0:
        return None
    return min(timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds())), LONGEST_WAIT)
