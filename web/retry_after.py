"""Retry-After: how long somebody who was asked too much wants to be left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from web.http import Answer

LONGEST_WAIT = timedelta(hours=6)


def retry_after(answer: Answer) -> timedelta | None:
    """Return how long to wait (RFC 9110, section 10.2.3), at most six hours; None if not told."""
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
