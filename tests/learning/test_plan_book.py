"""All plans of a person: which are for these days, which are kept, and what erasing leaves."""

from datetime import datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company

from learning.draft import find_draft, keep_draft
from learning.errors import Incomplete, NotFound
from learning.follow_up import Obstacle, Outcome
from learning.loop import Loop
from learning.person import Person
from learning.plan import Plan
from learning.plan_book import PlanBook, read_plan_book
from learning.plan_version import Choice

DAY = timedelta(days=1)


def book(norrvik: Company, person: Person) -> PlanBook:
    """Read it as a new visit does."""
    norrvik.session.flush()
    norrvik.session.expire_all()
    return read_plan_book(norrvik.session, norrvik.journey(person))


def plan(loop: Loop) -> Plan:
    return loop.require_plan()


def living(norrvik: Company, person: Person, at: datetime) -> list[str]:
    return [loop.module for loop in book(norrvik, person).living(at)]


def test_a_new_plan_is_for_these_days_until_it_is_looked_back_at(
    norrvik: Company, ben: Person
) -> None:
    loop = norrvik.complete(ben)
    assert living(norrvik, ben, MONDAY) == [FIRST]
    assert living(norrvik, ben, MONDAY + 2 * WEEK) == [FIRST]
    assert living(norrvik, ben, MONDAY + 3 * WEEK + DAY) == []
    loop.answer_follow_up(Outcome.DID, MONDAY + WEEK)
    assert living(norrvik, ben, MONDAY + WEEK) == []


def test_a_closed_loops_plan_goes_on_for_a_week(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    at = MONDAY + WEEK
    loop.answer_follow_up(Outcome.PARTLY, at)
    plan(loop).go_on(Choice.SHRINK, "the shift ends", "nod", "Dana", at)
    (found,) = book(norrvik, ben).living(at + 6 * DAY)
    assert (plan(found).words.action, plan(found).words.with_) == ("nod", "Dana")
    assert plan(found).action == "say thanks"
    assert found.score == 100
    assert living(norrvik, ben, at + WEEK) == []


def test_the_same_choice_twice_counts_once_and_a_week_later_anew(
    norrvik: Company, ben: Person
) -> None:
    loop = norrvik.complete(ben)
    for at in (MONDAY, MONDAY + DAY, MONDAY + WEEK):
        plan(loop).go_on_as_it_is(at)
    assert [version.at for version in plan(loop).versions] == [MONDAY, MONDAY + WEEK]


def test_a_plan_that_is_let_go_can_be_taken_up_again(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    plan(loop).drop(MONDAY)
    assert living(norrvik, ben, MONDAY) == []
    plan(loop).go_on_as_it_is(MONDAY + 10 * WEEK)
    assert living(norrvik, ben, MONDAY + 10 * WEEK) == [FIRST]


def test_before_the_look_back_a_change_is_one_of_the_plan_itself(
    norrvik: Company, ben: Person
) -> None:
    loop = norrvik.complete(ben)
    loop.change_plan("lunch", "ask one question", "", MONDAY + DAY, Choice.CUE)
    assert (plan(loop).cue, plan(loop).made_at, plan(loop).versions) == ("lunch", MONDAY, [])
    loop.answer_follow_up(Outcome.DID, MONDAY + WEEK)
    loop.change_plan("dinner", "ask one question", "", MONDAY + WEEK, Choice.CUE)
    assert (plan(loop).cue, plan(loop).words.cue) == ("lunch", "dinner")


def test_a_change_needs_its_words(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    loop.answer_follow_up(Outcome.DID, MONDAY + WEEK)
    with pytest.raises(Incomplete, match="the moment"):
        loop.change_plan(" ", "act", "", MONDAY + WEEK, Choice.CUE)
    assert plan(loop).versions == []


def test_the_card_has_the_newest_plan_that_is_not_put_away(norrvik: Company, ben: Person) -> None:
    norrvik.complete(ben, FIRST)
    second = norrvik.complete(ben, SECOND, MONDAY + WEEK)
    at = MONDAY + WEEK
    assert book(norrvik, ben).card(at) is second
    plan(second).hide_card(at)
    card = book(norrvik, ben).card(at)
    assert card is not None
    assert card.module == FIRST
    plan(card).hide_card(at)
    assert book(norrvik, ben).card(at) is None
    plan(second).show_card()
    assert book(norrvik, ben).card(at) is second


def test_i_did_it_is_the_look_back_once_that_is_open(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    loop.note_done(MONDAY + DAY)
    loop.note_done(MONDAY + DAY)
    assert (loop.follow_up, loop.score) == (None, 80)
    loop.note_done(MONDAY + WEEK)
    assert loop.follow_up is not None
    assert (loop.follow_up.outcome, loop.score) == (Outcome.DID, 100)
    assert plan(loop).done_at == [MONDAY + DAY, MONDAY + WEEK]


def test_i_did_it_does_not_change_an_answer(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    loop.answer_follow_up(Outcome.NOT_NOW, MONDAY + WEEK)
    loop.note_done(MONDAY + WEEK + DAY)
    assert loop.follow_up is not None
    assert loop.follow_up.outcome == Outcome.NOT_NOW


def test_kept_plans_the_oldest_first(norrvik: Company, ben: Person) -> None:
    loops = [norrvik.complete(ben, FIRST), norrvik.complete(ben, SECOND, MONDAY + WEEK)]
    for loop in loops:
        plan(loop).keep(MONDAY + 2 * WEEK)
        plan(loop).keep(MONDAY + 3 * WEEK)
    kept = list(book(norrvik, ben).kept())
    assert [loop.module for loop, _ in kept] == [FIRST, SECOND]
    plan(loops[0]).release()
    assert [loop.module for loop, _ in book(norrvik, ben).kept()] == [SECOND]


def test_an_erased_plan_leaves_no_words_and_its_score(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    at = MONDAY + WEEK
    loop.answer_follow_up(Outcome.PARTLY, at)
    loop.note_obstacle("My knee", Obstacle.TIME)
    plan(loop).go_on_as_it_is(at)
    plan(loop).keep(at)
    loop.note_done(at)
    keep_draft(norrvik.session, ben.id, FIRST, at, cue="half a thought")
    found = book(norrvik, ben)
    found.erase(norrvik.session, [loop], at)
    again = book(norrvik, ben).loop(FIRST)
    assert again.follow_up is not None
    assert (again.follow_up.obstacle, again.follow_up.hindrance) == ("", None)
    assert (plan(again).cue, plan(again).action, plan(again).with_) == ("", "", "")
    assert (plan(again).versions, plan(again).marks, plan(again).kept) == ([], [], None)
    assert (again.score, plan(again).erased_at) == (100, at)
    assert find_draft(norrvik.session, ben.id, FIRST) is None
    assert living(norrvik, ben, at) == []


def test_an_erased_plan_is_looked_back_at_and_made_anew(norrvik: Company, ben: Person) -> None:
    loop = norrvik.complete(ben)
    loop.erase_plan(MONDAY)
    with pytest.raises(NotFound, match="erased"):
        loop.change_plan("a", "b", "", MONDAY, Choice.CUE)
    with pytest.raises(NotFound, match="erased"):
        plan(loop).keep(MONDAY)
    assert loop.awaits_follow_up(MONDAY + WEEK)
    loop.make_plan(None, "lunch", "ask", "", MONDAY + DAY)
    assert living(norrvik, ben, MONDAY + DAY) == [FIRST]
    assert plan(loop).made_at == MONDAY


def test_a_stranger_has_a_book_of_their_own(norrvik: Company, ben: Person, chidi: Person) -> None:
    norrvik.complete(ben)
    assert book(norrvik, chidi).loops == []
    with pytest.raises(NotFound, match="no such plan"):
        book(norrvik, chidi).loop(FIRST)
