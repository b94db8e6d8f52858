"""The login: what comes in, what goes out to the platform, and what a frame gets instead."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
from doubles.logins import ODD_HINTS, answer_to, asked
from sqlalchemy import delete

from lti_tool.platform import Platform
from lti_tool.state import LIFE

NOT_CONNECTED = "This learning platform is not connected yet."


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_login_asks_the_platform_to_sign_the_person_in(house: Any, method: str) -> None:
    sent = asked(answer_to(house.browser(), method, house.lms.login_form()))
    state, nonce = sent.pop("state"), sent.pop("nonce")
    assert sent == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "baton-1",
        "redirect_uri": "http://localhost/lti/launch",
        "login_hint": "hint & more",
        "lti_message_hint": '{"cmid":3}',
    }
    assert nonce not in state


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("hint", ODD_HINTS)
def test_hints_go_back_as_they_came(house: Any, method: str, hint: str) -> None:
    form = house.lms.login_form(login_hint=hint, lti_message_hint=hint)
    sent = asked(answer_to(house.browser(), method, form))
    assert (sent["login_hint"], sent["lti_message_hint"]) == (hint, hint)


def test_no_message_hint_is_made_up(house: Any) -> None:
    sent = asked(answer_to(house.browser(), "POST", house.lms.login_form(lti_message_hint=None)))
    assert "lti_message_hint" not in sent


def test_every_login_has_a_state_and_a_nonce_of_its_own(house: Any) -> None:
    client, form = house.browser(), house.lms.login_form()
    logins = [asked(answer_to(client, "POST", form)) for _n in range(3)]
    assert len({login["state"] for login in logins} | {login["nonce"] for login in logins}) == 6


def test_one_registration_is_found_without_a_client_id(house: Any) -> None:
    sent = asked(answer_to(house.browser(), "POST", house.lms.login_form(client_id=None)))
    assert sent["client_id"] == "baton-1"


@pytest.fixture
def another_client(house: Any) -> Iterator[Platform]:
    """A second registration at the same issuer, with a query in its address, as Canvas may have."""
    with house.database.write() as session:
        platform = Platform(
            name="Second",
            issuer=house.lms.issuer,
            client_id="baton-2",
            auth_url=f"{house.lms.issuer}/auth?tenant=a%20b&x=1",
            token_url="https://lms.norrvik.example/token",
            jwks_url="https://lms.norrvik.example/jwks",
            added_at=datetime.now(UTC),
        )
        session.add(platform)
    yield platform
    with house.database.write() as session:
        session.execute(delete(Platform).where(Platform.client_id == "baton-2"))


def test_an_authorization_address_keeps_its_own_query(house: Any, another_client: Platform) -> None:
    answer = answer_to(house.browser(), "POST", house.lms.login_form(client_id="baton-2"))
    assert answer.headers["Location"].startswith(f"{another_client.auth_url}&scope=openid&")
    assert asked(answer)["tenant"] == "a b"


def test_the_client_id_says_which_of_several_registrations(
    house: Any, another_client: Platform
) -> None:
    for client_id in ("baton-1", "baton-2"):
        form = house.lms.login_form(client_id=client_id)
        assert asked(answer_to(house.browser(), "POST", form))["client_id"] == client_id


def test_several_registrations_and_no_client_id_are_refused(
    house: Any, another_client: Platform, refused: Any
) -> None:
    answer = answer_to(house.browser(), "POST", house.lms.login_form(client_id=None))
    refused(answer, 400, NOT_CONNECTED)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "change",
    [
        {"iss": None},
        {"iss": ""},
        {"login_hint": None},
        {"login_hint": ""},
        {"iss": "https://stranger.example"},
        {"client_id": "not-ours"},
        {"iss": "https://lms.norrvik.example/"},
        {"iss": "https://lms.norrvik.example\x00"},
        {"client_id": "baton-1\x00"},
        {"iss": "x" * 5000},
        {"client_id": "' OR 1=1 --"},
    ],
    ids=str,
)
def test_a_login_that_names_no_registration_is_refused(
    house: Any, refused: Any, method: str, change: dict[str, str | None]
) -> None:
    answer = answer_to(house.browser(), method, house.lms.login_form(**change))
    refused(answer, 400, NOT_CONNECTED)
    assert "Ask the person who looks after your learning platform" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/lti/launch",
        "http://localhost@evil.example/lti/launch",
        "http://localhost.evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "https://localhost/lti/launch",
        "http://localhost:1/lti/launch",
        "http://[",
        "http://localhost:99999/",
    ],
)
def test_a_login_for_an_address_that_is_not_ours_goes_nowhere(
    house: Any, refused: Any, target: str
) -> None:
    answer = answer_to(house.browser(), "POST", house.lms.login_form(target_link_uri=target))
    refused(answer, 400, "The link in your course does not lead to Baton.")
    assert "Location" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("dest", [None, "document", "iframe"])
def test_the_cookie_that_binds_a_login_is_for_this_site_and_this_frame_only(
    house: Any, dest: str | None
) -> None:
    headers = {"Sec-Fetch-Dest": dest} if dest else {}
    answer = answer_to(house.browser(), "POST", house.lms.login_form(), headers=headers)
    header = answer.headers["Set-Cookie"]
    name, cookie = next(iter(SimpleCookie(header.replace("Partitioned", "")).items()))
    assert name.startswith("__Host-")
    assert re.fullmatch(r"[A-Za-z0-9_-]+", name)
    assert cookie["path"] == "/"
    assert cookie["max-age"] == str(LIFE)
    flags = {part.strip() for part in header.split(";")}
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned"} <= flags
    assert "Domain" not in header


def test_the_cookie_does_not_give_away_the_state(house: Any) -> None:
    answer = answer_to(house.browser(), "POST", house.lms.login_form())
    sent = asked(answer)
    assert sent["state"] not in answer.headers["Set-Cookie"]
    assert sent["nonce"] not in answer.headers["Set-Cookie"]


def test_a_login_with_a_huge_body_is_refused_politely(house: Any, refused: Any) -> None:
    form = house.lms.login_form(login_hint="x" * 300_000)
    answer = house.browser().post("/lti/login", data=form)
    refused(answer, 413, "That was more text than Baton can take at once.")


def test_a_login_writes_nothing_and_says_nothing(house: Any, log: Any) -> None:
    before = house.written()
    sent = asked(answer_to(house.browser(), "POST", house.lms.login_form()))
    assert house.written() == before
    assert sent["state"] not in log.text
