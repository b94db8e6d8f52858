"""Only the tool gets a token, and each assertion gets one."""

import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa


def refused(answer):
    return answer.status_code == 400 and answer.json()["error"] == "invalid_client"


def test_a_good_assertion_gets_a_token(platform):
    assert platform.ask_token().status_code == 200


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "iat", "exp", "jti"])
def test_every_claim_is_needed(platform, claim):
    assert refused(platform.ask_token(client_assertion=platform.assertion(**{claim: None})))


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "another-tool"},
        {"sub": "another-tool"},
        {"aud": "http://127.0.0.1:1/token"},
        {"aud": ["http://127.0.0.1:1/token"]},
        {"jti": 7},
        {"exp": "soon"},
        {"exp": 1e400},
    ],
)
def test_a_wrong_claim_is_refused(platform, changes):
    assert refused(platform.ask_token(client_assertion=platform.assertion(**changes)))


def test_the_issuer_is_not_the_audience(platform):
    assert refused(platform.ask_token(client_assertion=platform.assertion(aud=platform.origin)))


def test_one_audience_among_several_is_enough(platform):
    audience = ["http://127.0.0.1:1/token", f"{platform.origin}/token"]
    answer = platform.ask_token(client_assertion=platform.assertion(aud=audience))
    assert answer.status_code == 200


def test_an_assertion_must_be_of_now(platform):
    now = int(time.time())
    for changes in (
        {"iat": now - 700, "exp": now - 600},
        {"iat": now + 600, "exp": now + 700},
        {"exp": now + 7200},
    ):
        assert refused(platform.ask_token(client_assertion=platform.assertion(**changes)))


def test_an_assertion_is_good_once(platform):
    assertion = platform.assertion()
    assert platform.ask_token(client_assertion=assertion).status_code == 200
    again = platform.ask_token(client_assertion=assertion)
    assert refused(again)
    assert "used before" in again.json()["error_description"]


def test_another_key_is_refused(platform, tool):
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(platform.assertion(), options={"verify_signature": False})
    forged = jwt.encode(claims, stranger, "RS256", headers={"kid": tool.kid})
    assert refused(platform.ask_token(client_assertion=forged))


def test_the_key_must_be_named(platform, tool):
    claims = jwt.decode(platform.assertion(), options={"verify_signature": False})
    unnamed = jwt.encode(claims, tool.key, "RS256")
    assert refused(platform.ask_token(client_assertion=unnamed))


def test_no_other_algorithm_will_do(platform, tool):
    claims = jwt.decode(platform.assertion(), options={"verify_signature": False})
    for algorithm, key in (("none", None), ("HS256", "k" * 40), ("RS384", tool.key)):
        token = jwt.encode(claims, key, algorithm, headers={"kid": tool.kid})
        assert refused(platform.ask_token(client_assertion=token)), algorithm


@pytest.mark.parametrize("assertion", ["", "x", "a.b.c", "...", "é"])
def test_what_is_no_token_is_refused(platform, assertion):
    assert refused(platform.ask_token(client_assertion=assertion))


def test_a_deeply_nested_header_is_refused(platform):
    header = base64.urlsafe_b64encode(b'{"a":' + b"[" * 20_000).decode().rstrip("=")
    assert refused(platform.ask_token(client_assertion=f"{header}.e30.AA"))


def test_the_keys_are_kept_and_read_again_for_a_new_one(platform, tool):
    platform.ask_token()
    platform.ask_token()
    assert tool.key_set_reads == 1
    tool.new_key()
    assert platform.ask_token().status_code == 200
    assert tool.key_set_reads == 2


def test_a_tool_without_a_key_set_is_not_recognised(platform, tool):
    tool.key_set_status = 503
    answer = platform.ask_token()
    assert refused(answer)
    assert f"{tool.origin}/lti/jwks answered with status 503" in answer.json()["error_description"]


def test_a_key_set_that_fails_once_is_asked_again(platform, tool):
    tool.key_set_status = 503
    platform.ask_token()
    tool.key_set_status = 200
    assert platform.ask_token().status_code == 200


def test_the_refusal_does_not_repeat_the_assertion(platform):
    assertion = platform.assertion(iss="another-tool")
    answer = platform.ask_token(client_assertion=assertion)
    assert assertion not in json.dumps(answer.json())
