"""`baton roster`: the courses' people are read when somebody says so."""

import json

import pytest
from sqlalchemy import func, select, update

from learning.context import Enrolment
from lti_tool.course import LtiContext
from practice_lms import addresses
from practice_lms.people import PEOPLE


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton(*arguments, **settings)


@pytest.fixture
def readable(database, debts, school):
    with database.write() as session:
        url = addresses.memberships(school.origin)
        session.execute(update(LtiContext).values(memberships_url=url))


def test_there_may_be_none_to_read(run, debts):
    assert run("roster", "sync").out == "No roster to read.\n"


def test_everybody_in_the_course_is_known_then(run, readable, database):
    (row,) = json.loads(run("roster", "sync", "--json").out)
    assert (row["course"], row["members"], row["complete"]) == ("Leadership", len(PEOPLE), True)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Enrolment)) == len(PEOPLE)


def test_why_a_roster_is_not_whole(run, readable, school):
    school.lms.faults.answer_with(500, at="roster")
    said = run("roster", "sync", "--platform", "Practice LMS")
    assert "Leadership" in said.out
    assert "answered 500" in said.out


def test_a_platform_that_is_not_there_is_named(run, debts):
    said = run("roster", "sync", "--platform", "Elsewhere")
    assert said.status == 2
    assert "'Elsewhere'" in said.err
