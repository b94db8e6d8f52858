"""Which addresses are Baton's own."""

import pytest
from flask import Flask

from web.wiring import wiring


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://localhost/lti/launch", True),
        ("http://127.0.0.1/lti/launch", True),
        ("http://[::1]/lti/launch", True),
        ("https://localhost/lti/launch", False),
        ("http://localhost:8080/", False),
        ("http://localhost.evil.example/", False),
        ("http://localhost@evil.example/", False),
        ("//localhost/", False),
        ("", False),
        ("http://[::1", False),
        ("http://localhost:port/", False),
    ],
)
def test_an_address_is_ours_or_not(app: Flask, url: str, ours: bool) -> None:
    with app.app_context():
        assert wiring().is_ours(url) is ours
