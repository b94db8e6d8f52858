"""A message is good from when it was made until it is over, give or take a minute."""

from typing import Any

import pytest

from lti_tool.problems import ClocksDiffer, NotVerified
from lti_tool.token_times import check_times

NOW = 1_800_000_000
GOOD = {"iat": NOW, "exp": NOW + 60}


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        GOOD | {"nbf": NOW},
        GOOD | {"iat": NOW + 60},
        GOOD | {"exp": NOW - 59},
        GOOD | {"nbf": NOW + 60},
        GOOD | {"iat": NOW - 70},
        GOOD | {"iat": float(NOW), "exp": f"{NOW + 60}"},
    ],
)
def test_within_a_minute_the_clocks_agree(body: dict[str, Any]) -> None:
    check_times(body, NOW - 10, NOW)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (GOOD | {"exp": NOW - 60}, "exp has passed"),
        (GOOD | {"exp": True}, "exp has passed"),
        (GOOD | {"iat": NOW + 61}, "iat is in the future"),
        (GOOD | {"iat": NOW - 71}, "iat is before the login"),
        (GOOD | {"nbf": NOW + 61}, "nbf is in the future"),
    ],
)
def test_beyond_it_they_do_not(body: dict[str, Any], reason: str) -> None:
    with pytest.raises(ClocksDiffer) as refusal:
        check_times(body, NOW - 10, NOW)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", ["soon", [1], {}, None, float("inf"), float("nan")])
def test_what_is_no_time_is_refused(claim: str, value: object) -> None:
    with pytest.raises(NotVerified, match="could not verify"):
        check_times(GOOD | {claim: value}, NOW - 10, NOW)


@pytest.mark.parametrize("claim", ["exp", "iat"])
def test_a_message_says_when_it_was_made_and_ends(claim: str) -> None:
    body = {name: value for name, value in GOOD.items() if name != claim}
    with pytest.raises(NotVerified):
        check_times(body, NOW - 10, NOW)
