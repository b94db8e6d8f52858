"""A registration that does not work: it says what was missing, and on whose side."""

import html
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cast.administrator import Administrator
from doubles.raw_server import ANSWER, hangs_up, raw_server, says
from doubles.registrar import GONE, HABITS, Registrar
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from web.http import LARGEST

LmsOf = Callable[[str], Registrar]
FIELDS = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "registration_endpoint",
)


@pytest.fixture
def admin(house: Any) -> Administrator:
    return Administrator(house.database, house.browser())


@pytest.fixture(scope="module")
def moodle() -> Iterator[Registrar]:
    lms = Registrar(HABITS["moodle"])
    yield lms
    lms.close()


@pytest.fixture
def lms(moodle: Registrar) -> Registrar:
    moodle.asked.clear()
    moodle.registered.clear()
    moodle.configuration_changes, moodle.answer_changes = {}, {}
    moodle.configuration_answer = moodle.registration_answer = None
    return moodle


def refused(page: TestResponse, *words: str) -> None:
    """See that a page says what is wrong, and that all is still as it was."""
    shown = html.unescape(page.text)
    assert page.status_code == 400, shown
    for one in (*words, "the invitation is still good", "reference"):
        assert one in shown


def works_now(admin: Administrator, lms: Registrar, address: str) -> None:
    lms.configuration_changes, lms.answer_changes = {}, {}
    lms.configuration_answer = lms.registration_answer = None
    assert "Baton is connected" in admin.connects(lms, address).text


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_is_missing_is_named(admin: Administrator, lms: Registrar, name: str) -> None:
    address, before = admin.invited(), len(admin.platforms())
    lms.configuration_changes = {name: GONE}
    refused(admin.connects(lms, address), f"has no “{name}”", "platform's side")
    assert len(admin.platforms()) == before
    assert lms.registered == []
    works_now(admin, lms, address)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "value",
    [
        7,
        "",
        "nowhere",
        "javascript:alert(1)",
        "ftp://127.0.0.1/x",
        "http://[",
        "http://me:secret@127.0.0.1/x",
        "http://127.0.0.1/x#y",
        "http://127.0.0.1/\x00",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/" + "x" * 2001,
        ["http://127.0.0.1/x"],
        {"url": "http://127.0.0.1/x"},
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "backslashreplace").decode(),
)
def test_a_field_that_is_no_address_is_named(
    admin: Administrator, lms: Registrar, name: str, value: Any
) -> None:
    lms.configuration_changes = {name: value}
    refused(admin.connects(lms), f"“{name}” is not a usable web address")


@pytest.mark.parametrize("name", ["issuer", "registration_endpoint"])
def test_who_speaks_for_another_lms_is_refused(
    admin: Administrator, lms: Registrar, name: str
) -> None:
    """Chidi's server says that it is Norrvik's LMS."""
    lms.configuration_changes = {name: "https://lms.norrvik.example/x"}
    refused(admin.connects(lms), f"“{name}”", "leads to lms.norrvik.example", "from 127.0.0.1")
    assert lms.registered == []


def test_an_issuer_that_many_share_may_only_be_canvass(
    admin: Administrator, lms: Registrar
) -> None:
    lms.configuration_changes = {"issuer": "https://canvas.instructure.com"}
    refused(admin.connects(lms), "leads to canvas.instructure.com")


def test_canvas_may_not_register_elsewhere(admin: Administrator, lms_of: LmsOf) -> None:
    lms = lms_of("canvas")
    lms.configuration_changes = {"registration_endpoint": "https://evil.example/register"}
    refused(admin.connects(lms), "leads to evil.example")


def test_plain_http_needs_an_invite_that_allows_it(admin: Administrator, lms: Registrar) -> None:
    page = admin.connects(lms, admin.invited(allow_http=False))
    refused(page, "plain http", "--allow-http")
    assert lms.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:{port}/x",
        "https://localhost:{port}/x",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/x",
    ],
)
def test_no_private_address_is_asked(admin: Administrator, lms: Registrar, url: str) -> None:
    with raw_server(hangs_up) as server:
        configuration = url.format(port=server.port)
        page = admin.connects(
            lms, admin.invited(allow_http=False), openid_configuration=configuration
        )
        refused(page, "could not reach")
        assert server.callers == 0


@pytest.mark.parametrize(
    "spoken",
    [
        says(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
        says(ANSWER + b"\r\n" + b" " * (LARGEST + 1)),
        says(b"nonsense"),
        hangs_up,
    ],
    ids=["a redirect", "too much", "no HTTP", "nothing"],
)
def test_a_configuration_that_cannot_be_read(
    admin: Administrator, lms: Registrar, spoken: Any
) -> None:
    with raw_server(spoken) as server:
        url = f"http://127.0.0.1:{server.port}/?secret=hush"
        page = admin.connects(lms, openid_configuration=url)
    refused(page, "127.0.0.1")
    assert "hush" not in page.text


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", '"x"', "[" * 50_000])
def test_a_configuration_that_is_none(admin: Administrator, lms: Registrar, body: str) -> None:
    lms.configuration_answer = Response(body)
    refused(admin.connects(lms), "could not be read")


def test_the_platforms_own_words_are_passed_on(admin: Administrator, lms: Registrar) -> None:
    address = admin.invited()
    lms.registration_answer = Response("Missing domain", 400, content_type="text/plain")
    refused(
        admin.connects(lms, address), "refused what Baton asked for (status 400: Missing domain)"
    )
    lms.registration_answer = Response(json.dumps({"error": "invalid_scope"}), 422)
    refused(admin.connects(lms, address), "(status 422: invalid_scope)")
    works_now(admin, lms, address)


@pytest.mark.parametrize(
    ("kind", "words"), [("moodle", "401: token_already_used"), ("sakai", "403: Reg")]
)
def test_a_token_that_was_used_before(
    admin: Administrator, lms_of: LmsOf, kind: str, words: str
) -> None:
    lms, address = lms_of(kind), admin.invited()
    page = admin.pastes(address, lms)
    lms.registration_answer = Response("broken", 500)
    admin.presses(page)
    lms.registration_answer = None
    refused(admin.presses(page), words, "no longer accepts this attempt", "Begin again there")
    works_now(admin, lms, address)


@pytest.mark.parametrize("value", [GONE, "", None, {}, [], True, "x" * 256, "a\x00b"])
def test_an_answer_without_a_client_id(admin: Administrator, lms: Registrar, value: Any) -> None:
    lms.answer_changes = {"client_id": value}
    refused(admin.connects(lms), "without a “client_id”", "platform's side")


def test_markup_of_the_platform_stays_text(admin: Administrator, lms: Registrar) -> None:
    lms.registration_answer = Response("<script>alert(1)</script>", 400)
    page = admin.connects(lms)
    assert "alert(1)" not in page.text


@pytest.mark.parametrize(
    "sent",
    [
        {"openid_configuration": "nowhere"},
        {"openid_configuration": "file:///etc/passwd"},
        {"openid_configuration": "http://127.0.0.1/" + "x" * 5000},
        {"registration_token": "x" * 5000},
        {"registration_token": "a b"},
        {"registration_token": "a\r\nX-Other: y"},
        {"registration_token": "ünicode"},
    ],
)
def test_what_no_platform_sends_along(
    admin: Administrator, lms: Registrar, sent: dict[str, str]
) -> None:
    page = admin.pastes(admin.invited(), lms, **sent)
    assert page.status_code == 400
    assert "for your learning platform" in page.text
    assert lms.asked == []
