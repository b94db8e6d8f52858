"""Who sees what: one page for everyone, told from the table that the pages obey."""

from datetime import UTC, datetime

import lxml.html
import pytest
from cast.visitor import Visitor
from doubles.lms import Lms
from flask import Flask
from flask.testing import FlaskClient

from learning import threshold, visibility
from learning.database import Database
from learning.organisation import organisation_named
from learning.policy import Policy, set_policy
from learning.visibility import SEES, Sight, Viewer, sees
from web.privacy import who_sees_what
from web.session import WebSession

FIRST = "lead-from-where-you-are"
PAGES = {Sight.LOG: "log", Sight.TEAM_COUNTS: "my-team", Sight.SPREAD: "spread"}
"""Where each thing about others is shown."""


def be(database: Database, visitor: Visitor, viewer: Viewer) -> None:
    """Let a visitor be this, and nothing else but a learner."""
    with database.write() as session:
        row = session.query(WebSession).filter_by(public_id=visitor.public_id).one()
        row.leads, row.sets_up = viewer == Viewer.LEADER, viewer == Viewer.LEARNING


@pytest.mark.parametrize("sight", PAGES)
@pytest.mark.parametrize("viewer", [Viewer.LEARNER, Viewer.LEADER, Viewer.LEARNING])
def test_each_page_is_there_for_whom_the_table_names_and_for_nobody_else(
    ben: Visitor, database: Database, viewer: Viewer, sight: Sight
) -> None:
    be(database, ben, viewer)
    allowed = sees(viewer, sight)
    assert (ben.get(PAGES[sight]).status_code == 200) == allowed


@pytest.mark.parametrize("sight", PAGES)
def test_a_page_asks_the_table(
    ben: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch, sight: Sight
) -> None:
    viewer = next(one for one in Viewer if sight in SEES[one])
    be(database, ben, viewer)
    assert ben.get(PAGES[sight]).status_code == 200
    monkeypatch.setitem(visibility.SEES, viewer, frozenset())
    assert ben.get(PAGES[sight]).status_code in {403, 404}


def test_everybody_reads_the_same(ben: Visitor, amira: Visitor) -> None:
    pages = []
    for visitor in (ben, amira):
        assert visitor.get("privacy").status_code == 200
        pages.append(visitor.text.replace("Set-up", "").strip())
    assert pages[0] == pages[1]


def test_it_says_plainly_what_the_gradebook_shows(ben: Visitor) -> None:
    ben.get("privacy")
    assert ben.title == "Who sees what"
    assert "A score of 80 or 100 beside your name" in ben.text
    assert "Your plans, your answers and your look back are for you alone." in ben.text
    assert "90 days" in ben.text


def test_where_leaders_see_names_it_says_so_to_everybody_there(
    ben: Visitor, chidi: Visitor, database: Database
) -> None:
    with database.write() as session:
        norrvik = organisation_named(session, "Norrvik")
        assert norrvik is not None
        set_policy(session, norrvik, Policy.NAMED, "Kim", datetime(2026, 3, 2, 12, tzinfo=UTC))
    ben.get("privacy")
    assert "by name, for modules that were opened after Monday 2 March." in ben.text
    chidi.get("privacy")
    assert "by name" not in chidi.text


def test_anybody_may_read_it_and_it_says_nothing_of_anybody(client: FlaskClient) -> None:
    answer = client.get("/privacy")
    assert answer.status_code == 200
    assert "Who sees what" in answer.text
    assert "Norrvik" not in answer.text
    assert "by name, for modules" not in answer.text
    for language in ("sv", "xx", "<script>", "%00"):
        assert client.get(f"/privacy?language={language}").status_code == 200
    assert 'lang="sv"' in client.get("/privacy", headers={"Accept-Language": "sv-SE"}).text


def test_the_numbers_are_those_that_the_pages_keep_to(
    app: object, monkeypatch: pytest.MonkeyPatch, client: FlaskClient
) -> None:
    text = client.get("/privacy").text
    assert f"at least {threshold.ACTIVITY} others" in text
    assert f"at least {threshold.PULSE} have answered" in text


def test_each_thing_that_can_be_seen_has_its_sentence(app: object, client: FlaskClient) -> None:
    with client.application.test_request_context():
        told = who_sees_what(datetime(2026, 3, 2, tzinfo=UTC).date())
    assert len(told) == len(Viewer) + 1
    assert all(sentence for row in told for sentence in row.sentences)


def test_who_comes_without_a_visit_is_one_tap_away_from_it(app: Flask, lms: Lms) -> None:
    """From a kit that anybody may read, one that the LMS opened without a name, and a problem."""
    client = app.test_client()
    asked = lms.begin(client)
    claims = lms.claims(nonce=asked["nonce"], name=None)
    del claims["sub"]
    unnamed = lms.post(client, asked["state"], lms.sign(claims))
    swedish = {"Accept-Language": "sv"}
    pages = [
        (client.get(f"/huddle/{FIRST}"), "en"),
        (client.get(f"/huddle/{FIRST}/host"), "en"),
        (unnamed, "en"),
        (client.get("/no/such/page"), "en"),
        (client.get("/no/such/page", headers=swedish), "sv"),
    ]
    for page, language in pages:
        (link,) = lxml.html.fromstring(page.text).xpath("//footer//a[starts-with(@href, '/priv')]")
        assert link.get("href") == f"/privacy?language={language}"
        assert f'lang="{language}"' in client.get(link.get("href")).text
        # The page may stand in the LMS's frame, where /privacy may not.
        assert link.get("target") == "_blank"
