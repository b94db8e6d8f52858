"""The programme's order: an organisation's, a cohort's own, and what was met stays."""

from datetime import date, timedelta

import pytest
from cast.company import Company

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.errors import Incomplete
from learning.organisation import Organisation
from learning.programme_order import arc_order, programme_of

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)
SELF = ["lead-from-where-you-are", "what-can-i-move", "plans-that-fire"]


@pytest.fixture
def organisation() -> Organisation:
    return Organisation(name="Norrvik", arcs="")


@pytest.fixture
def cohort(organisation: Organisation) -> Cohort:
    return Cohort(name="Spring", starts_on=MONDAY, organisation=organisation, calendar="none")


def modules(cohort: Cohort, catalogue: Catalogue) -> tuple[str, ...]:
    return cohort.programme(catalogue, cohort.organisation).modules


def test_the_usual_order_is_the_contents(cohort: Cohort, catalogue: Catalogue) -> None:
    assert modules(cohort, catalogue) == catalogue.programme


def test_arcs_that_an_order_does_not_name_follow(catalogue: Catalogue) -> None:
    ordered = programme_of(catalogue, arc_order(catalogue, ["change", "feedback"]))
    assert list(dict.fromkeys(ordered.arcs))[:3] == ["change", "feedback", "self-leadership"]
    assert set(ordered.modules) == set(catalogue.programme)


@pytest.mark.parametrize(
    ("arcs", "sentence"),
    [(["feedbak"], "There is no topic “feedbak”"), (["change", "change"], "each topic once")],
)
def test_an_order_that_is_none_is_refused(
    catalogue: Catalogue, arcs: list[str], sentence: str
) -> None:
    with pytest.raises(Incomplete, match=sentence):
        arc_order(catalogue, arcs)


def test_an_arc_or_module_that_left_the_content_is_passed_over(catalogue: Catalogue) -> None:
    ordered = programme_of(catalogue, "gone change", "gone-too plans-that-fire")
    assert ordered.modules[:2] == ("plans-that-fire", "for-and-against")


def test_a_cohorts_own_order_goes_before_its_organisations(
    cohort: Cohort, catalogue: Catalogue
) -> None:
    cohort.organisation.arcs = arc_order(catalogue, ["change"])
    assert modules(cohort, catalogue)[0] == "for-and-against"
    cohort.follow_order(catalogue, ["feedback"], MONDAY - WEEK)
    assert modules(cohort, catalogue)[0] == "thanks-with-a-why"
    cohort.follow_order(catalogue, [], MONDAY - WEEK)
    assert modules(cohort, catalogue)[0] == "for-and-against"


def test_a_new_order_waits_for_the_end_of_the_arc_at_hand(
    cohort: Cohort, catalogue: Catalogue
) -> None:
    cohort.follow_order(catalogue, ["change"], MONDAY + WEEK)
    ordered = modules(cohort, catalogue)
    assert ordered[:6] == catalogue.programme[:6]
    assert ordered[6] == "for-and-against"


def test_at_once_it_begins_next_monday_and_what_is_left_comes_after(
    cohort: Cohort, catalogue: Catalogue
) -> None:
    tuesday_of_week_two = MONDAY + WEEK + timedelta(days=1)
    cohort.follow_order(catalogue, ["change"], tuesday_of_week_two, at_once=True)
    ordered = modules(cohort, catalogue)
    assert ordered[:4] == (*SELF[:2], "for-and-against", SELF[2])
    assert sorted(ordered) == sorted(catalogue.programme)


def test_the_weeks_until_now_keep_their_modules_whatever_comes(
    cohort: Cohort, catalogue: Catalogue
) -> None:
    for week, arc in [(2, "change"), (4, "feedback"), (5, "coaching")]:
        today = MONDAY + (week - 1) * WEEK
        before = modules(cohort, catalogue)[:week]
        cohort.follow_order(catalogue, [arc], today, at_once=True)
        assert modules(cohort, catalogue)[:week] == before
        assert modules(cohort, catalogue)[week] not in before
    assert sorted(modules(cohort, catalogue)) == sorted(catalogue.programme)


def test_after_the_end_modules_come_round_to_be_taught(
    cohort: Cohort, catalogue: Catalogue
) -> None:
    ordered = cohort.programme(catalogue, cohort.organisation)
    count = len(ordered.modules)
    assert not cohort.has_ended(ordered, MONDAY + (count - 1) * WEEK)
    assert cohort.has_ended(ordered, MONDAY + count * WEEK)
    assert cohort.module_of_week(ordered, MONDAY + count * WEEK) == SELF[0]
    assert cohort.module_of_week(ordered, MONDAY + (count + 1) * WEEK) == SELF[1]


def test_arcs_know_where_they_end_and_which_are_ahead(catalogue: Catalogue) -> None:
    ordered = programme_of(catalogue)
    assert ordered.ends_arc("ask-early")
    assert not ordered.ends_arc("pause-then-answer")
    assert ordered.arcs_ahead(7)[0] == "coaching"
    assert ordered.arcs_ahead(0)[0] == "self-leadership"
    assert ordered.arc_of_week(7) == "feedback"
    assert ordered.arc_of_week(0) is ordered.arc_of_week(99) is None


def test_what_is_kept_survives_the_database(norrvik: Company, catalogue: Catalogue) -> None:
    cohort = norrvik.course.cohort
    cohort.follow_order(catalogue, ["change"], MONDAY + WEEK, at_once=True)
    norrvik.session.flush()
    norrvik.session.expire_all()
    assert modules(cohort, catalogue)[:3] == (*SELF[:2], "for-and-against")
