"""Claims: what is read of a launch, and how."""

from typing import Any

import pytest
from doubles.lms import AGS, LTI

from lti_tool.claims import LaunchClaims, read_claims
from lti_tool.problems import BadMessage


def read(**changes: Any) -> LaunchClaims:
    claims = {
        "iss": "https://lms.norrvik.example",
        "sub": "12",
        f"{LTI}message_type": "LtiResourceLinkRequest",
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": "1",
    }
    return read_claims(claims | changes)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"name": "Ben Okafor"}, "Ben Okafor"),
        ({"given_name": "Ben", "family_name": "Okafor"}, "Ben Okafor"),
        ({"given_name": "Ben"}, "Ben"),
        ({"name": "", "family_name": "Okafor"}, "Okafor"),
        ({"name": "  "}, None),
        ({"name": "x" * 500}, "x" * 200),
        ({}, None),
    ],
)
def test_a_name_is_found_however_it_is_sent(sent: dict[str, str], name: str | None) -> None:
    assert read(**sent).full_name == name


def test_custom_parameters_are_texts_and_variables_are_left_out() -> None:
    custom = {"module": "a", "n": 7, "big": 10**30, "unset": "$User.Id", "no": None, "l": [1]}
    assert read(**{f"{LTI}custom": custom}).custom == {"module": "a", "n": "7", "big": str(10**30)}


LIS, EXT = f"{LTI}lis", f"{LTI}ext"
CANVAS = "https://www.instructure.com/canvas_user_login_id"


@pytest.mark.parametrize(
    ("sent", "user_name", "sourced_id"),
    [
        ({LIS: {"person_sourcedid": "ID-s1"}, EXT: {"user_username": "s1"}}, "s1", "ID-s1"),
        ({LIS: {"person_sourcedid": 4711}, CANVAS: "ben"}, "ben", "4711"),
        ({f"{LTI}custom": {"user_name": "b", "person_sourcedid": 7}}, "b", "7"),
        ({f"{LTI}custom": {"user_name": "$User.username", "person_sourcedid": ""}}, None, None),
        ({LIS: {"person_sourcedid": "$Person.sourcedId"}, CANVAS: "$Canvas.user"}, None, None),
        ({LIS: [], EXT: "s1", CANVAS: {}}, None, None),
        ({LIS: {"person_sourcedid": ["x"]}, EXT: {"user_username": True}}, None, None),
        ({LIS: {"person_sourcedid": "x" * 256}, EXT: {"user_username": "a\x00b"}}, None, None),
        ({EXT: {"user_username": "\ud800"}, CANVAS: " Zoë "}, "Zoë", None),
        ({}, None, None),
    ],
)
def test_what_the_platform_calls_a_person(
    sent: dict[str, Any], user_name: str | None, sourced_id: str | None
) -> None:
    """Nobody is kept out for a name that cannot be one."""
    claims = read(**sent)
    assert (claims.user_name, claims.sourced_id) == (user_name, sourced_id)


def test_what_is_absent_has_a_default() -> None:
    claims = read()
    assert (claims.roles, claims.custom, claims.context, claims.endpoint.scope) == (
        [],
        {},
        None,
        [],
    )


def test_claims_that_nobody_reads_may_be_anything() -> None:
    assert read(**{f"{LTI}lis": 7, "x" * 5000: {"y": [None]}}).sub == "12"


def test_the_log_learns_which_claim_is_wrong_and_nothing_of_its_content() -> None:
    with pytest.raises(BadMessage) as caught:
        read(**{AGS: {"lineitem": "secret-detail"}})
    assert caught.value.reason == f"claim {AGS}.lineitem: Value error, is not a web address"


def test_the_log_line_of_a_wrong_claim_is_short() -> None:
    with pytest.raises(BadMessage) as caught:
        read(**{f"{LTI}custom": {"x" * 5000: "y" * 5000}})
    assert len(caught.value.reason) < 300
