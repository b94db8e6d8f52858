"""Giving a long list out in pages, with the way to the next one in a Link header (RFC 8288)."""

import re
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import Response, request

from practice_lms.lms import this_lms
from practice_lms.refusal import Refusal

Item = TypeVar("Item")


def page_of(items: Sequence[Item]) -> Sequence[Item]:
    """Return the part of the items that `limit` and `from` ask for: all without `limit`."""
    limit, start = _number("limit"), _number("from") or 0
    return items[start:] if limit is None else items[start : start + limit]


def link_pages(response: Response, address: str, total: int) -> Response:
    """Name the first and the next page at `address`; only a request with `limit` has pages."""
    limit, start = _number("limit"), _number("from") or 0
    if limit is None:
        return response
    links = [f'<{_page(address, 0)}>; rel="first"']
    if start + limit < total:
        links.append(f'<{_page(address, start + limit)}>; rel="next"')
    response.headers["Link"] = _written(", ".join(links))
    return response


def _written(links: str) -> str:
    if not this_lms().settings.moodle_links:
        return links
    curly = re.sub(r'"(\w+)"', r"“\1”", links).replace("&", "&amp;")
    return curly.encode().decode("latin-1")  # headers are bytes, and Moodle's are UTF-8


def _page(address: str, start: int) -> str:
    query = request.args.to_dict() | {"from": str(start)}
    return f"{address.partition('?')[0]}?{urlencode(query)}"


def _number(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not re.fullmatch("[0-9]{1,9}", text) or (name == "limit" and int(text) == 0):
        raise Refusal(400, f"{name} must be a whole number")
    return int(text)
