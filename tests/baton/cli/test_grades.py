"""`baton grades`: what is on its way, what was refused and why, and trying again."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from learning.outbox import drain
from lti_tool.grades import Grades
from lti_tool.service import Services
from practice_lms.people import person_named
from web.keyring import Keyring

AMIRA, BEN = person_named("Amira").sub, person_named("Ben").sub


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton(*arguments, **settings)


@pytest.fixture
def sent(debts, database, settings, catalogue):
    """Ben's grade was taken; Amira leads, so the gradebook has no row for her."""
    debts.owe({(1, BEN): 80.0, (1, AMIRA): 80.0})
    services = Services(database, Keyring((settings["BATON_SECRET_KEY"],)))
    drain(database, Grades(database, services, catalogue).send)


def listed(run, *options):
    return json.loads(run("grades", "list", "--json", *options).out)


def test_nothing_is_owed_at_first(run):
    assert run("grades", "list").out == "No grades.\n"
    assert listed(run) == []


def test_it_says_who_has_which_grade(run, sent):
    rows = {row["person"]: row for row in listed(run)}
    assert rows[BEN]["state"] == "sent"
    assert (rows[BEN]["score"], rows[BEN]["sent"]) == (80.0, 80.0)
    assert rows[BEN]["column"] == "Leadership: module:column-1"
    assert rows[AMIRA]["state"] == "refused"
    assert "400" in rows[AMIRA]["reason"]


def test_the_table_shows_the_same(run, sent):
    shown = run("grades", "list").out
    assert "refused" in shown
    assert "sent" in shown


def test_one_state_can_be_asked_for(run, sent):
    assert [row["person"] for row in listed(run, "--state", "refused")] == [AMIRA]


def test_the_list_can_be_cut(run, sent):
    assert len(listed(run, "--limit", "1")) == 1


def test_what_was_refused_can_be_tried_again(run, sent):
    assert run("grades", "retry", "--refused").out == "1 to be sent again.\n"
    assert {row["person"]: row["state"] for row in listed(run)} == {AMIRA: "waiting", BEN: "sent"}


def test_a_grade_can_be_sent_again_by_its_id(run, sent):
    number = next(row["id"] for row in listed(run) if row["person"] == BEN)
    assert run("grades", "retry", str(number)).out == "1 to be sent again.\n"
    assert [row["person"] for row in listed(run, "--state", "waiting")] == [BEN]


def test_a_grade_that_is_not_there_is_named(run, sent):
    said = run("grades", "retry", "4711")
    assert said.status == 2
    assert "4711" in said.err


def test_it_must_be_said_which(run):
    assert run("grades", "retry").status == 2
    assert run("grades", "retry", "--refused", "1").status == 2


def test_grades_are_compared_with_what_the_lms_shows(run, sent, school):
    said = run("grades", "reconcile", "--json")
    assert json.loads(said.out) == {
        "columns": 1,
        "unreadable": 0,
        "same": 1,
        "sent_again": 0,
        "superseded": 0,
    }
    a_little_later = datetime.now(UTC) + timedelta(minutes=5)
    school.lms.gradebook.set_by_teacher(1, BEN, 55, a_little_later)
    said = run("grades", "reconcile", "--platform", "Practice LMS")
    assert "1 were changed in the LMS, and stay as they are there." in said.out
    assert [row["person"] for row in listed(run, "--state", "superseded")] == [BEN]


def test_a_platform_that_is_not_there_is_named(run, sent):
    assert "'Elsewhere'" in run("grades", "reconcile", "--platform", "Elsewhere").err
