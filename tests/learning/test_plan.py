"""A plan: two fields that are needed, one that is not, and no judgement of what they say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.errors import Incomplete
from learning.plan import LONGEST, Plan, plan_field


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\x00", " \x00 \n", "\u00a0"])
def test_an_empty_field_says_what_to_add(text: str) -> None:
    with pytest.raises(Incomplete, match=r"^Please add the moment\. A few words are enough\.$"):
        plan_field(text, "the moment", required=True)


def test_an_optional_field_may_be_empty() -> None:
    assert plan_field(" \n", "with whom", required=False) == ""


def test_300_characters_fit_and_301_do_not() -> None:
    assert plan_field("å" * LONGEST, "the moment", required=True) == "å" * 300
    with pytest.raises(Incomplete, match=r"^Please shorten the moment to 300 characters\.$"):
        plan_field("å" * (LONGEST + 1), "the moment", required=True)


def test_an_optional_field_may_be_too_long_as_well() -> None:
    with pytest.raises(Incomplete, match="with whom"):
        plan_field("x" * 301, "with whom", required=False)


def test_whitespace_is_tidied_before_it_is_counted() -> None:
    assert plan_field("  a \r\n\t b" + " " * 500, "the moment", required=True) == "a b"


def test_null_characters_are_dropped() -> None:
    assert plan_field("a\x00b", "the moment", required=True) == "ab"


@given(st.text(max_size=400))
def test_whatever_is_typed_is_kept_tidy_and_short(text: str) -> None:
    if not text.replace("\x00", "").strip() or len(text) > LONGEST:
        return
    kept = plan_field(text, "the moment", required=True)
    assert kept.split() == text.replace("\x00", "").split()
    assert plan_field(kept, "the moment", required=True) == kept


def test_the_follow_up_opens_the_monday_after_by_the_organisations_zone() -> None:
    sunday_night = Plan(made_at=datetime(2026, 3, 8, 22, 30, tzinfo=UTC))
    stockholm, tokyo = ZoneInfo("Europe/Stockholm"), ZoneInfo("Asia/Tokyo")
    assert sunday_night.follow_up_opens(stockholm) == datetime(2026, 3, 8, 23, tzinfo=UTC)
    assert sunday_night.follow_up_opens(tokyo) == datetime(2026, 3, 15, 15, tzinfo=UTC)
