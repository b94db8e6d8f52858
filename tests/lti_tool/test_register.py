"""An administrator pastes one address into the LMS, and Baton is connected."""

import html
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cast.administrator import Administrator
from doubles.registrar import HABITS, TOOL, Registrar
from flask.testing import FlaskClient
from sqlalchemy import select

from baton.product import Product
from learning.database import Database
from lti_tool.invite import Invite

LmsOf = Callable[[str], Registrar]


@pytest.mark.parametrize("kind", HABITS)
def test_pasting_one_address_connects(admin: Administrator, lms_of: LmsOf, kind: str) -> None:
    lms = lms_of(kind)
    done = admin.connects(lms)
    assert (done.status_code, "Baton is connected" in done.text) == (200, True), done.text
    (platform,) = admin.platforms()
    assert (platform.issuer, platform.token_url) == (lms.issuer, f"{lms.url}/token")
    assert (platform.auth_url, platform.jwks_url) == (f"{lms.url}/auth", f"{lms.url}/jwks")
    assert platform.family == HABITS[kind].family
    assert platform.allow_http


def test_the_page_says_first_what_will_be_asked_for(admin: Administrator, lms_of: LmsOf) -> None:
    lms = lms_of("moodle")
    page = admin.pastes(admin.invited(), lms)
    assert page.status_code == 200
    for words in ("127.0.0.1", "Norrvik", "Sign-in", "e-mail", "Who is in a course", "Scores"):
        assert words in page.text
    assert lms.asked == [], "nothing is asked before the button is pressed"


def test_moodle_tells_the_deployment_and_it_is_norrviks(
    admin: Administrator, lms_of: LmsOf
) -> None:
    done = admin.connects(lms_of("moodle"))
    assert admin.deployments() == {"1": "Norrvik"}
    assert "Almost connected" not in done.text
    assert "Activate" in done.text
    assert "Receive a grade" in done.text


def test_canvas_tells_no_deployment_and_the_page_says_that_it_will_wait(
    admin: Administrator, lms_of: LmsOf
) -> None:
    done = admin.connects(lms_of("canvas"))
    assert admin.deployments() == {}
    assert "Almost connected" in done.text
    assert "placements" in done.text


def test_canvas_shows_its_configuration_only_to_the_bearer(
    admin: Administrator, lms_of: LmsOf
) -> None:
    lms = lms_of("canvas")
    admin.connects(lms)
    assert lms.asked[0].headers["Authorization"].startswith("Bearer ")
    refused = admin.connects(lms, admin.invited(), registration_token="stolen.token.else")
    assert refused.status_code == 400
    assert "does not show its configuration (status 401)" in refused.text


def test_canvas_names_a_bare_host_which_is_no_audience(admin: Administrator, lms_of: LmsOf) -> None:
    admin.connects(lms_of("canvas"))
    assert admin.platforms()[0].audience is None


def test_brightspace_sends_no_token_and_tells_its_audience(
    admin: Administrator, lms_of: LmsOf
) -> None:
    lms = lms_of("brightspace")
    done = admin.connects(lms)
    assert "Authorization" not in lms.asked[-1].headers
    assert admin.platforms()[0].audience == "https://api.brightspace.com/auth/token"
    assert "Classlist including users not known" in done.text


def test_sakais_address_is_asked_as_it_is(admin: Administrator, lms_of: LmsOf) -> None:
    lms = lms_of("sakai")
    admin.connects(lms)
    assert lms.asked[0].query_string == b"key=42&clientId=c%2F1"


@pytest.mark.parametrize("kind", HABITS)
def test_what_baton_registers(admin: Administrator, lms_of: LmsOf, kind: str) -> None:
    lms = lms_of(kind)
    admin.connects(lms)
    (body,) = lms.registered
    assert body["redirect_uris"] == ["http://localhost/lti/launch"]
    assert body["logo_uri"] == "http://localhost/lti/icon.png"
    tool = body[TOOL]
    assert {"name", "given_name", "family_name", "email", "sub", "iss"} == set(tool["claims"])
    assert tool["domain"] == "localhost"
    assert [message["type"] for message in tool["messages"]] == [
        "LtiResourceLinkRequest",
        "LtiDeepLinkingRequest",
    ]
    assert "$Context.id.history" in tool["custom_parameters"].values()
    is_canvas = kind == "canvas"
    level = tool.get("https://canvas.instructure.com/lti/privacy_level")
    assert level == ("public" if is_canvas else None)
    assert all(("placements" in message) == is_canvas for message in tool["messages"])


def test_only_scopes_that_the_platform_offers_are_asked_for(
    admin: Administrator, lms_of: LmsOf
) -> None:
    lms = lms_of("sakai")
    score = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    lms.configuration_changes = {"scopes_supported": ["openid", score]}
    admin.connects(lms)
    assert lms.registered[0]["scope"] == score


def test_what_was_not_granted_is_said(admin: Administrator, lms_of: LmsOf) -> None:
    lms = lms_of("moodle")
    lms.answer_changes = {"scope": "https://purl.imsglobal.org/spec/lti-ags/scope/score"}
    done = html.unescape(admin.connects(lms).text)
    assert "did not grant: gradebook columns, who is in a course" in done


def test_an_invite_works_once(admin: Administrator, lms_of: LmsOf) -> None:
    lms, address = lms_of("moodle"), admin.invited()
    page = admin.pastes(address, lms)
    assert admin.presses(page).status_code == 200
    for again in (admin.presses(page), admin.pastes(address, lms)):
        assert again.status_code == 403
        assert "This invitation has been used" in again.text
    assert len(lms.registered) == 1


def test_an_invite_ends(admin: Administrator, lms_of: LmsOf) -> None:
    page = admin.pastes(admin.invited(life=timedelta(0)), lms_of("moodle"))
    assert page.status_code == 403
    assert "has expired" in page.text
    assert "baton platform invite" in page.text


@pytest.mark.parametrize("address", ["/lti/register?invite=nonsense", "/lti/register?x=1"])
def test_without_an_invite_of_ours_nothing_happens(
    admin: Administrator, lms_of: LmsOf, address: str
) -> None:
    lms = lms_of("moodle")
    page = admin.pastes(address, lms)
    assert page.status_code == 403
    assert "not an invitation" in page.text
    assert lms.asked == []


def test_an_attempt_keeps_others_off(
    admin: Administrator, lms_of: LmsOf, database: Database
) -> None:
    lms, address = lms_of("moodle"), admin.invited()
    page = admin.pastes(address, lms)
    with database.write() as session:
        session.scalars(select(Invite)).one().hold(datetime.now(UTC))
    assert admin.presses(page).status_code == 409
    assert lms.asked == []


def test_twenty_attempts_are_enough(admin: Administrator, lms_of: LmsOf) -> None:
    lms, address = lms_of("moodle"), admin.invited()
    lms.configuration_changes = {"issuer": None}
    page = admin.pastes(address, lms)
    assert [admin.presses(page).status_code for _n in range(20)] == [400] * 20
    assert "tried too often" in admin.presses(page).text


def test_a_person_who_opens_the_address_is_told_what_it_is_for(
    admin: Administrator, client: FlaskClient
) -> None:
    page = client.get(admin.invited())
    assert page.status_code == 400
    assert "Paste it into your learning platform" in page.text


def test_a_form_of_somebody_elses_is_not_taken(client: FlaskClient) -> None:
    for data in ({}, {"sealed": ""}, {"sealed": "gAAAAA"}, {"sealed": "ü\x00"}):
        page = client.post("/lti/register", data=data)
        assert page.status_code == 400
        assert "Please begin again" in page.text


@pytest.mark.parametrize("told", ["a text", [1], {"another": "thing"}, {}])
def test_what_was_sealed_for_something_else_is_not_taken(
    client: FlaskClient, product: Product, told: Any
) -> None:
    sealed = product.keyring.encrypt(json.dumps(told))
    page = client.post("/lti/register", data={"sealed": sealed})
    assert page.status_code == 400
    assert "Please begin again" in page.text


def test_the_registration_token_is_never_shown_or_logged(
    admin: Administrator, lms_of: LmsOf, log: Any
) -> None:
    """Not even where Moodle says that it was used before, and repeats it."""
    lms = lms_of("moodle")
    path, sent = lms.opens(admin.invited())
    token = sent["registration_token"]
    page = admin.client.get(path, query_string=sent)
    pages = [page, admin.presses(page)]
    lms.words_of_refusal = f"token_already_used {token}"
    page = admin.pastes(admin.invited(), lms, registration_token=token)
    pages += [page, admin.presses(page)]
    assert [one.status_code for one in pages] == [200, 200, 200, 400]
    for text in (*(one.text for one in pages), log.text):
        assert not [part for part in token.split(".") if part in text]
