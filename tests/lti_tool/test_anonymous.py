"""A launch without a person: something to read, nothing saved."""

from typing import Any

from doubles.lms import LTI

NOTHING_SAVED = "did not say who you are, so you can read here, but nothing is saved"


def test_somebody_without_a_name_reads_the_kit_and_leaves_no_trace(house: Any) -> None:
    before = house.written()
    answer = house.launch(None, name=None)
    assert answer.status_code == 200, answer.text
    assert NOTHING_SAVED in answer.text
    assert "Huddle kit" in answer.text
    assert "Lead from where you are" in answer.text
    assert 'id="session"' not in answer.text
    assert "/s/" not in answer.text
    assert house.written() == before


def test_the_link_names_the_module(house: Any) -> None:
    answer = house.launch(None, **{f"{LTI}custom": {"module": "plans-that-fire"}})
    assert "Plans that fire" in answer.text


def test_only_the_platform_frames_it(house: Any) -> None:
    answer = house.launch(None)
    assert "https://lms.norrvik.example" in answer.headers["Content-Security-Policy"]


def test_it_is_good_once_too(house: Any, refused: Any) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    claims = lms.claims(nonce=asked["nonce"])
    del claims["sub"]
    token = lms.sign(claims)
    assert lms.post(client, asked["state"], token).status_code == 200
    refused(lms.post(client, asked["state"], token), 400, "This link has expired.", token)


def test_a_module_that_baton_does_not_have_is_not_found(house: Any, refused: Any) -> None:
    answer = house.launch(None, **{f"{LTI}custom": {"module": "no-such"}})
    refused(answer, 404, "This link names a module that Baton does not have.")
