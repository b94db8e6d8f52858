"""The platform's storage in a cookie's place: the launch is asked for its proof, never let off."""

import html
import json
import re
from typing import Any

import pytest
from doubles.logins import answer_to, sent_to
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

EXPIRED = "This link has expired. Open it again from your course."
NOT_YOURS = "This browser did not let Baton check that the sign-in is yours."


def told(answer: TestResponse, name: str) -> dict[str, Any]:
    """Return what a small page was told."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', answer.text)
    assert found, answer.text
    return dict(json.loads(found[1]))


class Login:
    """A login in a frame that keeps no cookie, and the platform's answer to it."""

    def __init__(self, house: Any, target: str | None = "_parent", sub: str = "ben") -> None:
        self.lms, self.client = house.lms, house.browser()
        form = self.lms.login_form(lti_storage_target=target)
        page = answer_to(self.client, "POST", form, headers={"Sec-Fetch-Dest": "iframe"})
        self.storage = told(page, "login")["storage"]
        sent = sent_to(self.storage["authorization_url"])
        self.state, self.nonce = sent["state"], sent["nonce"]
        self.token = self.lms.sign(self.lms.claims(sub, nonce=self.nonce))

    def post(
        self, client: FlaskClient | None = None, site: str = "cross-site", **more: str
    ) -> TestResponse:
        form = {"state": self.state, "id_token": self.token, **more}
        headers = {"Sec-Fetch-Site": site}
        return (client or self.client).post("/lti/launch", data=form, headers=headers)

    def prove(self, client: FlaskClient | None = None, site: str = "same-origin") -> TestResponse:
        return self.post(client, site, storage_proof=self.storage["value"])


@pytest.mark.parametrize("target", [None, "", "_parent", "post_message_forwarding", "Ånge 1"])
def test_the_page_before_the_login_knows_where_to_keep_what(house: Any, target: str | None) -> None:
    storage = Login(house, target).storage
    assert storage["frame"] == (target or "")
    assert storage["origin"] == "https://lms.norrvik.example"
    assert storage["key"].startswith("baton-")


@pytest.mark.parametrize("target", ["x" * 300, "a\x00b", "line\nbreak"])
def test_a_name_that_no_frame_can_have_is_not_used(house: Any, target: str) -> None:
    assert Login(house, target).storage["frame"] == ""


def test_what_is_kept_does_not_follow_from_what_the_platform_sees(house: Any) -> None:
    login = Login(house)
    assert login.storage["value"] not in login.storage["authorization_url"]
    assert login.storage["value"] not in (login.state, login.nonce)


def test_a_launch_without_proof_gets_a_page_that_asks_for_it(house: Any, log: Any) -> None:
    login, before = Login(house), house.written()
    answer = login.post()
    assert answer.status_code == 200
    assert told(answer, "storage") == {
        "frame": "_parent",
        "origin": "https://lms.norrvik.example",
        "key": login.storage["key"],
    }
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', html.unescape(answer.text)))
    assert fields == {"id_token": login.token, "state": login.state}
    assert answer.headers["Cache-Control"] == "no-store"
    assert login.storage["value"] not in answer.text
    assert house.written() == before
    assert login.token[:40] not in log.text


def test_with_the_proof_from_our_own_page_it_goes_on_once(house: Any, refused: Any) -> None:
    login = Login(house)
    assert login.post().status_code == 200
    answer = login.prove()
    assert answer.status_code == 200
    assert 'id="session"' in answer.text
    refused(login.prove(), 400, EXPIRED, login.token)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_proof_from_any_other_page_counts_for_nothing(house: Any, site: str) -> None:
    """Whoever began the login knows the value, and could post it in somebody else's browser."""
    login, before = Login(house, sub="chidi"), house.written()
    answer = login.prove(house.browser(), site)
    assert told(answer, "storage")["key"] == login.storage["key"]
    assert house.written() == before


@pytest.mark.parametrize("proof", ["", "x", "ÿ", "a" * 4000])
def test_a_proof_that_is_made_up_is_refused(house: Any, refused: Any, proof: str) -> None:
    login = Login(house)
    answer = login.post(site="same-origin", storage_proof=proof)
    refused(answer, 400, NOT_YOURS, login.token)


def test_the_value_of_another_login_proves_nothing(house: Any, refused: Any) -> None:
    login, other = Login(house), Login(house)
    answer = login.post(site="same-origin", storage_proof=other.storage["value"])
    refused(answer, 400, NOT_YOURS, login.token)


def test_a_login_that_set_a_cookie_is_not_let_in_by_the_storage(house: Any, refused: Any) -> None:
    """Each state is proven in one way, the one that was found to work before the redirect."""
    lms, chidi = house.lms, house.browser()
    asked = lms.begin(chidi)
    token = lms.sign(lms.claims("chidi", nonce=asked["nonce"]))
    form = {"state": asked["state"], "id_token": token, "storage_proof": "x"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = house.browser().post("/lti/launch", data=form, headers=headers)
    refused(answer, 400, NOT_YOURS, token)


def test_blackboard_names_the_frame_at_the_launch(house: Any) -> None:
    answer = Login(house, None).post(lti_storage_frame="bb_frame")
    assert told(answer, "storage")["frame"] == "bb_frame"


def test_the_frame_that_the_login_named_stays(house: Any) -> None:
    answer = Login(house).post(lti_storage_frame="other")
    assert told(answer, "storage")["frame"] == "_parent"
