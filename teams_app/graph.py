"""Microsoft Graph, as Baton asks it: one call with a token that the caller has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from web.http import Answer, call_named
from web.retry_after import retry_after

VERSION = "v1.0"
_LONGEST_CODE = 80


@dataclass(frozen=True)
class Reply:
    """What Graph answered."""

    status: int
    body: Any
    """The JSON of the answer; None if it has none, as an accepted notification."""
    wait: timedelta | None = None
    """For how long Graph wants to be left alone (Retry-After)."""

    @property
    def is_ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        """Graph's word for what is wrong, such as `Forbidden`.

        Its sentences may name people. They are neither shown nor logged.
        """
        error = self.body.get("error") if isinstance(self.body, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        return code[:_LONGEST_CODE] if isinstance(code, str) and code.isprintable() else ""


class Graph:
    """Graph at one address. Safe to use from many threads."""

    def __init__(self, origin: str) -> None:
        """Take Graph's origin, as the settings have it."""
        self._origin = origin

    def get(self, token: str, path: str, params: Mapping[str, str] | None = None) -> Reply:
        """Read something, such as `/me/directReports`. Raises Unreachable."""
        return self._call("GET", token, path, params=params)

    def post(self, token: str, path: str, body: Mapping[str, Any]) -> Reply:
        """Send something. Raises Unreachable, and then it may have arrived all the same."""
        return self._call("POST", token, path, json=body)

    def _call(self, method: str, token: str, path: str, **options: Any) -> Reply:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        url = f"{self._origin}/{VERSION}{path}"
        return _reply(call_named(method, url, headers=headers, **options))


def _reply(answer: Answer) -> Reply:
    return Reply(answer.status, answer.json(), retry_after(answer))
