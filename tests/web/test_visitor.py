"""Closed by default: nothing under /s/ without a living session, and a shell that tells nothing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from cast.visitor import Visitor, visit
from doubles.lms import Lms
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from learning.database import Database
from web.session import WebSession, hash_token

FIRST = "lead-from-where-you-are"
OPEN_TO_ALL = {"/s/<public_id>/ended"}
ENDED = "Your visit has ended"


def later(**delta: int) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(**delta))


def row(database: Database, visitor: Visitor) -> WebSession:
    with database.read() as session:
        wanted = select(WebSession).where(WebSession.public_id == visitor.public_id)
        return session.scalars(wanted).one()


def routes(app: Flask, public_id: str) -> Iterator[tuple[str, str]]:
    """Every method and address under /s/."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/s/") and rule.rule not in OPEN_TO_ALL:
            path = rule.rule.replace("<public_id>", public_id)
            path = path.replace("<slug>", FIRST).replace("<part>", "recall")
            # Whatever else an address has: nobody gets as far as looking at it.
            path = re.sub(r"<[^>]+>", "1", path)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, path


def without_reference(answer: TestResponse) -> str:
    return re.sub(r"[A-Z2-9]{4}-[A-Z2-9]{4}", "", answer.text)


def test_every_route_is_closed_without_a_session(app: Flask, ben: Visitor) -> None:
    browser = app.test_client()
    seen = list(routes(app, ben.public_id))
    assert len(seen) >= 8
    for method, path in seen:
        answer = browser.open(path, method=method)
        # A page comes as a shell; a file to keep, and whatever is sent, are refused.
        is_shell = method == "GET" and "data-shell" in answer.text
        assert is_shell or answer.status_code == 401, path


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic", "Token"])
def test_every_route_is_closed_to_a_wrong_token(app: Flask, ben: Visitor, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {ben.token[:-1]}x", "HX-Request": "true"}
    for method, path in routes(app, ben.public_id):
        answer = app.test_client().open(path, method=method, headers=headers)
        assert answer.status_code == 401 or "data-shell" in answer.text, path
        assert "First, a guess" not in answer.text


def test_a_token_opens_its_own_visit_only(app: Flask, ben: Visitor, dana: Visitor) -> None:
    unknown = "x" * len(ben.public_id)
    for method, path in routes(app, ben.public_id):
        there = dana.client.open(path, method=method, headers=dana.headers)
        nowhere = path.replace(ben.public_id, unknown)
        not_there = dana.client.open(nowhere, method=method, headers=dana.headers)
        assert there.status_code == not_there.status_code == 401, path
        assert without_reference(there) == without_reference(not_there)


def test_the_shell_is_the_same_whether_the_visit_exists_or_not(app: Flask, ben: Visitor) -> None:
    browser, unknown = app.test_client(), "x" * len(ben.public_id)
    there = browser.get(f"/s/{ben.public_id}/modules/{FIRST}/recall")
    not_there = browser.get(f"/s/{unknown}/modules/{FIRST}/recall")
    assert there.status_code == not_there.status_code == 200
    assert there.text.replace(ben.public_id, "") == not_there.text.replace(unknown, "")


def test_the_shell_says_nothing_of_anybody(app: Flask, opens: Any) -> None:
    ben = opens("ben", name="Ben Olsson", email="ben@norrvik.example")
    ben.finish(until="plan")
    ben.make_plan(cue="a secret moment")
    page = app.test_client().get(f"/s/{ben.public_id}/modules/{FIRST}/plan").text
    for word in ("Ben", "Olsson", "norrvik", "secret", ben.token, "Lead from"):
        assert word not in page


def test_the_shell_asks_for_nothing_that_needs_a_cookie(app: Flask, ben: Visitor) -> None:
    answer = app.test_client().get(f"/s/{ben.public_id}/programme")
    assert "Set-Cookie" not in answer.headers


def test_a_shell_comes_back_with_the_tabs_token(ben: Visitor) -> None:
    assert ben.get("programme").status_code == 200
    assert ben.title == "Your programme"


def test_the_first_screen_hands_the_token_to_the_page_and_later_ones_do_not(ben: Visitor) -> None:
    assert ben.answer.text.count(ben.token) == 1
    ben.go_on()
    assert ben.token not in ben.answer.text


def test_the_database_holds_no_token(ben: Visitor, database: Database) -> None:
    kept = row(database, ben)
    values = [str(getattr(kept, column.key)) for column in WebSession.__table__.columns]
    assert hash_token(ben.token) in values
    assert ben.token not in " ".join(values)


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 401)])
def test_a_visit_ends_after_half_an_hour_without_a_click(
    ben: Visitor, minutes: int, status: int
) -> None:
    with later(minutes=minutes):
        assert ben.get("programme").status_code == status
    assert (ENDED in ben.message) == (status == 401)


def test_an_idle_visit_saves_nothing(ben: Visitor, opens: Any) -> None:
    ben.finish(until="plan")
    with later(minutes=31):
        assert ben.make_plan(cue="too late").status_code == 401
    assert "nothing more was saved" in ben.message
    assert opens("ben").title == "Your plan for this week"


@pytest.mark.parametrize("way", ["get", "post"])
def test_each_click_gives_another_half_hour(ben: Visitor, way: str) -> None:
    for minutes in (20, 40, 60):
        with later(minutes=minutes):
            if way == "get":
                assert ben.get("programme").status_code == 200
            else:
                assert ben.post(f"modules/{FIRST}/recall", {"done": "1"}).status_code == 200


def test_a_visit_ends_after_eight_hours_whatever_one_does(ben: Visitor) -> None:
    for minutes in range(25, 8 * 60, 25):
        with later(minutes=minutes):
            assert ben.get("programme").status_code == 200
    with later(hours=8, minutes=1):
        assert ben.get("programme").status_code == 401


def test_presence_is_noted_at_most_once_a_minute(ben: Visitor, database: Database) -> None:
    at_first = row(database, ben).seen_at
    with later(seconds=50):
        ben.get("programme")
    assert row(database, ben).seen_at == at_first
    with later(seconds=70):
        ben.get("programme")
    assert row(database, ben).seen_at > at_first


def test_two_launches_in_one_browser_stay_apart(app: Flask, lms: Lms) -> None:
    tablet = app.test_client()
    ben, dana = visit(tablet, lms, "ben"), visit(tablet, lms, "dana")
    ben.finish(until="plan")
    dana.get(f"modules/{FIRST}")
    assert (ben.part, dana.part) == ("plan", "recall")
    assert dana.get(ben.url("programme")).status_code == 401
    dana.post("hand-over")
    assert dana.get("programme").status_code == 401
    assert ben.make_plan().status_code == 200


def test_a_plain_request_gets_a_whole_page_and_htmx_a_piece(ben: Visitor) -> None:
    token = {"Authorization": f"Bearer {ben.token}"}
    whole = ben.client.get(ben.url("programme"), headers=token)
    assert "<!doctype html>" in whole.text.lower()
    ben.get("programme")
    assert "<!doctype" not in ben.answer.text.lower()
    assert ben.answer.headers["HX-Push-Url"] == ben.url("programme")
    assert lxml.html.fromstring(ben.answer.text).xpath("//main[@id='screen']")
