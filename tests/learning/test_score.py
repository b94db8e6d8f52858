"""Try solved 40, recall attempted 20, plan made 20, follow-up in time 20; any answer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.score import heard, in_time, points

PLANNED = datetime(2026, 3, 4, 12, tzinfo=UTC)
DONE = st.fixed_dictionaries(
    {name: st.booleans() for name in ("recalled", "solved", "planned", "followed_up")}
)
WORTH = {"recalled": 20, "solved": 40, "planned": 20, "followed_up": 20}


@given(DONE)
def test_each_thing_done_is_worth_its_points(done: dict[str, bool]) -> None:
    expected = sum(WORTH[name] for name, is_done in done.items() if is_done)
    if done["followed_up"] and not done["planned"]:
        expected -= 20  # there is nothing to look back at
    assert points(**done) == expected


@given(DONE, st.sampled_from(sorted(WORTH)))
def test_doing_one_thing_more_never_costs_points(done: dict[str, bool], more: str) -> None:
    assert points(**{**done, more: True}) >= points(**done)


@given(DONE)
def test_the_lms_hears_of_what_is_complete_and_of_nothing_before(done: dict[str, bool]) -> None:
    if not done["recalled"]:
        return  # the parts come in order, so nobody plans before recall
    complete = done["recalled"] and done["solved"] and done["planned"]
    closed = complete and done["followed_up"]
    assert heard(points(**done)) == (100 if closed else 80 if complete else 0)


@pytest.mark.parametrize("score", [0, 20, 40, 60])
def test_nothing_between_is_heard(score: int) -> None:
    assert heard(score) == 0


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        (timedelta(days=7), True),
        (timedelta(days=21), True),
        (timedelta(days=21, microseconds=1), False),
        (timedelta(days=22), False),
    ],
)
def test_a_follow_up_counts_for_21_days(after: timedelta, counts: bool) -> None:
    assert in_time(PLANNED, PLANNED + after) is counts


def test_paused_time_does_not_count() -> None:
    answered = PLANNED + timedelta(days=35)
    assert in_time(PLANNED, answered, paused=timedelta(days=14))
    assert not in_time(PLANNED, answered, paused=timedelta(days=13))
