"""Roles: who leads a course while there is no team data."""

import pytest

from lti_tool.role import context_roles, leads

LIS = "http://purl.imsglobal.org/vocab/lis/v2"


@pytest.mark.parametrize(
    "roles",
    [
        [f"{LIS}/membership#Instructor"],
        ["Instructor"],
        [f"{LIS}/membership#Learner", f"{LIS}/membership#Instructor"],
        [f"{LIS}/membership#Administrator"],
    ],
)
def test_who_teaches_a_course_leads_it(roles: list[str]) -> None:
    assert leads(roles)


@pytest.mark.parametrize(
    "roles",
    [
        [],
        [f"{LIS}/membership#Learner"],
        ["Learner"],
        [f"{LIS}/institution/person#Faculty", f"{LIS}/membership#Learner"],
        [f"{LIS}/institution/person#Instructor"],
        [f"{LIS}/institution/person#Administrator"],
        [f"{LIS}/system/person#Administrator"],
        [f"{LIS}/membership/Instructor#TeachingAssistant"],
        [f"{LIS}/membership#Mentor"],
        ["https://evil.example/membership#Instructor"],
        [f"{LIS}/membership#InstructorX"],
        ["instructor"],
        ["", "#", "/", "#Instructor"],
    ],
)
def test_nobody_else_does(roles: list[str]) -> None:
    """PyLTI1p3 counts a member of the faculty who learns in this course among its staff."""
    assert not leads(roles)


def test_short_and_long_names_are_the_same_role() -> None:
    assert context_roles(["Learner", f"{LIS}/membership#Learner"]) == {"Learner"}
