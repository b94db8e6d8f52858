"""Rosters: read whole or in part, and nobody is lost, doubled or taken for somebody else."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doubles.column import Column, make_column
from doubles.lms import LTI, Lms
from doubles.scripted_lms import status
from doubles.served import practice_lms
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from sqlalchemy import func, select, update
from werkzeug.wrappers import Request, Response

from learning.context import Enrolment
from learning.database import Database
from learning.person import Identity, Person
from lti_tool import roster_sync
from lti_tool.platform import Platform
from lti_tool.roster import Roster, next_wanted, take_roster, want_all
from lti_tool.roster_sync import ROSTER_TYPE, Outcome, Rosters
from lti_tool.service import Services
from practice_lms import addresses
from practice_lms.people import PEOPLE

ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"


def someone(user_id: Any, **more: Any) -> dict[str, Any]:
    return {"user_id": user_id, "status": "Active", "roles": ["Learner"], **more}


class Script:
    """A platform whose roster a test writes down, page by page."""

    def __init__(self, server: HTTPServer) -> None:
        self.origin = server.url_for("").rstrip("/")
        self.pages: list[Any] = []
        self.links: list[str] = []
        self.asked: list[Request] = []
        self.before: Callable[[], None] = lambda: None
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        if request.path == "/token":
            return Response('{"access_token": "t", "expires_in": 3600}')
        self.before()
        page, self.asked = len(self.asked), [*self.asked, request]
        told = self.pages[min(page, len(self.pages) - 1)]
        if isinstance(told, Response):
            return told
        link = self.links[page] if page < len(self.links) else ""
        headers = {"Link": f'<{link}>; rel="next"'} if link else {}
        body = told if isinstance(told, str) else json.dumps({"members": told})
        return Response(body, headers=headers)


@pytest.fixture
def script(httpserver: HTTPServer) -> Script:
    return Script(httpserver)


@pytest.fixture
def rosters(house: Any) -> Rosters:
    product = house.product
    return Rosters(product.database, Services(product.database, product.keyring), product.catalogue)


def course_on(house: Any, origin: str, **more: Any) -> Column:
    url = f"{origin}/members?type_id=1"
    return make_column(house.database, origin, None, memberships_url=url, **more)


@pytest.fixture
def course(house: Any, script: Script) -> Column:
    return course_on(house, script.origin)


def people(house: Any, course: Column) -> dict[str, tuple[str | None, bool, bool]]:
    """Who is in the course: name, whether they lead, whether they are still here."""
    found = (
        select(Identity.subject, Person.name, Enrolment.leads, Enrolment.left_at)
        .join(Enrolment, Enrolment.identity_id == Identity.id)
        .join(Person, Person.id == Identity.person_id)
        .where(Enrolment.context_id == course.context_id)
    )
    with house.database.read() as session:
        return {
            sub: (name, leads, left is None) for sub, name, leads, left in session.execute(found)
        }


def state(house: Any, course: Column) -> Roster:
    with house.database.read() as session:
        roster: Roster = session.get_one(Roster, course.context_id)
    return roster


def test_everybody_in_the_practice_lms_is_known(house: Any, baton: str, rosters: Rosters) -> None:
    with practice_lms(baton) as lms:
        origin = lms.settings.origin
        course = make_column(
            house.database, origin, None, memberships_url=addresses.memberships(origin)
        )
        outcome = rosters.sync(course.context_id)
    assert outcome == Outcome(course.context_id, len(PEOPLE), None)
    known = people(house, course)
    assert {sub: name for sub, (name, _leads, _here) in known.items()} == {
        person.sub: person.name for person in PEOPLE
    }
    assert {sub for sub, (_name, leads, _here) in known.items() if leads} == {
        person.sub for person in PEOPLE if person.role == "Instructor"
    }
    assert state(house, course).synced_at is not None


def test_a_roster_is_asked_for_as_the_standard_says(
    script: Script, course: Column, rosters: Rosters
) -> None:
    script.pages = [[someone("1")]]
    rosters.sync(course.context_id)
    (asked,) = script.asked
    assert asked.headers["Accept"] == ROSTER_TYPE
    assert asked.args.to_dict() == {"type_id": "1", "limit": "200"}


def test_names_follow_and_none_is_taken_away(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    script.pages = [
        [someone(1, name="Ben", email="ben@x.example", ext_user_username="ben")],
        [someone("1", lis_person_sourcedid=7)],
        [someone("1", name="Ben Okafor")],
    ]
    for _again in range(3):
        rosters.sync(course.context_id)
    with house.database.read() as session:
        issuer = course.platform.issuer
        one = session.scalars(select(Identity).where(Identity.issuer == issuer)).one()
        assert (one.person.name, one.person.email) == ("Ben Okafor", "ben@x.example")
        assert (one.subject, one.user_name, one.sourced_id) == ("1", "ben", "7")


def test_who_has_left_is_marked_and_who_comes_back_is_here(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    script.pages = [[someone("1"), someone("2"), someone("3"), someone("4")]]
    rosters.sync(course.context_id)
    script.pages, script.asked = [[someone("1"), someone("2", status="Inactive")]], []
    rosters.sync(course.context_id)
    here = {sub: here for sub, (_n, _l, here) in people(house, course).items()}
    assert here == {"1": True, "2": False, "3": False, "4": False}
    script.pages, script.asked = [[someone("1"), someone("2"), someone("3", status="Deleted")]], []
    rosters.sync(course.context_id)
    here = {sub: here for sub, (_n, _l, here) in people(house, course).items()}
    assert here == {"1": True, "2": True, "3": False, "4": False}


def test_who_is_gone_before_we_knew_them_is_nobody(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    script.pages = [[someone("1", status="Deleted"), someone("2")]]
    rosters.sync(course.context_id)
    assert set(people(house, course)) == {"2"}


@pytest.mark.parametrize("body", ["", " \n", '{"members": []}'])
def test_an_empty_answer_takes_nobody_away(
    house: Any, script: Script, course: Column, rosters: Rosters, body: str
) -> None:
    script.pages = [[someone("1")], body]
    rosters.sync(course.context_id)
    assert rosters.sync(course.context_id) == Outcome(course.context_id, 0, None)
    assert people(house, course)["1"][2]


@ON_ONE
@pytest.mark.parametrize(
    ("second", "link", "reason"),
    [
        ([someone("2")], "{origin}/members?type_id=1&limit=200", "go round in circles"),
        ([someone("2")], "https://evil.example/members", "on another host"),
        (status(500), "", "the LMS answered 500"),
        (status(404), "", "the LMS answered 404"),
        ("<html>", "", "is no roster"),
        ("[1, 2]", "", "is no roster"),
        ('{"members": {}}', "", "is no roster"),
        ([someone(None), someone("2")], "", "1 of its members have no id"),
        (["x", None, 7, someone("2")], "", "3 of its members have no id"),
    ],
)
def test_a_partial_roster_is_kept_and_marked_and_nobody_leaves_by_it(
    house: Any,
    script: Script,
    course: Column,
    rosters: Rosters,
    second: Any,
    link: str,
    reason: str,
) -> None:
    script.pages = [[someone("old")]]
    rosters.sync(course.context_id)
    script.asked, script.pages = [], [[someone("1")], second]
    script.links = [f"{script.origin}/members?page=2", link.format(origin=script.origin)]
    outcome = rosters.sync(course.context_id)
    assert outcome is not None
    assert reason in (outcome.reason or "")
    known = people(house, course)
    assert known["old"][2]
    assert known["1"][2]
    roster = state(house, course)
    since = roster.incomplete_since
    assert since is not None
    assert reason in (roster.reason or "")
    script.asked = []
    rosters.sync(course.context_id)
    assert state(house, course).incomplete_since == since
    script.asked, script.pages, script.links = [], [[someone("1")]], []
    rosters.sync(course.context_id)
    assert state(house, course).incomplete_since is None


@ON_ONE
def test_there_are_not_too_many_pages(
    house: Any, script: Script, course: Column, rosters: Rosters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_sync, "MOST_PAGES", 3)
    script.pages = [[someone(str(number))] for number in range(9)]
    script.links = [f"{script.origin}/members?page={number}" for number in range(9)]
    outcome = rosters.sync(course.context_id)
    assert outcome == Outcome(course.context_id, 3, "there are more than 3 pages")


@ON_ONE
def test_a_roster_ends_in_time(
    script: Script, course: Column, rosters: Rosters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_sync, "LONGEST", timedelta(0))
    script.pages = [[someone("1")]]
    outcome = rosters.sync(course.context_id)
    assert outcome == Outcome(course.context_id, 0, "it took too long")


@ON_ONE
def test_a_page_is_written_down_before_the_next_one_is_asked_for(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    """So a roster of any length takes the memory of one page; `make bench` measures 10,000."""
    known: list[int] = []
    script.pages = [[someone(f"{page} {n}") for n in range(200)] for page in range(4)]
    script.links = [f"{script.origin}/members?page={number}" for number in range(1, 4)]
    script.before = lambda: known.append(len(people(house, course)))
    assert rosters.sync(course.context_id) == Outcome(course.context_id, 800, None)
    assert known == [0, 200, 400, 600]


@ON_ONE
def test_sakai_pages_by_where_a_page_begins(house: Any, script: Script, rosters: Rosters) -> None:
    course = course_on(house, script.origin, family="sakailms.org")
    script.pages = [
        [someone(f"https://host/user/{n}") for n in range(200)],
        [someone(f"https://host/user/{n}") for n in range(200, 250)],
    ]
    assert rosters.sync(course.context_id) == Outcome(course.context_id, 250, None)
    assert [request.args.get("start") for request in script.asked] == [None, "200"]


@ON_ONE
def test_a_sakai_that_knows_no_start_is_noticed(
    house: Any, script: Script, rosters: Rosters
) -> None:
    course = course_on(house, script.origin, family="sakai")
    script.pages = [[someone(str(n)) for n in range(200)]]
    outcome = rosters.sync(course.context_id)
    assert outcome == Outcome(course.context_id, 200, "the pages go round in circles")


def test_a_role_in_the_school_says_nothing_of_the_course(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    """Moodle's roster and its launches use other rights; neither takes the other's word back."""
    manager = "http://purl.imsglobal.org/vocab/lis/v2/person#Administrator"
    script.pages = [[someone("1", roles=["Instructor"])], [someone("1", roles=[manager])]]
    for _again in range(2):
        rosters.sync(course.context_id)
    assert people(house, course)["1"][1]


def test_the_same_id_at_another_platform_is_somebody_else(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    other = course_on(house, script.origin)
    script.pages = [[someone("12", name="Ben")], [someone("12", name="Chidi")]]
    rosters.sync(course.context_id)
    rosters.sync(other.context_id)
    assert people(house, course)["12"][0] == "Ben"
    assert people(house, other)["12"][0] == "Chidi"


def test_a_roster_is_read_by_one_at_a_time(
    house: Any, script: Script, course: Column, rosters: Rosters
) -> None:
    at = datetime.now(UTC)
    with house.database.write() as session:
        assert take_roster(session, course.context_id, at, timedelta(minutes=1))
    assert rosters.sync(course.context_id) is None
    with house.database.write() as session:
        session.execute(update(Roster).values(held_until=at))
    script.pages = [[someone("1")]]
    assert rosters.sync(course.context_id) is not None


def test_a_course_without_a_roster_is_not_asked_for_ever(house: Any, rosters: Rosters) -> None:
    course = make_column(house.database, "http://127.0.0.1:1", None)
    with house.database.write() as session:
        session.add(Roster(context_id=course.context_id, wanted_at=datetime.now(UTC)))
    assert rosters.sync_wanted(lambda: True) >= 1
    with house.database.read() as session:
        assert next_wanted(session, datetime.now(UTC)) is None


def test_each_night_all_are_wanted(house: Any, script: Script, course: Column) -> None:
    at = datetime.now(UTC)
    for _again in range(2):
        with house.database.write() as session:
            want_all(session, at)
    assert state(house, course).wanted_at == at
    with house.database.write() as session:
        session.execute(update(Roster).values(tried_at=at + timedelta(seconds=1)))


# Launches ---------------------------------------------------------------------------------------


@pytest.fixture
def teach(lms: Lms) -> dict[str, Any]:
    """The claims of a leader's launch."""
    return {
        f"{LTI}roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"],
        ROSTER: {"context_memberships_url": f"{lms.url}/members", "service_versions": ["2.0"]},
    }


def wanted(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count(Roster.wanted_at))) or 0


def test_a_leaders_launch_asks_for_the_roster_and_does_not_wait(
    app: Flask, lms: Lms, database: Database, teach: dict[str, Any]
) -> None:
    """The LMS of this test has no roster at all, and nobody notices."""
    learner = {**teach, f"{LTI}roles": ["Learner"]}
    assert lms.launch(app.test_client(), "ben", **learner).status_code == 200
    assert wanted(database) == 0
    for _again in range(2):
        assert lms.launch(app.test_client(), "amira", **teach).status_code == 200
    assert wanted(database) == 1
    tried = datetime.now(UTC) + timedelta(seconds=1)
    with database.write() as session:
        session.execute(update(Roster).values(tried_at=tried))
    assert lms.launch(app.test_client(), "amira", **teach).status_code == 200
    with database.read() as session:
        assert next_wanted(session, tried) is None, "it has just been read"


def test_who_was_met_in_a_roster_and_then_launches_is_one_person(
    app: Flask, lms: Lms, database: Database, teach: dict[str, Any], product: Any, script: Script
) -> None:
    roster = {ROSTER: {"context_memberships_url": f"{script.origin}/members"}}
    assert lms.launch(app.test_client(), "amira", **{**teach, **roster}).status_code == 200
    script.pages = [[someone("amira", roles=["Instructor"]), someone("ben", name="Ben Okafor")]]
    services = Services(product.database, product.keyring)
    with database.write() as session:
        session.execute(update(Platform).values(token_url=f"{script.origin}/token"))
    (outcome,) = [
        Rosters(product.database, services, product.catalogue).sync(context_id)
        for context_id in Rosters(product.database, services, product.catalogue).readable()
    ]
    assert outcome is not None
    assert (outcome.members, outcome.reason) == (2, None)
    assert lms.launch(app.test_client(), "ben", name="Ben O.").status_code == 200
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 2
        assert session.scalar(select(func.count()).select_from(Enrolment)) == 2


def test_who_had_left_and_launches_is_here_again(app: Flask, lms: Lms, database: Database) -> None:
    lms.launch(app.test_client())
    with database.write() as session:
        session.execute(update(Enrolment).values(left_at=datetime.now(UTC)))
    lms.launch(app.test_client())
    with database.read() as session:
        assert session.scalars(select(Enrolment.left_at)).all() == [None]


# Whatever comes -----------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
MEMBER = st.fixed_dictionaries(
    {},
    optional={
        "user_id": st.sampled_from(["1", "2", 3]) | JSON,
        "roles": st.lists(st.sampled_from(["Learner", "Instructor"])) | JSON,
        "status": st.sampled_from(["Active", "Inactive", "Deleted"]) | JSON,
        "name": JSON,
        "email": JSON,
        "lis_person_sourcedid": JSON,
        "message": JSON,
    },
)
PAGE = st.lists(MEMBER | JSON, max_size=6).map(lambda members: {"members": members}) | JSON


@pytest.fixture(scope="module")
def one_server() -> Iterator[HTTPServer]:
    server = HTTPServer()
    server.start()
    yield server
    server.stop()


@ON_ONE
@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pages=st.lists(PAGE, min_size=1, max_size=3), links=st.lists(st.text(max_size=12)))
def test_no_roster_is_a_fault_or_makes_a_wrong_person(
    house: Any, one_server: HTTPServer, rosters: Rosters, pages: list[Any], links: list[str]
) -> None:
    one_server.clear()
    script = Script(one_server)
    script.pages = [json.dumps(page) for page in pages]
    script.links = [re.sub(r"[^ -~]", "", link) for link in links]
    course = course_on(house, script.origin, name=f"LMS {uuid.uuid4()}")
    outcome = rosters.sync(course.context_id)
    assert outcome is not None
    told = {
        str(member.get("user_id")).strip()
        for page in pages
        for member in (page.get("members", []) if isinstance(page, dict) else [])
        if isinstance(member, dict)
    }
    assert set(people(house, course)) <= told
