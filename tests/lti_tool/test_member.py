"""A member of a course, however a platform writes one down."""

from typing import Any

import pytest
from doubles.recordings import recording
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.member import Member, is_test_user, read_member, read_members

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"


def member(**fields: Any) -> Member:
    read = read_member({"user_id": "12", "roles": ["Learner"], **fields})
    assert read is not None
    return read


def test_what_a_real_moodle_tells() -> None:
    people = [read_member(item) for item in read_members(recording("nrps")["body"])]
    assert len(people) == 7
    assert people[0] == Member("5", True, False, "Sofía Dos", "s2@example.test", "s2", "ID-s2")
    assert [one.subject for one in people if one and one.leads] == ["3"]


def test_a_real_moodle_that_keeps_names_to_itself() -> None:
    people = [read_member(item) for item in read_members(recording("nrps-anon")["body"])]
    assert people[0] == Member("5", True, False, None, None, None, "ID-s2")


@pytest.mark.parametrize(
    ("roles", "leading"),
    [
        (["Learner"], False),
        (["Instructor"], True),
        ([f"{MEMBERSHIP}#Instructor"], True),
        ([f"{MEMBERSHIP}#Administrator"], True),
        (["Learner", f"{MEMBERSHIP}#Instructor"], True),
        ([f"{MEMBERSHIP}#Instructor#TeachingAssistant"], None),
        ([f"{MEMBERSHIP}/Instructor#TeachingAssistant"], None),
        ([f"{MEMBERSHIP}/Instructor#TeachingAssistant", "Learner"], False),
        (["http://purl.imsglobal.org/vocab/lis/v2/person#Administrator"], None),
        ([f"{MEMBERSHIP}#Mentor"], False),
        ("Instructor", True),
        ([None, 7, {}, "Instructor"], True),
        ([], None),
        (None, None),
        (7, None),
    ],
)
def test_who_leads(roles: Any, leading: bool | None) -> None:
    assert member(roles=roles).leads is leading


@pytest.mark.parametrize(
    ("status", "active"),
    [
        ("Active", True),
        ("active", True),
        (None, True),
        ("", True),
        ("Inactive", False),
        ("DELETED", False),
        ("http://purl.imsglobal.org/vocab/lis/v2/person#Active", True),
        (7, True),
    ],
)
def test_who_is_here(status: Any, active: bool) -> None:
    assert member(status=status).is_active is active


@pytest.mark.parametrize(
    ("user_id", "subject"),
    [
        (5, "5"),
        ("https://sakai.example/user/ben", "https://sakai.example/user/ben"),
        (" 12 ", "12"),
        ("", None),
        (None, None),
        (True, None),
        (1.5, None),
        ([], None),
        ("x" * 256, None),
        ("a\x00b", None),
        ("\ud800", None),
        ("$User.id", None),
    ],
)
def test_an_id_is_a_text(user_id: Any, subject: str | None) -> None:
    read = read_member({"user_id": user_id})
    assert (read.subject if read else None) == subject


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"name": "Ben Okafor", "given_name": "B"}, "Ben Okafor"),
        ({"given_name": "Ben", "family_name": "Okafor"}, "Ben Okafor"),
        ({"family_name": "Okafor"}, "Okafor"),
        ({"name": "x" * 5000}, "x" * 200),
        ({"name": ["Ben"]}, None),
        ({"name": "\x00"}, None),
        ({}, None),
    ],
)
def test_a_name_is_found_however_it_is_sent(sent: dict[str, Any], name: str | None) -> None:
    assert member(**sent).name == name


def test_a_message_may_tell_more() -> None:
    custom = {"https://purl.imsglobal.org/spec/lti/claim/custom": {"user_name": "ben"}}
    assert member(message=[custom]).user_name == "ben"
    assert member(message=[None, 7]).user_name is None


def test_a_teachers_preview_is_nobody() -> None:
    role = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
    assert is_test_user({"user_id": "1", "roles": [role, "Learner"]})
    assert not is_test_user({"user_id": "1", "roles": ["Learner"]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
FIELDS = ["user_id", "roles", "status", "name", "given_name", "email", "message", "members"]


@given(JSON, st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_comes_is_a_member_or_none(item: Any, fields: dict[str, Any]) -> None:
    assert isinstance(list(read_members(item)), list)
    for told in (item, fields, {"user_id": "12", **fields}):
        is_test_user(told)
        read = read_member(told)
        if read is not None:
            assert 0 < len(read.subject) <= 255
            assert read.name is None or 0 < len(read.name) <= 200
            assert read.email is None or len(read.email) <= 320
