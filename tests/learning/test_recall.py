"""Cases come back after 1, 3, 8 and 20 calendar weeks; each is asked once, oldest first."""

from datetime import date, timedelta

import pytest

from learning.catalogue import Catalogue
from learning.recall import RecallAnswer, due_cases, find_case, warm_up

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"
WEDNESDAY = date(2026, 3, 4)


def weeks_due(catalogue: Catalogue, met: date, today: date) -> list[int]:
    cases = {case.id: case.weeks for case in catalogue.module(FIRST).recall}
    return [cases[asked.case] for asked in due_cases(catalogue, {FIRST: met}, [], today, "en")]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (WEDNESDAY, []),
        (date(2026, 3, 8), []),
        (date(2026, 3, 9), [1]),
        (date(2026, 3, 22), [1]),
        (date(2026, 3, 23), [1, 3]),
        (date(2026, 4, 26), [1, 3]),
        (date(2026, 4, 27), [1, 3, 8]),
        (date(2026, 7, 19), [1, 3, 8]),
        (date(2026, 7, 20), [1, 3, 8, 20]),
        (date(2027, 7, 20), [1, 3, 8, 20]),
    ],
)
def test_a_case_is_due_its_calendar_weeks_later(
    catalogue: Catalogue, today: date, due: list[int]
) -> None:
    assert weeks_due(catalogue, WEDNESDAY, today) == due


@pytest.mark.parametrize("day", range(7))
def test_any_day_of_the_week_counts_alike(catalogue: Catalogue, day: int) -> None:
    met = date(2026, 3, 2) + timedelta(days=day)
    assert weeks_due(catalogue, met, date(2026, 3, 8)) == []
    assert weeks_due(catalogue, met, date(2026, 3, 9)) == [1]


def test_what_has_waited_longest_comes_first(catalogue: Catalogue) -> None:
    met = {SECOND: WEDNESDAY, FIRST: WEDNESDAY - timedelta(weeks=2)}
    today = WEDNESDAY + timedelta(weeks=1)
    asked = due_cases(catalogue, met, [], today, "en")
    assert [case.module for case in asked] == [FIRST, SECOND, FIRST]


def test_a_case_is_asked_once(catalogue: Catalogue) -> None:
    first = catalogue.module(FIRST).recall[0]
    today = WEDNESDAY + timedelta(weeks=3)
    asked = due_cases(catalogue, {FIRST: WEDNESDAY}, [(FIRST, first.id)], today, "en")
    assert first.id not in [case.case for case in asked]
    assert len(asked) == 1


def test_two_modules_may_call_their_cases_the_same(catalogue: Catalogue) -> None:
    first = catalogue.module(FIRST).recall[0]
    today = WEDNESDAY + timedelta(weeks=1)
    asked = due_cases(catalogue, {FIRST: WEDNESDAY}, [(SECOND, first.id)], today, "en")
    assert [case.key for case in asked] == [(FIRST, first.id)]


def test_an_answered_case_is_found_again(catalogue: Catalogue) -> None:
    case = catalogue.module(FIRST).recall[2]
    found = find_case(catalogue, RecallAnswer(module=FIRST, case=case.id), "en")
    assert found is not None
    assert (found.question, found.is_warm_up) == (case, False)


def test_an_answered_warm_up_is_found_again(catalogue: Catalogue) -> None:
    guess = warm_up(catalogue, FIRST, "en")
    assert guess.is_warm_up
    assert find_case(catalogue, RecallAnswer(module=FIRST, case=guess.case), "en") == guess


@pytest.mark.parametrize(("module", "case"), [(FIRST, "gone"), ("gone", "gone")])
def test_an_answer_outlives_its_case(catalogue: Catalogue, module: str, case: str) -> None:
    assert find_case(catalogue, RecallAnswer(module=module, case=case), "en") is None
