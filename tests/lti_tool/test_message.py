"""A message that is signed well: it must be for us, of now, and of a kind that we know."""

import time
from typing import Any

import pytest
from conftest import connect
from doubles.lms import LTI, Lms
from doubles.tokens import signed

NOT_VERIFIED = "Baton could not verify the message from your learning platform."
CLOCKS = "Opening Baton took too long, or the clocks of the two servers differ."
NOT_UNDERSTOOD = "The message from your learning platform is unsupported or incomplete."


def launch(house: Any, **changes: Any) -> tuple[Any, list[str]]:
    """Launch with genuine but odd claims; return the answer and what nobody may read."""
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    claims = {**lms.claims(nonce=asked["nonce"]), **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    token = signed({"kid": lms.kid}, claims, lms.keys[lms.kid])
    return lms.post(client, asked["state"], token), [token, asked["state"], asked["nonce"]]


NOT_FOR_US = {
    "another issuer": {"iss": "https://stranger.example"},
    "issuer with a slash": {"iss": "https://lms.norrvik.example/"},
    "no issuer": {"iss": None},
    "issuer is a number": {"iss": 7},
    "issuer is a list": {"iss": ["https://lms.norrvik.example"]},
    "issuer with a null character": {"iss": "https://lms.norrvik.example\x00"},
    "issuer with a lone surrogate": {"iss": "https://lms.norrvik.example\ud800"},
    "another audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "audience is empty": {"aud": ""},
    "no audience in the list": {"aud": []},
    "audience is a number": {"aud": 1},
    "audience is an object": {"aud": {"baton-1": True}},
    "an audience is no text": {"aud": ["baton-1", 7], "azp": "baton-1"},
    "audience with a null character": {"aud": "baton-1\x00"},
    "audience with a lone surrogate": {"aud": "baton-1\udfff"},
    "audience without end": {"aud": "b" * 5000},
    "several audiences, none of them ours": {"aud": ["a", "b"], "azp": "a"},
    "several audiences and no azp": {"aud": ["baton-1", "other"]},
    "azp is somebody else": {"azp": "other"},
    "azp is another of the audiences": {"aud": ["baton-1", "other"], "azp": "other"},
    "azp is not among the audiences": {"aud": ["baton-1", "other"], "azp": "third"},
    "azp is a list": {"azp": ["baton-1"]},
    "azp is empty": {"azp": ""},
    "no exp": {"exp": None},
    "no iat": {"iat": None},
    "exp is a word": {"exp": "soon"},
    "exp is a list": {"exp": [1]},
    "exp is endless": {"exp": float("inf")},
    "exp is not a number": {"exp": float("nan")},
    "iat is an object": {"iat": {}},
    "iat is endless": {"iat": float("inf")},
    "nbf is a word": {"nbf": "now"},
    "no nonce": {"nonce": None},
    "nonce is empty": {"nonce": ""},
    "nonce is a list": {"nonce": ["x"]},
    "nonce is made up": {"nonce": "made-up-by-mallory-0123456789"},
}


@pytest.mark.parametrize("name", NOT_FOR_US)
def test_a_message_that_is_not_for_us_is_refused(house: Any, refused: Any, name: str) -> None:
    before = house.written()
    answer, secrets = launch(house, **NOT_FOR_US[name])
    refused(answer, 401, NOT_VERIFIED, *secrets)
    assert house.written() == before


TIMES = {
    "expired": {"iat": -180, "exp": -120},
    "expired just beyond the leeway": {"exp": -62},
    "issued in the future": {"iat": 120, "exp": 180},
    "issued just beyond the leeway": {"iat": 75},
    "issued long before the login": {"iat": -3600, "exp": 3600},
    "issued at the beginning of time": {"iat": -int(time.time()), "exp": 60},
    "not valid yet": {"nbf": 120},
}


def at(seconds: dict[str, int]) -> dict[str, int]:
    return {name: int(time.time()) + offset for name, offset in seconds.items()}


@pytest.mark.parametrize("name", TIMES)
def test_a_message_from_another_time_is_refused(house: Any, refused: Any, name: str) -> None:
    before = house.written()
    answer, secrets = launch(house, **at(TIMES[name]))
    refused(answer, 401, CLOCKS, *secrets)
    assert "check the server clocks" in answer.text
    assert house.written() == before


@pytest.mark.parametrize(
    "seconds",
    [
        {"iat": 45, "exp": 105},
        {"iat": -50, "exp": -40},
        {"iat": -2, "exp": 58},
        {"nbf": 45},
        {"exp": 10_000_000},
    ],
    ids=str,
)
def test_clocks_may_differ_by_a_minute(house: Any, seconds: dict[str, int]) -> None:
    answer, _secrets = launch(house, **at(seconds))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["baton-1"]},
        {"aud": ["baton-1"], "azp": "baton-1"},
        {"azp": "baton-1"},
        {"aud": ["other", "baton-1"], "azp": "baton-1"},
        {"sub": 12},
        {"jti": 7},
        {"name": None, "given_name": "Ben", "family_name": "Okafor"},
        {f"{LTI}roles": None},
        {f"{LTI}launch_presentation": None},
        {f"{LTI}lis": {"person_sourcedid": "x"}, "https://vendor.example/claim": [1, {"a": None}]},
    ],
    ids=str,
)
def test_what_the_standard_allows_is_let_in(house: Any, changes: dict[str, Any]) -> None:
    answer, _secrets = launch(house, **changes)
    assert answer.status_code == 200, answer.text


def test_a_claim_that_is_null_counts_as_absent(house: Any) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    claims = {**lms.claims(nonce=asked["nonce"]), "email": None, f"{LTI}custom": None}
    assert lms.post(client, asked["state"], lms.sign(claims)).status_code == 200


def test_numbers_and_texts_are_the_same_person(house: Any) -> None:
    launch(house, sub="4711")
    before = house.written()[1]
    launch(house, sub=4711)
    assert house.written()[1] == before


def test_a_nonce_of_another_login_is_refused(house: Any, refused: Any) -> None:
    """Somebody puts the token of one login together with the state of another."""
    client, lms = house.browser(), house.lms
    one, other = lms.begin(client), lms.begin(client)
    token = lms.sign(lms.claims(nonce=one["nonce"]))
    refused(lms.post(client, other["state"], token), 401, NOT_VERIFIED, token)


def test_a_message_of_another_platform_is_refused(house: Any, refused: Any) -> None:
    """A platform that is connected as well answers a login that was meant for Norrvik's."""
    rival = Lms("https://lms.rival.example", "baton-9")
    connect(house.database, rival, "Rival")
    client = house.browser()
    asked = house.lms.begin(client)
    token = rival.sign(rival.claims(nonce=asked["nonce"]))
    refused(rival.post(client, asked["state"], token), 401, NOT_VERIFIED, token)
    rival.close()


WRONG_KIND = {
    "no version": {f"{LTI}version": None},
    "LTI 1.1": {f"{LTI}version": "LTI-1p0"},
    "version is a number": {f"{LTI}version": 1.3},
    "no message type": {f"{LTI}message_type": None},
    "a message type that is unknown": {f"{LTI}message_type": "LtiDream"},
    "message type is a list": {f"{LTI}message_type": ["LtiResourceLinkRequest"]},
    "message type in capitals": {f"{LTI}message_type": "LTIRESOURCELINKREQUEST"},
}


@pytest.mark.parametrize("name", WRONG_KIND)
def test_a_message_of_a_wrong_kind_is_unsupported(house: Any, refused: Any, name: str) -> None:
    answer, secrets = launch(house, **WRONG_KIND[name])
    refused(answer, 400, NOT_UNDERSTOOD, *secrets)


def test_a_token_that_is_too_large_is_refused(house: Any, refused: Any) -> None:
    answer, secrets = launch(house, padding="x" * 70_000)
    refused(answer, 400, NOT_UNDERSTOOD, *secrets)


def test_a_body_that_is_too_large_is_refused(house: Any, refused: Any) -> None:
    answer, secrets = launch(house, padding="x" * 300_000)
    refused(answer, 413, "That was more text than Baton can take at once.", *secrets)
