"""A login inside a frame: what works there is found out before anything is sent."""

import html
import json
import re
from typing import Any

import pytest
from doubles.lms import Lms
from doubles.logins import ODD_HINTS, answer_to, asked, sent_to
from flask.testing import FlaskClient


def framed(client: FlaskClient, form: dict[str, str], method: str = "POST") -> dict[str, str]:
    """Log in inside a frame; return what the probing page was told."""
    answer = answer_to(client, method, form, headers={"Sec-Fetch-Dest": "iframe"})
    assert answer.status_code == 200, answer.text
    assert "Location" not in answer.headers
    found = re.search(r'<script type="application/json" id="login">(.*?)</script>', answer.text)
    assert found
    told: dict[str, str] = json.loads(found[1])
    return told


@pytest.mark.parametrize("dest", ["iframe", "frame", "embed", "object"])
def test_in_a_frame_nothing_is_sent_before_it_is_known_what_works(house: Any, dest: str) -> None:
    """The platform may use its hint up at the first redirect."""
    answer = answer_to(
        house.browser(), "POST", house.lms.login_form(), headers={"Sec-Fetch-Dest": dest}
    )
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "http-equiv" not in answer.text.lower()
    assert "<form" not in answer.text
    assert "One moment" in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_probing_page_knows_where_to_go_on(house: Any, method: str) -> None:
    told = framed(house.browser(), house.lms.login_form(), method)
    sent = sent_to(told["authorization_url"])
    assert sent["login_hint"] == "hint & more"
    assert told["authorization_url"].startswith(f"{house.lms.auth_url}?")
    assert told["check_url"].startswith("/lti/login/cookie-check?")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("hint", ODD_HINTS)
def test_a_new_window_logs_in_with_everything_that_the_platform_said(
    house: Any, method: str, hint: str
) -> None:
    form = house.lms.login_form(
        login_hint=hint, lti_message_hint=hint, deployment_id="9:d89e", canvas_region="eu"
    )
    told = framed(house.browser(), form, method)
    again = sent_to(told["new_window_url"])
    kept = {name: value for name, value in form.items() if name != "canvas_region"}
    assert again == {**kept, "new_window": "1"}
    window = house.browser().get(told["new_window_url"], headers={"Sec-Fetch-Dest": "document"})
    assert asked(window)["login_hint"] == hint


def test_the_page_offers_the_new_window_without_a_script_too(house: Any) -> None:
    answer = answer_to(
        house.browser(), "POST", house.lms.login_form(), headers={"Sec-Fetch-Dest": "iframe"}
    )
    fallback = re.search(r"<noscript>.*?</noscript>", answer.text, re.DOTALL)
    assert fallback
    link = re.search(r'href="(/lti/login\?[^"]*)"', fallback[0])
    assert link
    assert sent_to(html.unescape(link[1]))["login_hint"] == "hint & more"


def test_a_hint_cannot_break_out_of_the_probing_page(house: Any) -> None:
    form = house.lms.login_form(login_hint="</script><script>alert(1)</script>")
    answer = answer_to(house.browser(), "POST", form, headers={"Sec-Fetch-Dest": "iframe"})
    assert "<script>alert(1)" not in answer.text


def check_of(client: FlaskClient, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json


def test_the_check_tells_whether_this_browser_kept_the_cookie(house: Any) -> None:
    client = house.browser()
    url = framed(client, house.lms.login_form())["check_url"]
    assert check_of(client, url) == {"cookie": True}
    assert check_of(house.browser(), url) == {"cookie": False}


def test_the_check_is_not_fooled_by_another_logins_cookie(house: Any) -> None:
    client, other = house.browser(), house.browser()
    url = framed(client, house.lms.login_form())["check_url"]
    framed(other, house.lms.login_form())
    assert check_of(other, url) == {"cookie": False}
    told = framed(client, house.lms.login_form())
    name = told["cookie_name"]
    other.set_cookie(name, "made up", domain="localhost")
    assert check_of(other, told["check_url"]) == {"cookie": False}


@pytest.mark.parametrize("state", ["", "state-x", "a.b.c.d", "%00", "ÿ", "x" * 3000])
def test_the_check_knows_no_state_that_we_did_not_make(house: Any, state: str) -> None:
    answer = house.browser().get("/lti/login/cookie-check", query_string={"state": state})
    assert answer.json == {"cookie": False}


def test_a_launch_works_after_the_probe(house: Any) -> None:
    client, lms = house.browser(), house.lms
    sent = sent_to(framed(client, lms.login_form())["authorization_url"])
    answer = Lms.post(client, sent["state"], lms.sign(lms.claims(nonce=sent["nonce"])))
    assert answer.status_code == 200
