"""The loop: every verb may be repeated without harm, and the parts come in order."""

from datetime import UTC, datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, Company
from sqlalchemy import func, select

from learning.attempt import Attempt
from learning.catalogue import Catalogue
from learning.errors import Incomplete, NotFound
from learning.follow_up import FollowUp, Outcome
from learning.loop import OWN_PARTS, Loop, Part, Step
from learning.person import Person
from learning.plan import Plan
from learning.recall import RecallAnswer, warm_up

NEXT_MONDAY = datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
"""Midnight in Stockholm."""


@pytest.fixture
def loop(norrvik: Company, ben: Person) -> Loop:
    return norrvik.loop(ben)


@pytest.fixture
def complete(norrvik: Company, ben: Person) -> Loop:
    return norrvik.complete(ben)


def count(norrvik: Company, table: type) -> int:
    norrvik.session.flush()
    return norrvik.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_new_loop_begins_with_recall(loop: Loop) -> None:
    assert loop.next_part == Part.RECALL
    assert loop.score == 0


def test_the_parts_come_in_order(loop: Loop) -> None:
    for number, part in enumerate(OWN_PARTS):
        assert loop.next_part == part
        loop.require(part)
        for later in OWN_PARTS[number + 1 :]:
            with pytest.raises(Incomplete, match="finish the part before"):
                loop.require(later)
        loop.finish(part, MONDAY)
    assert loop.next_part is None


def test_a_part_that_is_done_may_be_done_again(norrvik: Company, loop: Loop) -> None:
    loop.finish(Part.RECALL, MONDAY)
    loop.require(Part.RECALL)
    loop.finish(Part.RECALL, MONDAY + timedelta(days=1), note="again")
    assert [(step.at, step.note) for step in loop.steps] == [(MONDAY, "again")]
    assert count(norrvik, Step) == 1


def test_the_first_answer_to_a_case_stands(
    norrvik: Company, loop: Loop, catalogue: Catalogue
) -> None:
    case = warm_up(catalogue, FIRST, "en")
    for option in case.question.options:
        loop.answer_recall(case, option.id, MONDAY)
    assert [answer.option for answer in loop.recall_answers] == [case.question.options[0].id]
    assert count(norrvik, RecallAnswer) == 1


def test_an_option_that_is_not_there_is_not_found(loop: Loop, catalogue: Catalogue) -> None:
    case = warm_up(catalogue, FIRST, "en")
    with pytest.raises(NotFound):
        loop.answer_recall(case, "no-such-option", MONDAY)
    with pytest.raises(NotFound):
        loop.attempt(catalogue.module(FIRST), "no-such-option", MONDAY)
    assert (loop.recall_answers, loop.attempts) == ([], [])


def test_trying_again_is_free(norrvik: Company, loop: Loop, catalogue: Catalogue) -> None:
    module = catalogue.module(FIRST)
    wrong = [option.id for option in module.try_.options if not option.best]
    for option in [*wrong, *wrong]:
        loop.attempt(module, option, MONDAY)
    assert not loop.is_solved
    loop.attempt(module, module.try_.best.id, MONDAY)
    loop.attempt(module, wrong[0], MONDAY)
    assert loop.is_solved
    assert loop.score == 40
    assert count(norrvik, Attempt) == 3


def test_a_module_is_worth_80_with_its_plan(complete: Loop) -> None:
    assert complete.score == 80


def test_a_plan_may_be_changed_and_keeps_its_time(norrvik: Company, complete: Loop) -> None:
    later = MONDAY + timedelta(days=3)
    plan = complete.make_plan("own", "lunch", "ask Dana", "Dana", later)
    assert (plan.cue, plan.action, plan.with_) == ("lunch", "ask Dana", "Dana")
    assert (plan.made_at, plan.changed_at) == (MONDAY, later)
    assert count(norrvik, Plan) == 1


def test_a_change_that_is_refused_changes_nothing(complete: Loop) -> None:
    with pytest.raises(Incomplete, match="what you will do"):
        complete.make_plan(None, "another moment", " ", "", MONDAY)
    with pytest.raises(Incomplete, match="with whom"):
        complete.make_plan(None, "another moment", "act", "x" * 301, MONDAY)
    assert complete.plan is not None
    assert complete.plan.cue == "the shift ends"


def test_the_follow_up_opens_next_monday_and_not_a_second_before(complete: Loop) -> None:
    before = NEXT_MONDAY - timedelta(seconds=1)
    assert not complete.awaits_follow_up(before)
    with pytest.raises(NotFound):
        complete.answer_follow_up(Outcome.DID, before)
    assert complete.awaits_follow_up(NEXT_MONDAY)
    complete.answer_follow_up(Outcome.DID, NEXT_MONDAY)
    assert complete.score == 100


@pytest.mark.parametrize("outcome", list(Outcome))
def test_any_answer_closes_the_loop(complete: Loop, outcome: Outcome) -> None:
    complete.answer_follow_up(outcome, NEXT_MONDAY)
    assert complete.score == 100
    assert not complete.awaits_follow_up(NEXT_MONDAY)


def test_the_first_follow_up_stands(norrvik: Company, complete: Loop) -> None:
    complete.answer_follow_up(Outcome.NO_MOMENT, NEXT_MONDAY)
    complete.answer_follow_up(Outcome.DID, NEXT_MONDAY + timedelta(days=1))
    assert complete.follow_up is not None
    assert (complete.follow_up.outcome, complete.follow_up.at) == (Outcome.NO_MOMENT, NEXT_MONDAY)
    assert count(norrvik, FollowUp) == 1


def test_what_got_in_the_way_may_be_added_and_changed(complete: Loop) -> None:
    with pytest.raises(NotFound):
        complete.note_obstacle("too early")
    complete.answer_follow_up(Outcome.PARTLY, NEXT_MONDAY)
    complete.note_obstacle(" no\x00 time ")
    assert complete.follow_up is not None
    assert complete.follow_up.obstacle == "no time"
    complete.note_obstacle("")
    assert complete.follow_up.obstacle == ""
    with pytest.raises(Incomplete, match="what got in the way"):
        complete.note_obstacle("x" * 301)


def test_after_21_days_nothing_is_asked_and_nothing_is_lost(complete: Loop) -> None:
    last = MONDAY + timedelta(days=21)
    assert complete.awaits_follow_up(last)
    late = last + timedelta(seconds=1)
    assert not complete.awaits_follow_up(late)
    complete.answer_follow_up(Outcome.DID, late)
    assert complete.score == 80


def test_there_is_no_follow_up_without_a_plan(loop: Loop) -> None:
    assert not loop.awaits_follow_up(NEXT_MONDAY)
    with pytest.raises(NotFound):
        loop.answer_follow_up(Outcome.DID, NEXT_MONDAY)
