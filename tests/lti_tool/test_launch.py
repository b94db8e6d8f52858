"""A launch: who is let in, as whom, and what is answered where it cannot be."""

import html
import threading
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import connect
from doubles.lms import LTI, Lms
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from baton.cli import baton
from learning.context import Context, Enrolment
from learning.database import Database
from learning.person import Identity, Person
from lti_tool.course import LtiContext, ResourceLink
from lti_tool.platform import Deployment
from web.session import WebSession

REFUSED_BY_PLATFORM = "Your platform refused the sign-in"
PENDING = "This installation of Baton is waiting to be approved."


def count(database: Database, entity: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(entity)) or 0


def test_a_launch_answers_with_the_whole_first_screen(client: FlaskClient, lms: Lms) -> None:
    answer = lms.launch(client)
    assert answer.status_code == 200, answer.text
    assert "Lead from where you are" in answer.text


def test_a_launch_says_nothing_of_itself_in_the_log(house: Any, log: Any) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"], email="ben@norrvik.example"))
    assert lms.post(client, asked["state"], token).status_code == 200
    for secret in (token, *token.split("."), asked["state"], asked["nonce"], "ben@norrvik"):
        assert secret not in log.text


@pytest.mark.parametrize("code", ["login_required", "access_denied", "invalid_request"])
def test_the_platforms_own_refusal_is_shown(house: Any, refused: Any, code: str) -> None:
    client = house.browser()
    asked = house.lms.begin(client)
    answer = client.post(
        "/lti/launch",
        data={"error": code, "error_description": "secret-detail", "state": asked["state"]},
    )
    refused(answer, 400, f"{REFUSED_BY_PLATFORM} ({code}).", asked["state"], "secret-detail")


@pytest.mark.parametrize(
    "code", ["", "<script>alert(1)</script>", "Call 555-1234 now!", "x" * 5000, "a\x00b", "ÅÄÖ"]
)
def test_nobody_writes_a_text_of_their_own_into_the_page(
    house: Any, refused: Any, code: str
) -> None:
    answer = house.browser().post("/lti/launch", data={"error": code})
    refused(answer, 400, f"{REFUSED_BY_PLATFORM} (unknown).")
    assert not code or code not in html.unescape(answer.text)


def test_a_launch_is_a_post(house: Any, refused: Any) -> None:
    refused(house.browser().get("/lti/launch"), 405, "This address is used in another way.")


def test_an_empty_launch_has_expired(house: Any, refused: Any) -> None:
    refused(house.browser().post("/lti/launch"), 400, "This link has expired.")


def test_an_unknown_deployment_waits_and_then_works(
    app: Flask,
    lms: Lms,
    database: Database,
    refused: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lms.deployment = "9:d89e"
    for _again in range(2):
        refused(lms.launch(app.test_client()), 403, PENDING)
    assert (count(database, Person), count(database, WebSession)) == (0, 0)
    assert count(database, Deployment) == 2
    approve(database, monkeypatch, "Norrvik baton-1", "9:d89e")
    assert lms.launch(app.test_client()).status_code == 200


def approve(
    database: Database, monkeypatch: pytest.MonkeyPatch, platform: str, deployment: str
) -> None:
    monkeypatch.setenv("BATON_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BATON_SECRET_KEY", "any secret will do for this command")
    words = ["deployment", "approve", platform, deployment, "--organisation", "Norrvik"]
    result = CliRunner().invoke(baton, words)
    assert result.exit_code == 0, result.output


def test_a_pending_deployments_launch_is_used_up(app: Flask, lms: Lms, refused: Any) -> None:
    lms.deployment = "new"
    client = app.test_client()
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"]))
    refused(lms.post(client, asked["state"], token), 403, PENDING, token)
    refused(lms.post(client, asked["state"], token), 400, "This link has expired.", token)


def test_the_same_sub_at_another_issuer_is_another_person(
    app: Flask, lms: Lms, database: Database
) -> None:
    """Both companies' platforms count their people from 12 on; even inside one organisation."""
    other = Lms("https://lms.other.example", "baton-7")
    connect(database, other, "Norrvik")
    for platform in (lms, other, lms, other):
        assert platform.launch(app.test_client(), "12").status_code == 200
    other.close()
    with database.read() as session:
        identities = list(session.scalars(select(Identity)))
    assert len(identities) == len({identity.person_id for identity in identities}) == 2


def test_one_person_at_two_clients_of_an_issuer_is_one_person(
    app: Flask, lms: Lms, database: Database
) -> None:
    """Open edX makes every block a client of its own."""
    block = Lms(lms.issuer, "block-2")
    connect(database, block, "Norrvik")
    for platform in (lms, block):
        assert platform.launch(app.test_client(), "12").status_code == 200
    block.close()
    assert count(database, Person) == 1


def test_companies_that_share_an_issuer_share_nobody(
    app: Flask, lms: Lms, database: Database
) -> None:
    """Canvas has one issuer for all its customers."""
    other = Lms(lms.issuer, "company-2")
    connect(database, other, "Another company")
    for platform in (lms, other):
        assert platform.launch(app.test_client(), "12").status_code == 200
    other.close()
    assert count(database, Person) == 2
    with database.read() as session:
        assert len({person.organisation_id for person in session.scalars(select(Person))}) == 2


def test_a_course_id_of_another_deployment_is_another_course(
    app: Flask, lms: Lms, database: Database
) -> None:
    other = Lms("https://lms.other.example", "baton-7")
    connect(database, other, "Another company")
    for platform in (lms, other):
        assert platform.launch(app.test_client()).status_code == 200
    other.close()
    assert count(database, LtiContext) == count(database, Context) == 2


def test_launching_again_makes_nothing_twice(app: Flask, lms: Lms, database: Database) -> None:
    for _again in range(3):
        assert lms.launch(app.test_client(), **lms.grading()).status_code == 200
    made = {kind: count(database, kind) for kind in (Person, Context, ResourceLink, Enrolment)}
    assert set(made.values()) == {1}


def test_what_the_platform_calls_a_person_is_kept_and_follows_it(
    app: Flask, lms: Lms, database: Database
) -> None:
    lis, ext = f"{LTI}lis", f"{LTI}ext"
    named = {lis: {"person_sourcedid": "E-17"}, ext: {"user_username": "ben"}}
    for changes in (named, {}, {**named, ext: {"user_username": "ben.okafor"}}):
        assert lms.launch(app.test_client(), **changes).status_code == 200
    with database.read() as session:
        identity = session.scalars(select(Identity)).one()
    assert (identity.user_name, identity.sourced_id) == ("ben.okafor", "E-17")


def test_a_whole_class_may_open_a_new_course_at_once(
    app: Flask, lms: Lms, database: Database
) -> None:
    """Their first launches meet: one makes the course, the others find it."""
    people = [f"person-{number}" for number in range(6)]
    statuses: dict[str, int] = {}
    start = threading.Barrier(len(people))

    def open_course(sub: str) -> None:
        start.wait()
        statuses[sub] = lms.launch(app.test_client(), sub, **lms.grading()).status_code

    threads = [threading.Thread(target=open_course, args=(sub,)) for sub in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == dict.fromkeys(people, 200)
    assert count(database, Context) == count(database, ResourceLink) == 1
    assert count(database, Person) == len(people)
