"""The one way in which Baton asks Entra and Graph.

Their addresses are settings, so whoever runs Baton has named them. Proxies and certificates are
those of the environment, as for every other program there. No redirects.
"""

from dataclasses import dataclass
from typing import Any

import requests

_TIMEOUT = (5.0, 10.0)
"""Seconds to connect, and to wait between two pieces of an answer."""


class Unreachable(Exception):
    """No answer came. The reason is for a log, and names no secret."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    """The JSON of the answer, or None if it has none."""

    def get(self, name: str) -> Any:
        """Return a value of the answer, or None."""
        return self.body.get(name) if isinstance(self.body, dict) else None


def ask(method: str, url: str, form: dict[str, str] | None = None) -> Answer:
    """Make one request. Raises Unreachable."""
    try:
        answer = requests.request(
            method, url, data=form, timeout=_TIMEOUT, allow_redirects=False, headers=_HEADERS
        )
    except (requests.RequestException, OSError, ValueError) as problem:
        raise Unreachable(type(problem).__name__) from None
    try:
        return Answer(answer.status_code, answer.json())
    except (ValueError, RecursionError):
        return Answer(answer.status_code, None)


_HEADERS = {"Accept": "application/json", "User-Agent": "Baton"}
