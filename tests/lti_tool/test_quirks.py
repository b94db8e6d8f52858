"""Quirks: a platform is known however it spells its name, or by its issuer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.quirks import Quirks, family_of, quirks_of


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("moodle", "moodle"),
        ("Moodle", "moodle"),
        ("totara", "totara"),
        ("Totara LMS", "totara"),
        ("canvas", "canvas"),
        ("desire2learn", "brightspace"),
        ("D2L", "brightspace"),
        ("Brightspace", "brightspace"),
        ("sakai", "sakai"),
        ("sakailms.org", "sakai"),
        ("Open edX", "openedx"),
        ("open_edx", "openedx"),
        ("edx", "openedx"),
        ("BlackboardLearn", "blackboard"),
        ("Blackboard Learn", "blackboard"),
        ("schoology", "schoology"),
        ("practice-lms", ""),
        ("", ""),
    ],
)
def test_a_name_may_be_spelt_in_several_ways(code: str, family: str) -> None:
    assert family_of(code) == family


@pytest.mark.parametrize(
    ("issuer", "family"),
    [
        ("https://canvas.instructure.com", "canvas"),
        ("https://canvas.beta.instructure.com", "canvas"),
        ("https://norrvik.brightspace.com", "brightspace"),
        ("https://blackboard.com", "blackboard"),
        ("https://schoology.schoology.com", "schoology"),
        ("https://notblackboard.com", ""),
        ("https://blackboard.com.example", ""),
        ("https://[", ""),
        ("lms", ""),
    ],
)
def test_who_does_not_say_is_known_by_the_issuer(issuer: str, family: str) -> None:
    assert family_of("", issuer) == family


def test_what_a_platform_says_counts_more_than_its_issuer() -> None:
    assert family_of("moodle", "https://canvas.instructure.com") == "moodle"
    assert family_of("a new one", "https://canvas.instructure.com") == ""


def test_who_is_not_in_the_table_follows_the_standard() -> None:
    assert quirks_of("a new one") == quirks_of("") == Quirks()


def test_what_the_facts_say() -> None:
    assert quirks_of("canvas").concurrent_calls == 1
    assert quirks_of("canvas").makes_submissions
    assert quirks_of("desire2learn").audience == "https://api.brightspace.com/auth/token"
    assert quirks_of("BlackboardLearn").other_score_type is not None
    assert not quirks_of("edx").makes_columns
    assert quirks_of("schoology").roster_page <= 100
    assert quirks_of("sakailms.org").roster_start == "start"


@given(st.text(), st.text())
def test_nothing_that_a_platform_calls_itself_is_a_fault(code: str, issuer: str) -> None:
    assert isinstance(quirks_of(code, issuer), Quirks)
