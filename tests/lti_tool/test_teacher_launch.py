"""What is kept of a teacher's launch: names of claims and roles, and never who somebody is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cast.visitor import visit
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask.testing import FlaskClient

from learning.database import Database
from lti_tool.teacher_launch import TeacherLaunch, note_teacher_launch

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
BODY: dict[str, Any] = {
    "iss": "https://lms.norrvik.example",
    "sub": "amira-1",
    "iat": AT.timestamp() - 2,
    "name": "Amira Haddad",
    "email": "amira@norrvik.example",
    "picture": None,
    f"{LTI}message_type": "LtiResourceLinkRequest",
    f"{LTI}roles": [INSTRUCTOR],
}


@pytest.fixture
def course(client: FlaskClient, lms: Lms) -> int:
    """A course that Ben has opened, who learns."""
    visit(client, lms, "ben")
    return 1


def noted(database: Database) -> TeacherLaunch | None:
    with database.read() as session:
        return session.get(TeacherLaunch, 1)


def note(database: Database, at: datetime = AT, **changes: Any) -> TeacherLaunch:
    note_teacher_launch(database, 1, {**BODY, **changes}, at)
    found = noted(database)
    assert found is not None
    return found


def test_names_of_claims_and_roles_are_kept_and_no_values(course: int, database: Database) -> None:
    launch = note(database)
    assert launch.role_names == [INSTRUCTOR]
    assert {"iss", "sub", "name", "email", f"{LTI}roles"} <= set(launch.claim_names)
    assert "picture" not in launch.claim_names
    assert launch.message_type == "LtiResourceLinkRequest"
    assert launch.seconds_old == 2
    assert "mira" not in launch.claims + launch.roles + launch.message_type


def test_the_same_again_is_written_once_a_day(course: int, database: Database) -> None:
    note(database)
    assert note(database, AT + timedelta(hours=23)).at == AT
    later = AT + timedelta(days=1)
    assert note(database, later).at == later


@pytest.mark.parametrize(
    "changes",
    [
        {f"{LTI}roles": [INSTRUCTOR, "Manager"]},
        {"locale": "sv"},
        {"email": None},
        {f"{LTI}message_type": "LtiDeepLinkingRequest"},
    ],
)
def test_what_is_new_is_written_at_once(
    course: int, database: Database, changes: dict[str, Any]
) -> None:
    note(database)
    at = AT + timedelta(minutes=1)
    assert note(database, at, **changes).at == at


@pytest.mark.parametrize(
    "changes",
    [
        {f"{LTI}roles": "Instructor"},
        {f"{LTI}roles": [None, 7, {}, "Amira Haddad", "x" * 300, "\x00"]},
        {f"{LTI}message_type": ["a"]},
        {"iat": "soon"},
        {"iat": 10**400},
        {"iat": float("nan")},
        {"iat": None},
        {"Amira Haddad <amira@norrvik.example>": 1},
        {f"claim-{number}": 1 for number in range(500)},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_odd_launches_are_noted_as_far_as_they_can_be(
    course: int, database: Database, changes: dict[str, Any]
) -> None:
    launch = note(database, **changes)
    assert len(launch.claim_names) <= 100
    assert "mira" not in launch.claims + launch.roles


def test_a_note_that_cannot_be_written_costs_no_launch(database: Database) -> None:
    note_teacher_launch(database, 99, BODY, AT)  # there is no such course
    assert noted(database) is None


def test_a_real_launch_is_noted(client: FlaskClient, lms: Lms, database: Database) -> None:
    visit(client, lms, "amira", **{f"{LTI}roles": [INSTRUCTOR]})
    launch = noted(database)
    assert launch is not None
    assert abs(launch.seconds_old) < 30
    assert f"{LTI}resource_link" in launch.claim_names
