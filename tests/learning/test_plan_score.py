"""Whatever somebody does with their plans, their grade never falls and follows the rule alone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.catalogue import Catalogue
from learning.errors import Refusal
from learning.follow_up import Obstacle, Outcome
from learning.journey import Journey
from learning.loop import Loop, Part
from learning.organisation import Organisation
from learning.person import Person
from learning.plan_version import Choice

MODULE = "lead-from-where-you-are"
ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

VERBS: dict[str, Callable[..., object]] = {
    "look back": lambda loop, at, outcome: loop.answer_follow_up(outcome, at),
    "obstacle": lambda loop, _at, tapped: loop.note_obstacle("rain", tapped),
    "change": lambda loop, at, way, cue, does: loop.change_plan(cue, does, "", at, way),
    "plan": lambda loop, at, cue, does: loop.make_plan(None, cue, does, "", at),
    "did": lambda loop, at: loop.note_done(at),
    "keep": lambda loop, at: loop.plan.keep(at),
    "release": lambda loop, _at: loop.plan.release(),
    "go on": lambda loop, at: loop.plan.go_on_as_it_is(at),
    "drop": lambda loop, at: loop.plan.drop(at),
    "hide": lambda loop, at: loop.plan.hide_card(at),
    "show": lambda loop, _at: loop.plan.show_card(),
    "erase": lambda loop, at: loop.erase_plan(at),
}

WORDS = st.sampled_from(["", "a", "the shift ends", "x" * 301])
ACTIONS = st.one_of(
    st.tuples(st.just("look back"), st.sampled_from(Outcome)),
    st.tuples(st.just("obstacle"), st.sampled_from([None, *Obstacle])),
    st.tuples(st.just("change"), st.sampled_from(Choice), WORDS, WORDS),
    st.tuples(st.just("plan"), WORDS, WORDS),
    st.tuples(
        st.sampled_from(["did", "keep", "release", "go on", "drop", "hide", "show", "erase"])
    ),
)
STEPS = st.lists(st.tuples(st.integers(0, 12), ACTIONS), max_size=25)


def complete(catalogue: Catalogue) -> Journey:
    person = Person(
        name="Ben", organisation=Organisation(name="Norrvik", time_zone="Europe/Stockholm")
    )
    loop = Loop(person=person, module=MODULE, started_at=MONDAY)
    loop.finish(Part.RECALL, MONDAY)
    module = catalogue.module(MODULE)
    loop.attempt(module, module.try_.best.id, MONDAY)
    loop.make_plan(None, "the shift ends", "say thanks", "", MONDAY)
    return Journey(person, [loop], catalogue)


@settings(max_examples=300)
@given(steps=STEPS)
def test_the_lms_hears_80_then_100_and_nothing_else_counts(
    catalogue: Catalogue, steps: list[tuple[int, tuple[Any, ...]]]
) -> None:
    journey = complete(catalogue)
    loop = journey.loops[MODULE]
    opens, ends = datetime(2026, 3, 9, tzinfo=ZONE), MONDAY + timedelta(days=21)
    at, answered_at = MONDAY, None
    assert journey.heard() == {MODULE: 80}
    for days, action in steps:
        at += timedelta(days=days)
        with suppress(Refusal):
            VERBS[action[0]](loop, at, *action[1:])
        is_first_answer = answered_at is None and at >= opens
        if is_first_answer and (action[0] == "look back" or (action[0] == "did" and at <= ends)):
            answered_at = at
        closed = answered_at is not None and answered_at <= ends
        assert journey.heard() == {MODULE: 100 if closed else 80}


@pytest.mark.parametrize("outcome", Outcome)
def test_erasing_after_the_loop_is_closed_leaves_100(
    catalogue: Catalogue, outcome: Outcome
) -> None:
    journey = complete(catalogue)
    loop = journey.loops[MODULE]
    loop.answer_follow_up(outcome, MONDAY + timedelta(days=7))
    loop.erase_plan(MONDAY + timedelta(days=200))
    assert journey.heard() == {MODULE: 100}
