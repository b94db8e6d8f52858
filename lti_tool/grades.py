"""Grades: sends one delivery to its line item, and reads the LMS's answer (decision 3).

Sending twice is safe. If the LMS says that our timestamp is old, it may be because it has our
score already (a worker was killed before it could write "sent"); so the results are read first.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from learning.catalogue import Catalogue
from learning.database import Database
from learning.outbox import Ending, Parcel, Receipt
from lti_tool.access_token import TokenRefused
from lti_tool.column import Columns, NoColumn, NotNow
from lti_tool.destination import Destination, Destinations
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
from lti_tool.service import FAULTS, Services, TooLate, explain, is_throttled
from web.http import Answer, Unreachable
from web.retry_after import retry_after

APART = timedelta(seconds=1)
"""Platforms compare timestamps in whole seconds, so two scores are at least this far apart."""
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY}
SOON = timedelta(seconds=10)
"""When to ask again for a column that somebody else is looking for."""
_WHY: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "; often it has no row for this person in that gradebook",
    HTTPStatus.UNPROCESSABLE_ENTITY: "; it grades learners only, and only while the course runs",
}
_RENEW = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


class _Gone(Exception):
    """The LMS has no column at this address."""


class Grades:
    """Sends grades over AGS. One for each worker process; safe to use from many threads."""

    def __init__(self, database: Database, services: Services, catalogue: Catalogue) -> None:
        self._destinations = Destinations(database)
        self._services = services
        self._columns = Columns(database, services, catalogue)

    def send(self, parcel: Parcel) -> Receipt:
        """Send one score and say what became of it."""
        to = self._destinations.of(parcel.line_item_id)
        try:
            return self._send(parcel, to.url or self._find_column(parcel, to), to.platform)
        except _Gone:
            return self._look_again(parcel, to)
        except NotNow as problem:
            return Receipt(Ending.LATER, str(problem), wait=SOON)
        except NoColumn as problem:
            return Receipt(Ending.REFUSED, f"not recorded by the LMS: {problem}")
        except TooLate:
            return Receipt(Ending.UNTRIED)
        except FAULTS as problem:
            return Receipt(Ending.LATER, explain(problem))

    def _find_column(self, parcel: Parcel, to: Destination) -> str:
        url = self._columns.find_or_make(to, parcel.send_before)
        self._destinations.forget(to.line_item_id)
        return url

    def _look_again(self, parcel: Parcel, to: Destination) -> Receipt:
        """The LMS has no such column (any more): find out where it is now."""
        reason = f"the LMS answered {int(HTTPStatus.NOT_FOUND)}"
        try:
            if self._columns.find_again(to, parcel.send_before) is None:
                return Receipt(Ending.LATER, reason)
        except TooLate:
            return Receipt(Ending.UNTRIED)
        except (NotNow, *FAULTS):
            return Receipt(Ending.LATER, reason)
        self._destinations.forget(to.line_item_id)
        return Receipt(Ending.LATER, "its column has moved", wait=APART)

    def _send(self, parcel: Parcel, url: str, platform: Platform) -> Receipt:
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
        if shown is not None:
            parcel = replace(parcel, sent_score=shown)
        answer = self._post(parcel, url, platform, timestamp)
        if _says_stale(answer):
            return Receipt(Ending.LATER, "the LMS has a newer timestamp")
        return _read(answer, timestamp)

    def _post(self, parcel: Parcel, url: str, platform: Platform, timestamp: datetime) -> Answer:
        quirks = quirks_of(platform.family, platform.issuer)
        is_first = parcel.sent_score is None
        body = score_body(
            parcel.subject,
            parcel.score,
            timestamp,
            makes_submission=is_first if quirks.makes_submissions else None,
            worked_at=min(parcel.event_at, timestamp),
        )
        answer = self._post_as(SCORE_TYPE, body, parcel, url, platform)
        if answer.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE and quirks.other_score_type:
            return self._post_as(quirks.other_score_type, body, parcel, url, platform)
        return answer

    def _post_as(
        self, media_type: str, body: Any, parcel: Parcel, url: str, platform: Platform
    ) -> Answer:
        return self._services.call(
            platform,
            SCORE_SCOPE,
            "POST",
            scores_url(url),
            {"Content-Type": media_type},
            body,
            begin_by=parcel.send_before,
        )

    def _result(self, parcel: Parcel, url: str, platform: Platform) -> float | None:
        """Return what the LMS shows, or None if it shows nothing or does not let us look."""
        address, headers = results_url(url, parcel.subject), {"Accept": RESULTS_TYPE}
        try:
            answer = self._services.call(platform, RESULT_SCOPE, "GET", address, headers)
        except TokenRefused:
            return None
        if not answer.is_ok:
            raise Unreachable(f"results answered {answer.status}")
        return result_score(answer.json(), parcel.subject)


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
    if answer.status in _PASSING or is_throttled(answer) or is_moved or is_fault:
        return Receipt(Ending.LATER, reason, wait=retry_after(answer))
    if answer.status == HTTPStatus.NOT_FOUND:
        raise _Gone
    if answer.status in _RENEW:
        return Receipt(Ending.LATER, reason)
    return Receipt(
        Ending.REFUSED, f"not recorded by the LMS: {reason}{_WHY.get(answer.status, '')}"
    )
