"""Paging: a long answer comes in pages, and a Link header names the next one (RFC 8288).

A platform may send us round in circles, to somebody else's host, or on and on. Each ends in an
Unfinished, after whatever pages came before.
"""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lti_tool.platform import Platform
from lti_tool.service import Services, is_throttled
from web.http import Answer

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r"""(?:^|;)\s*rel\s*=\s*["']?\s*([^"';,]*)""", re.IGNORECASE)


class Unfinished(Exception):
    """The pages stop before their end; says why. `status` is the LMS's, if that is the reason.

    `may_pass` tells whether asking again later may help.
    """

    def __init__(self, reason: str, status: int | None = None, *, may_pass: bool = False) -> None:
        super().__init__(reason)
        self.status, self.may_pass = status, may_pass


def read_pages(
    services: Services,
    platform: Platform,
    scope: str,
    url: str,
    accept: str,
    *,
    most: int,
    begin_by: datetime | None = None,
) -> Iterator[Answer]:
    """Give one page after another, at most so many.

    Raises Unfinished, and what `Services.call` raises; TooLate too if a page cannot be begun by
    `begin_by`.
    """
    seen: set[str] = set()
    following: str | None = url
    while following is not None:
        if len(seen) >= most:
            raise Unfinished(f"there are more than {most} pages")
        seen.add(following)
        answer = services.call(
            platform, scope, "GET", following, {"Accept": accept}, begin_by=begin_by
        )
        if not answer.is_ok:
            raise _refused(answer)
        yield answer
        following = next_url(answer, following)
        if following is not None:
            _check_next(following, url, seen)


def next_url(answer: Answer, asked: str) -> str | None:
    """Return where the next page is, or None on the last one.

    Moodle writes curly quotes, as bytes, and `&amp;` for `&`.
    """
    header = answer.headers.get("Link", "")
    with suppress(UnicodeError):
        header = header.encode("latin-1").decode("utf-8")
    for address, parameters in _LINK.findall(header.replace("“", '"').replace("”", '"')):
        relation = _REL.search(parameters)
        if relation and "next" in relation[1].lower().split():
            try:
                return urljoin(asked, html.unescape(address.strip()))
            except ValueError:
                raise Unfinished("the next page has no usable address") from None
    return None


def with_query(url: str, **more: Any) -> str:
    """Return an address with more in its query; what is there already by that name gives way."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in more]
    return urlunsplit(parts._replace(query=urlencode([*kept, *more.items()])))


def is_same_host(one: str, other: str) -> bool:
    """Tell whether two addresses are of one origin: scheme, host and port."""
    try:
        return _origin(one) == _origin(other)
    except ValueError:
        return False


def _check_next(following: str, first: str, seen: set[str]) -> None:
    if not is_same_host(following, first):
        raise Unfinished("the next page is on another host")
    if following in seen:
        raise Unfinished("the pages go round in circles")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or usual


def _refused(answer: Answer) -> Unfinished:
    may_pass = is_throttled(answer) or answer.status >= 500 or answer.status < 400
    return Unfinished(f"the LMS answered {answer.status}", answer.status, may_pass=may_pass)
