"""Retry-After, in both of its forms and in none; more of them in `test_grades_answers`."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from doubles.raw_server import raw_server, says

from web.http import call
from web.retry_after import LONGEST_WAIT, retry_after


def told(text: str) -> timedelta | None:
    header = f"Retry-After: {text}\r\n" if text else ""
    with raw_server(says(f"HTTP/1.1 429 Slow\r\n{header}Content-Length: 0\r\n\r\n".encode())) as it:
        return retry_after(call("GET", f"http://127.0.0.1:{it.port}/", allow_http=True))


@pytest.mark.parametrize("text", ["", "soon", "-1", "nan"])
def test_what_says_nothing_is_none(text: str) -> None:
    assert told(text) is None


def test_seconds_and_dates_are_understood() -> None:
    at = datetime.now(UTC) + timedelta(minutes=2)
    said = told(format_datetime(at, usegmt=True))
    assert told("7") == timedelta(seconds=7)
    assert said is not None
    assert timedelta(0) < said <= timedelta(minutes=2)
    assert told("1e999") == LONGEST_WAIT
