"""The line over which MSAL asks Entra: Baton's one HTTP client, in the shape that MSAL wants."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import requests

from teams_app.entra_problems import EntraUnreachable
from web.http import Unreachable, call_named
from web.retry_after import retry_after

_PLAIN, _SECURE = "http://", "https://"


class EntraAnswer:
    """What MSAL reads of an answer."""

    def __init__(self, status: int, headers: Mapping[str, str], text: str) -> None:
        self.status_code, self.headers, self.text = status, headers, text

    def raise_for_status(self) -> None:
        """Raise HTTPError for what is no success."""
        if self.status_code >= HTTPStatus.BAD_REQUEST:
            raise requests.HTTPError(f"status {self.status_code}")


class EntraLine:
    """Asks Entra for MSAL. Time-outs and limits are those of `web.http`."""

    def __init__(self, authority: str) -> None:
        # MSAL wants https. A stand-in on this machine may have plain http (docs/settings.md), so
        # its addresses are told to MSAL as secure ones.
        is_plain = authority.startswith(_PLAIN)
        self._real = authority if is_plain else ""
        self.authority = authority.replace(_PLAIN, _SECURE, 1) if is_plain else authority
        """Entra's origin as MSAL is told it."""

    def get(self, url: str, **options: Any) -> EntraAnswer:
        """Make a GET. Raises EntraUnreachable."""
        return self._call("GET", url, options)

    def post(self, url: str, **options: Any) -> EntraAnswer:
        """Make a POST. Raises EntraUnreachable."""
        return self._call("POST", url, options)

    def close(self) -> None:
        """Do nothing: the lines belong to threads, and are used for others too."""

    def _call(self, method: str, url: str, options: dict[str, Any]) -> EntraAnswer:
        wanted = {name: options.get(name) for name in ("params", "data", "headers")}
        try:
            answer = call_named(method, self._really(url), **wanted)
        except Unreachable as problem:
            raise EntraUnreachable(str(problem)) from None
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= 500:
            raise EntraUnreachable(f"status {answer.status}", retry_after(answer))
        text = answer.body.decode("utf-8", "replace")
        return EntraAnswer(answer.status, answer.headers, self._told(text))

    def _really(self, url: str) -> str:
        return url.replace(self.authority, self._real, 1) if self._real else url

    def _told(self, text: str) -> str:
        return text.replace(self._real, self.authority) if self._real else text
