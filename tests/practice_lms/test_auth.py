"""The LMS answers the tool with an id_token once, and only to a right request."""

import pytest
import requests


def test_the_hint_is_used_up_at_the_first_redirect(platform):
    login = platform.begin("12")
    assert "id_token" in platform.message(platform.authenticate(login))
    second = platform.authenticate(login)
    assert second.status_code == 400
    assert "used already" in second.text
    assert "id_token" not in second.text


def test_a_wrong_request_uses_the_hint_up_too(platform):
    login = platform.begin("12")
    platform.authenticate(login, scope="profile")
    assert platform.authenticate(login).status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "openid profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"response_type": "code"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"response_mode": None}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
        ({"client_id": "another-tool"}, "unauthorized_client"),
        ({"client_id": None}, "unauthorized_client"),
        ({"login_hint": "11"}, "access_denied"),
        ({"login_hint": None}, "access_denied"),
    ],
)
def test_a_wrong_request_is_answered_with_an_error_and_the_state(platform, changes, error):
    fields = platform.message(platform.authenticate(platform.begin("12"), **changes))
    assert fields["error"] == error
    assert fields["state"] == "state-1"
    assert "id_token" not in fields


def test_a_parameter_twice_is_an_error(platform):
    login = platform.begin("12")
    fields = platform.message(platform.authenticate(login, nonce=["one", "two"]))
    assert fields["error"] == "invalid_request"


def test_prompt_may_be_left_out(platform):
    fields = platform.message(platform.authenticate(platform.begin("12"), prompt=None))
    assert "id_token" in fields


@pytest.mark.parametrize("redirect_uri", ["http://localhost:1/lti/launch", "", None])
def test_an_unregistered_redirect_uri_gets_the_lms_own_page(platform, redirect_uri):
    page = platform.authenticate(platform.begin("12"), redirect_uri=redirect_uri)
    assert page.status_code == 400
    assert "not registered" in page.text
    assert "<form" not in page.text


@pytest.mark.parametrize(
    "hint", [None, "", "12", "{}", "[]", '{"launchid": 7}', '{"launchid": []}']
)
def test_a_hint_that_names_no_launch_gets_the_lms_own_page(platform, hint):
    page = platform.authenticate(platform.begin("12"), lti_message_hint=hint)
    assert page.status_code == 400
    assert "Open the link again" in page.text


def test_the_request_may_be_posted(platform):
    login = platform.begin("12")
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "client_id": login["client_id"],
        "redirect_uri": platform.settings.tool_launch_url,
        "login_hint": "12",
        "lti_message_hint": login["lti_message_hint"],
        "nonce": "n",
    }
    fields = platform.message(requests.post(f"{platform.origin}/auth", data=asked))
    assert platform.verify(fields["id_token"])["nonce"] == "n"
    assert "state" not in fields
