"""A ticket opens one page of the visit in a new tab: once, for a minute, in a session beside."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from cast.visitor import Visitor
from flask import Flask

from learning.database import Database
from web.ticket import Ticket

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"
USED = "This address could be opened once"


def ticket(visitor: Visitor, path: str = "programme") -> str:
    """Ask for a ticket; return the address with it."""
    answer = visitor.post("tickets", json={"path": visitor.url(path)})
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["url"])


def in_new_tab(visitor: Visitor, url: str) -> Visitor:
    """Open an address in a new tab of the same browser: it has no token."""
    return Visitor(visitor.client, visitor.client.get(url))


def test_a_ticket_opens_the_page_with_a_session_of_its_own(ben: Visitor) -> None:
    kit = in_new_tab(ben, ticket(ben, f"modules/{FIRST}/kit"))
    assert "Huddle kit" in kit.text
    assert kit.public_id != ben.public_id
    assert kit.token != ben.token
    assert kit.address == f"/s/{kit.public_id}/modules/{FIRST}/kit"
    assert kit.get("programme").status_code == ben.get("programme").status_code == 200


def test_the_new_session_is_the_same_person_with_the_same_link(opens: Any, amira: Visitor) -> None:
    tab = in_new_tab(amira, ticket(amira, f"modules/{SECOND}/recall"))
    tab.finish()
    assert opens("amira").get(f"modules/{SECOND}").status_code == 200


def test_a_ticket_keeps_the_query_of_the_page(ben: Visitor) -> None:
    url = ticket(ben, f"modules/{FIRST}/recall?case=1")
    assert urlsplit(url).query.startswith("case=1&ticket=")
    assert in_new_tab(ben, url).title == "First, a guess"


def test_a_form_may_ask_for_one_as_well(ben: Visitor) -> None:
    answer = ben.post("tickets", {"path": ben.url("programme")})
    assert in_new_tab(ben, answer.get_json()["url"]).title == "Your programme"


def test_a_ticket_opens_once(app: Flask, ben: Visitor) -> None:
    url = ticket(ben)
    in_new_tab(ben, url)
    again = app.test_client().get(url)
    assert again.status_code == 401
    assert USED in again.text


@pytest.mark.parametrize(("seconds", "status"), [(55, 200), (61, 401)])
def test_a_ticket_is_good_for_a_minute(ben: Visitor, seconds: int, status: int) -> None:
    url = ticket(ben)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds)):
        assert ben.client.get(url).status_code == status


@pytest.mark.parametrize("made_up", ["", "x", "x" * 5000, "%00", "%ff"])
def test_a_made_up_ticket(app: Flask, ben: Visitor, made_up: str) -> None:
    answer = app.test_client().get(f"/s/{ben.public_id}/programme?ticket={made_up}")
    assert answer.status_code == 401


def test_a_page_that_is_refused_does_not_use_the_ticket_up(ben: Visitor) -> None:
    url = ticket(ben, f"modules/{SECOND}/kit")
    assert ben.client.get(url).status_code == 403
    assert ben.client.get(url).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/lti/login",
        "https://evil.example/s/{id}/programme",
        "//evil.example/s/{id}/programme",
        "https:/s/{id}/programme",
        "javascript:/s/{id}/",
        "/s/somebody-else/programme",
        "/s/{id}",
        "/s/{id}/../../lti/login",
        "/s/{id}/./programme",
        "/s/{id}//evil.example",
        "http://[::1",
        "//[",
    ],
)
def test_a_ticket_is_for_pages_of_this_visit_only(ben: Visitor, path: str) -> None:
    answer = ben.post("tickets", json={"path": path.format(id=ben.public_id)})
    assert answer.status_code == 404
    assert "ticket=" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"path": 1}', b'{"path": ["/"]}'])
def test_a_request_that_makes_no_sense(ben: Visitor, body: bytes) -> None:
    answer = ben.post("tickets", data=body, content_type="application/json")
    assert answer.status_code == 404


def test_no_ticket_without_the_visits_token(ben: Visitor, dana: Visitor) -> None:
    wanted = {"path": ben.url("programme")}
    assert dana.post(ben.url("tickets"), json=wanted).status_code == 401
    assert ben.client.post(ben.url("tickets"), json=wanted).status_code == 401


def test_the_database_holds_no_ticket(ben: Visitor, database: Database) -> None:
    token = ticket(ben).rpartition("ticket=")[2]
    with database.read() as session:
        (kept,) = session.query(Ticket).all()
    assert token not in str(vars(kept))


def test_a_tab_lives_no_longer_than_the_launch_would(ben: Visitor) -> None:
    for minutes in range(25, 8 * 60, 25):
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            assert ben.get("programme").status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=7, minutes=59)):
        tab = in_new_tab(ben, ticket(ben))
        assert tab.get("programme").status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=8, minutes=1)):
        assert tab.get("programme").status_code == 401
