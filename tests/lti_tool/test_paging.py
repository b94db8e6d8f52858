"""Paging: one page after another, and never round in circles or to somebody else's host."""

import json
import re
from typing import Any

import pytest
import requests
from doubles.column import make_column
from doubles.recordings import as_answer, recording
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug.wrappers import Request, Response

from lti_tool.paging import Unfinished, is_same_host, next_url, read_pages, with_query
from lti_tool.platform import Platform
from lti_tool.service import Services
from web.http import Answer

ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
LMS = "https://lms.example/items?type_id=1"


def answer(link: str) -> Answer:
    response = requests.Response()
    response.status_code, response.headers["Link"] = 200, link
    return Answer(response, b"[]")


@pytest.mark.parametrize(
    ("link", "following"),
    [
        ('<https://lms.example/2>; rel="next"', "https://lms.example/2"),
        ("<https://lms.example/2>;rel=next", "https://lms.example/2"),
        ("<https://lms.example/2>; rel='next'", "https://lms.example/2"),
        ('<https://lms.example/2>; REL="NEXT"', "https://lms.example/2"),
        ('<https://lms.example/2>; title="a"; rel="next last"', "https://lms.example/2"),
        ('</2?a=b,c>; rel="next"', "https://lms.example/2?a=b,c"),
        ('<https://l/1>; rel="first", <https://l/2>; rel="next"', "https://l/2"),
        ('<https://l/2>; rel="next", <https://l/9>; rel="last"', "https://l/2"),
        ('<https://l/1>; rel="prev", <https://l/9>; rel="last"', None),
        ('<https://l/1>; rel="nextish"', None),
        ("", None),
        ("next", None),
        ("<https://l/2>", None),
    ],
)
def test_where_the_next_page_is(link: str, following: str | None) -> None:
    assert next_url(answer(link), LMS) == following


def test_moodle_writes_curly_quotes_and_entities() -> None:
    curly = "<https://l/i?type_id=1&amp;limit=1&amp;from=1>; rel=“next”"
    as_bytes = curly.encode().decode("latin-1")
    for link in (curly, as_bytes):
        assert next_url(answer(link), LMS) == "https://l/i?type_id=1&limit=1&from=1"


def test_what_a_real_moodle_wrote() -> None:
    services = recording("services")
    assert next_url(as_answer(services["lineitems_limit1"]), LMS) is None
    assert next_url(as_answer(services["nrps_limit"]), LMS) == (
        "http://127.0.0.1:8800/mod/lti/services.php/CourseSection/2/bindings/1/memberships"
        "?limit=3&from=3"
    )


@given(st.text(st.characters(codec="latin-1"), max_size=200))
def test_no_header_is_a_fault(link: str) -> None:
    try:
        following = next_url(answer(link), LMS)
    except Unfinished:
        return
    assert following is None or isinstance(following, str)


def test_a_query_is_kept_and_added_to() -> None:
    assert with_query("https://l/i?type_id=1&x=", limit=5) == "https://l/i?type_id=1&x=&limit=5"
    assert with_query("https://l/i?limit=1", limit=5) == "https://l/i?limit=5"
    assert with_query("https://l/i", tag="a&b") == "https://l/i?tag=a%26b"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/1", "https://A.example:443/2", True),
        ("https://a.example/1", "http://a.example/1", False),
        ("https://a.example/1", "https://a.example:8443/1", False),
        ("https://a.example/1", "https://a.example.evil/1", False),
        ("https://a.example/1", "https://a.example@evil/1", False),
        ("https://a.example/1", "https://[", False),
        ("https://a.example/1", "https://a.example:x/", False),
    ],
)
def test_what_is_one_host(one: str, other: str, same: bool) -> None:
    assert is_same_host(one, other) is same


class Pages:
    """A container whose pages and links a test writes down."""

    def __init__(self, server: HTTPServer) -> None:
        self.origin = server.url_for("").rstrip("/")
        self.links: dict[str, str] = {}
        self.status = 200
        self.asked: list[str] = []
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        if request.path == "/token":
            return Response('{"access_token": "t", "expires_in": 3600}')
        self.asked.append(request.path)
        if request.path == "/endless":
            number = int(request.args.get("n", 0))
            link = f'<{self.origin}/endless?n={number + 1}>; rel="next"'
        else:
            link = self.links.get(request.path, "")
        return Response(json.dumps([request.path]), self.status, {"Link": link} if link else {})


@pytest.fixture
def pages(httpserver: HTTPServer) -> Pages:
    return Pages(httpserver)


@pytest.fixture
def platform(house: Any, pages: Pages) -> Platform:
    return make_column(house.database, pages.origin, None).platform


def read(house: Any, platform: Platform, url: str, most: int = 20) -> tuple[list[Any], str]:
    """Return what came, and how it ended."""
    services, found = Services(house.database, house.product.keyring), []
    try:
        pages = read_pages(services, platform, "a-scope", url, "text/x", most=most)
        found.extend(page.json()[0] for page in pages)
    except Unfinished as problem:
        return found, str(problem)
    return found, ""


@ON_ONE
def test_all_pages_are_read(house: Any, pages: Pages, platform: Platform) -> None:
    pages.links = {"/1": '</2>; rel="next"', "/2": '</3>; rel="next"'}
    assert read(house, platform, f"{pages.origin}/1") == (["/1", "/2", "/3"], "")


@ON_ONE
@pytest.mark.parametrize("back_to", ["/1", "/2"])
def test_a_circle_is_noticed(house: Any, pages: Pages, platform: Platform, back_to: str) -> None:
    pages.links = {"/1": '</2>; rel="next"', "/2": f'<{back_to}>; rel="next"'}
    found, end = read(house, platform, f"{pages.origin}/1")
    assert (found, end) == (["/1", "/2"], "the pages go round in circles")


@ON_ONE
def test_nobody_elses_host_gets_our_token(house: Any, pages: Pages, platform: Platform) -> None:
    for host in ("https://evil.example/2", "http://127.0.0.1:1/2", "//evil.example/2"):
        pages.links = {"/1": f'<{host}>; rel="next"'}
        found, end = read(house, platform, f"{pages.origin}/1")
        assert (found, end) == (["/1"], "the next page is on another host")


@ON_ONE
def test_there_is_an_end_to_patience(house: Any, pages: Pages, platform: Platform) -> None:
    found, end = read(house, platform, f"{pages.origin}/endless", most=5)
    assert (len(found), end) == (5, "there are more than 5 pages")


@ON_ONE
@pytest.mark.parametrize(("status", "may_pass"), [(500, True), (429, True), (404, False)])
def test_a_refusal_ends_it(
    house: Any, pages: Pages, platform: Platform, status: int, may_pass: bool
) -> None:
    pages.status = status
    services = Services(house.database, house.product.keyring)
    with pytest.raises(Unfinished, match=f"answered {status}") as problem:
        next(read_pages(services, platform, "a-scope", f"{pages.origin}/1", "text/x", most=5))
    assert (problem.value.status, problem.value.may_pass) == (status, may_pass)
