"""A journey: what follows from all of a person's loops together."""

from datetime import UTC, datetime, timedelta

from cast.company import FIRST, MONDAY, SECOND, WEEK, Company

from learning.follow_up import Outcome
from learning.journey import change_journey, open_loop
from learning.loop import Loop, Part
from learning.person import Person
from learning.recall import AskedCase

THIRD = "plans-that-fire"


def cases(norrvik: Company, person: Person, module: str, at: datetime) -> list[AskedCase]:
    return norrvik.journey(person).cases(module, at, "en")


def meet(norrvik: Company, person: Person, *modules: str) -> None:
    """Complete a module a week, from the first Monday on."""
    for week, module in enumerate(modules):
        norrvik.complete(person, module, MONDAY + week * WEEK)


def test_the_first_module_opens_with_a_guess(norrvik: Company, ben: Person) -> None:
    (guess,) = cases(norrvik, ben, FIRST, MONDAY)
    assert guess.is_warm_up


def test_a_second_module_in_the_same_week_opens_with_a_guess(norrvik: Company, ben: Person) -> None:
    meet(norrvik, ben, FIRST)
    (guess,) = cases(norrvik, ben, SECOND, MONDAY + timedelta(days=2))
    assert (guess.module, guess.is_warm_up) == (SECOND, True)


def test_a_week_later_the_module_before_comes_back(norrvik: Company, ben: Person) -> None:
    meet(norrvik, ben, FIRST)
    (case,) = cases(norrvik, ben, SECOND, MONDAY + WEEK)
    assert (case.module, case.is_warm_up) == (FIRST, False)


def test_at_most_two_cases_in_a_visit(norrvik: Company, ben: Person) -> None:
    meet(norrvik, ben, FIRST, SECOND)
    asked = cases(norrvik, ben, THIRD, MONDAY + 30 * WEEK)
    assert len(asked) == 2


def test_a_module_never_recalls_itself(norrvik: Company, ben: Person) -> None:
    norrvik.loop(ben, FIRST).finish(Part.TRY, MONDAY)
    (case,) = cases(norrvik, ben, FIRST, MONDAY + 8 * WEEK)
    assert case.is_warm_up


def test_a_module_counts_as_met_with_its_try(norrvik: Company, ben: Person) -> None:
    loop = norrvik.loop(ben, FIRST)
    for part in (Part.RECALL, Part.SCENE, Part.TOOL):
        loop.finish(part, MONDAY)
    (case,) = cases(norrvik, ben, SECOND, MONDAY + WEEK)
    assert case.is_warm_up


def test_what_was_answered_is_shown_again_and_nothing_more_is_asked(
    norrvik: Company, ben: Person
) -> None:
    meet(norrvik, ben, FIRST, SECOND)
    (answered,) = cases(norrvik, ben, SECOND, MONDAY + 20 * WEEK)
    assert answered.module == FIRST


def test_a_case_answered_in_one_module_is_not_asked_in_the_next(
    norrvik: Company, ben: Person
) -> None:
    meet(norrvik, ben, FIRST, SECOND)
    asked = cases(norrvik, ben, THIRD, MONDAY + 2 * WEEK)
    assert [case.module for case in asked] == [SECOND]


def test_what_one_person_has_met_is_not_asked_of_another(
    norrvik: Company, ben: Person, dana: Person
) -> None:
    meet(norrvik, ben, FIRST)
    (case,) = cases(norrvik, dana, SECOND, MONDAY + WEEK)
    assert case.is_warm_up


def test_a_module_that_leaves_the_programme_takes_nothing_down(
    norrvik: Company, ben: Person
) -> None:
    meet(norrvik, ben, FIRST)
    loop = norrvik.loop(ben, SECOND)
    (case,) = cases(norrvik, ben, SECOND, MONDAY + WEEK)
    loop.answer_recall(case, case.question.best.id, MONDAY + WEEK)
    loop.finish(Part.RECALL, MONDAY + WEEK)
    loop.recall_answers[0].module = "gone"
    norrvik.session.add(Loop(person=ben, module="gone", started_at=MONDAY))
    (shown,) = cases(norrvik, ben, SECOND, MONDAY + WEEK)
    assert shown.is_warm_up
    assert set(norrvik.journey(ben).loops) == {FIRST, SECOND}


def test_the_latest_plan_is_looked_back_at_first(norrvik: Company, ben: Person) -> None:
    meet(norrvik, ben, FIRST, SECOND)
    at = MONDAY + 2 * WEEK
    journey = norrvik.journey(ben)
    latest = journey.loop_to_check(at)
    assert latest is not None
    assert latest.module == SECOND
    latest.answer_follow_up(Outcome.DID, at)
    earlier = journey.loop_to_check(at)
    assert earlier is not None
    assert earlier.module == FIRST
    earlier.answer_follow_up(Outcome.NOT_NOW, at)
    assert journey.loop_to_check(at) is None


def test_a_plan_of_this_week_is_not_asked_about_yet(norrvik: Company, ben: Person) -> None:
    meet(norrvik, ben, FIRST)
    sunday = datetime(2026, 3, 8, 22, 59, tzinfo=UTC)
    assert norrvik.journey(ben).loop_to_check(sunday) is None


def test_the_lms_hears_of_complete_modules_only(norrvik: Company, ben: Person) -> None:
    meet(norrvik, ben, FIRST, SECOND)
    norrvik.loop(ben, THIRD).finish(Part.RECALL, MONDAY)
    norrvik.journey(ben).loops[FIRST].answer_follow_up(Outcome.DID, MONDAY + WEEK)
    assert norrvik.journey(ben).heard() == {FIRST: 100, SECOND: 80}


def test_opening_a_loop_twice_gives_the_same(norrvik: Company, ben: Person) -> None:
    journey = change_journey(norrvik.session, ben.id, norrvik.catalogue)
    loop = open_loop(norrvik.session, journey, FIRST, MONDAY)
    assert open_loop(norrvik.session, journey, FIRST, MONDAY + WEEK) is loop
    assert loop.started_at == MONDAY
