"""A token is given for the scopes that exist, and lives its hour."""

import pytest
import requests

SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"


def test_the_answer_is_an_oauth_token(platform):
    answer = platform.ask_token(scope=f"{SCORE} {LINE_ITEM}")
    body = answer.json()
    assert answer.status_code == 200
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 3600
    assert body["scope"] == f"{SCORE} {LINE_ITEM}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_scopes_that_do_not_exist_are_dropped(platform):
    assert platform.ask_token(scope=f"{SCORE} wonders").json()["scope"] == SCORE


@pytest.mark.parametrize("scope", ["", "wonders", "openid"])
def test_no_scope_left_is_an_error(platform, scope):
    answer = platform.ask_token(scope=scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"client_assertion_type": "jwt"}, "invalid_request"),
        ({"client_assertion_type": ""}, "invalid_request"),
    ],
)
def test_another_kind_of_request_is_an_error(platform, changes, error):
    answer = platform.ask_token(**changes)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_the_request_must_be_a_form(platform):
    answer = requests.post(f"{platform.origin}/token", json={"grant_type": "client_credentials"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_two_tokens_are_never_the_same(platform):
    assert platform.bearer() != platform.bearer()
