"""What the LMS signs can be checked with what it publishes."""

import jwt
import requests


def published(platform):
    return requests.get(f"{platform.origin}/jwks").json()["keys"]


def id_token(platform):
    return platform.message(platform.authenticate(platform.begin("12")))["id_token"]


def test_the_key_set_says_what_its_keys_are_for(platform):
    (key,) = published(platform)
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert "d" not in key
    header = jwt.get_unverified_header(id_token(platform))
    assert (header["alg"], header["kid"]) == ("RS256", key["kid"])


def test_the_first_key_is_the_same_for_everybody(platform):
    assert published(platform) == published(platform)


def test_after_a_rotation_old_and_new_launches_can_be_checked(platform):
    before = id_token(platform)
    kid = platform.lms.keys.rotate()
    after = id_token(platform)
    assert jwt.get_unverified_header(after)["kid"] == kid
    assert jwt.get_unverified_header(before)["kid"] != kid
    assert platform.verify(before)["sub"] == platform.verify(after)["sub"] == "12"
