"""Logins as a browser makes them, and what Baton sends to the platform."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ODD_HINTS = [
    "plain-7",
    '{"cmid":3,"launchid":"ltilaunch3_1"}',
    "a+b c%20d%2B&e=f;g#h?i/j\\k",
    "Åsa ✓ 日本",
    '\' onclick="x" <b>',
    "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.sig-_~" * 40,
]


def answer_to(client: FlaskClient, method: str, form: dict[str, str], **more: Any) -> TestResponse:
    if method == "GET":
        return client.get("/lti/login", query_string=form, **more)
    return client.post("/lti/login", data=form, **more)


def asked(answer: TestResponse) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    return sent_to(answer.headers["Location"])


def sent_to(url: str) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), "a parameter is there twice"
    return dict(pairs)
