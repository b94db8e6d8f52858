"""Is Baton connected well? A page for whoever teaches the course, and for nobody else."""

from itertools import pairwise
from typing import Any

import pytest
from cast.visitor import Visitor, visit
from doubles.lms import AGS, INSTRUCTOR, LEARNER, LTI, Lms
from flask.testing import FlaskClient

from learning.database import Database
from lti_tool.connection_checks import CHECKS
from lti_tool.connection_page import AT_ONCE
from lti_tool.teacher_launch import TeacherLaunch

NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"


@pytest.fixture
def amira(client: FlaskClient, lms: Lms) -> Visitor:
    """Amira teaches the course."""
    return visit(client, lms, "amira", **teaches(lms))


def teaches(lms: Lms, *more: str) -> dict[str, Any]:
    roster = {NRPS: {"context_memberships_url": f"{lms.url}/roster"}}
    return {f"{LTI}roles": [INSTRUCTOR, *more], **lms.grading(), **roster}


def piece(visitor: Visitor, name: str) -> str:
    answer = visitor.client.get(visitor.url(f"connection/{name}"), headers=visitor.headers)
    assert answer.status_code == 200
    return answer.text


def test_the_page_comes_at_once_and_asks_for_the_first_check(amira: Visitor, lms: Lms) -> None:
    asked = lms.key_set_requests
    assert amira.get("connection").status_code == 200
    assert amira.title == "Is Baton connected well?"
    (first,) = amira.screen.xpath("//*[@hx-get]")
    assert first.get("hx-get") == amira.url("connection/their-keys")
    assert lms.key_set_requests == asked


def test_each_check_brings_the_next_one(amira: Visitor) -> None:
    names = list(CHECKS)
    for name, after in pairwise(names):
        text = piece(amira, name)
        assert f'hx-get="{amira.url(f"connection/{after}")}"' in text
        assert "Well:" in text or "Not well:" in text
    text = piece(amira, names[-1])
    assert "hx-get" not in text
    assert "That was everything." in text


def test_an_lms_that_gives_no_access_is_a_finding_and_no_fault(amira: Visitor) -> None:
    assert "no token: status 404" in piece(amira, "access")
    assert "cannot be read" in piece(amira, "roster")


def test_it_shows_which_roles_and_claims_arrived(client: FlaskClient, lms: Lms) -> None:
    amira = visit(client, lms, "amira", **teaches(lms, ADMINISTRATOR))
    text = piece(amira, "launches")
    assert ADMINISTRATOR in text
    assert AGS in text
    assert "Amira" not in text


@pytest.mark.parametrize("path", ["connection", "connection/their-keys", "connection/launches"])
@pytest.mark.parametrize("roles", [[LEARNER], [LEARNER, ADMINISTRATOR], []])
def test_to_a_learner_there_is_no_such_page(
    client: FlaskClient, lms: Lms, path: str, roles: list[str]
) -> None:
    ben = visit(client, lms, "ben", **{f"{LTI}roles": roles})
    refused, missing = ben.get(path), ben.get("modules/nothing/nowhere/at-all")
    assert refused.status_code == missing.status_code == 404
    assert "There is nothing at this address." in refused.text


def test_a_check_that_is_none(amira: Visitor) -> None:
    assert amira.get("connection/elsewhere").status_code == 404


def test_without_a_token_there_is_only_the_shell(amira: Visitor, client: FlaskClient) -> None:
    for path in ("connection", "connection/access"):
        text = client.get(amira.url(path)).text
        assert "connected well" not in text
        assert "Well:" not in text


def test_those_who_learn_are_not_kept_waiting_by_those_who_look(amira: Visitor, lms: Lms) -> None:
    """With as many checks under way as may be, the next one waits its turn in the browser."""
    asked = lms.key_set_requests
    for _n in range(2):
        assert AT_ONCE.acquire(blocking=False)
    try:
        text = piece(amira, "their-keys")
    finally:
        AT_ONCE.release(2)
    assert "Others are looking just now." in text
    assert 'hx-trigger="load delay:3s"' in text
    assert lms.key_set_requests == asked
    assert "Well:" in piece(amira, "their-keys")


def test_a_learners_launch_notes_nothing(client: FlaskClient, lms: Lms, database: Database) -> None:
    visit(client, lms, "ben", **lms.grading())
    with database.read() as session:
        assert session.query(TeacherLaunch).count() == 0
