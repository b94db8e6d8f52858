"""The one HTTP client for everything that Baton asks of others.

https only and public addresses only, unless the registration allows otherwise; no redirects; no
proxies from the environment, unless whoever runs Baton has named the address; a limit to what is
read and to how long all of it may take. Which addresses: `web.safe_address`. How a line is bound to
one: `web.lines`.
"""

import json
import threading
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests

from web.deadline import Deadline
from web.lines import PrivateAdapter, PublicAdapter
from web.safe_address import check_address
from web.unreachable import Unreachable

__all__ = [
    "LARGEST",
    "TIMEOUT",
    "TOTAL",
    "USER_AGENT",
    "Answer",
    "Unreachable",
    "call",
    "call_named",
]

TIMEOUT = (5.0, 10.0)
"""Seconds to connect, and to wait between two pieces of an answer."""
TOTAL = 20.0
"""Seconds for the whole of a call, from looking up the host's name on."""
LARGEST = 2 * 1024 * 1024
"""Bytes of an answer that are read."""
USER_AGENT = "Baton"


class Answer:
    """A whole answer: status, headers (case does not matter) and body."""

    def __init__(self, response: requests.Response, body: bytes) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.body = body

    @property
    def is_ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Return the body as JSON, or None if it is not."""
        try:
            return json.loads(self.body.decode("utf-8"))
        except (ValueError, RecursionError):
            return None


_local = threading.local()


def call(method: str, url: str, *, allow_http: bool, **options: Any) -> Answer:
    """Make one request and return the whole answer.

    `options` are those of `requests` (data, json, headers, params).
    Raises Unreachable for whatever goes wrong on the way, with a reason for the log.
    """
    return _call("private" if allow_http else "public", method, url, options)


def call_named(method: str, url: str, **options: Any) -> Answer:
    """Make one request to an address from the settings, such as Entra's or Graph's; see `call`.

    Whoever runs Baton has named it, so it may be on this machine or in their network, and is asked
    by the proxy and with the certificates of the environment, as other programs there ask.
    """
    return _call("named", method, url, options)


def _call(kind: str, method: str, url: str, options: dict[str, Any]) -> Answer:
    host = check_address(url, allow_http=kind != "public")
    with Deadline(TOTAL) as deadline:
        try:
            answer = _ask(_session(kind), method, url, options)
        except (requests.RequestException, OSError, ValueError) as problem:
            if not deadline.has_passed:
                raise Unreachable(f"{type(problem).__name__} at {host}") from problem
        # A line that was cut can look like the end of an answer.
        if deadline.has_passed:
            raise Unreachable(f"the answer of {host} took too long")
    return answer


def _ask(session: requests.Session, method: str, url: str, options: dict[str, Any]) -> Answer:
    with session.request(
        method, url, stream=True, timeout=TIMEOUT, allow_redirects=False, **options
    ) as response:
        body = bytearray()
        for piece in response.iter_content(64 * 1024):
            body += piece
            if len(body) > LARGEST:
                raise Unreachable("the answer is too large")
        return Answer(response, bytes(body))


def _session(kind: str) -> requests.Session:
    """Return this thread's session: `requests` does not promise that one can be shared."""
    session: requests.Session | None = getattr(_local, kind, None)
    if session is None:
        session = _new_session(kind)
        setattr(_local, kind, session)
    return session


def _new_session(kind: str) -> requests.Session:
    session = requests.Session()
    # What has no adapter cannot be asked, whoever parses its address.
    session.adapters.clear()
    if kind == "public":
        session.mount("https://", PublicAdapter())
    else:
        session.mount("https://", PrivateAdapter())
        session.mount("http://", PrivateAdapter())
    session.trust_env = kind == "named"
    if session.trust_env:
        # A password that the environment has for a host (.netrc) would take our token's place.
        session.auth = _as_it_is
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = USER_AGENT
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
