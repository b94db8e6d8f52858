"""A training day: its topic is offered from the Monday after, and accepted it changes the order."""

from datetime import date, timedelta

import pytest
from cast.company import MONDAY as AT
from cast.company import Company
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.errors import Incomplete, NotFound
from learning.training import enter_training, training_met, training_of, trainings_of

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)


def modules(norrvik: Company, catalogue: Catalogue) -> tuple[str, ...]:
    return norrvik.course.cohort.programme(catalogue, norrvik.organisation).modules


@pytest.mark.parametrize("entered_on", [MONDAY, MONDAY + WEEK + timedelta(days=4)])
def test_accepted_its_topic_begins_on_the_monday_after_it(
    session: Session, norrvik: Company, catalogue: Catalogue, entered_on: date
) -> None:
    day = MONDAY + WEEK + timedelta(days=1)
    training = enter_training(session, norrvik.course.cohort, catalogue, "change", day, AT)
    usual = modules(norrvik, catalogue)
    assert training.is_offered(catalogue, entered_on)
    assert modules(norrvik, catalogue) == usual
    training.accept(catalogue, entered_on, AT)
    changed = modules(norrvik, catalogue)
    assert changed[:4] == (*usual[:2], "for-and-against", usual[2])
    assert sorted(changed) == sorted(usual)
    assert not training.is_offered(catalogue, entered_on)


def test_what_has_been_met_is_not_offered(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    cohort = norrvik.course.cohort
    training = enter_training(session, cohort, catalogue, "feedback", MONDAY, AT)
    assert training.is_offered(catalogue, MONDAY + 5 * WEEK)
    assert not training.is_offered(catalogue, MONDAY + 6 * WEEK)


def test_the_week_that_meets_it_knows_the_training_and_no_week_before(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    cohort, day = norrvik.course.cohort, MONDAY + timedelta(days=1)
    entered = enter_training(session, cohort, catalogue, "feedback", day, AT)
    assert training_met(session, cohort, "feedback", day) is entered
    assert training_met(session, cohort, "feedback", MONDAY) is None
    assert training_met(session, cohort, "change", day) is None
    assert training_met(session, cohort, None, day) is None


def test_another_cohorts_is_not_there_and_no_unknown_topic_is(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    other = norrvik.another_course().cohort
    entered = enter_training(session, norrvik.course.cohort, catalogue, "change", MONDAY, AT)
    assert trainings_of(session, other) == []
    with pytest.raises(NotFound):
        training_of(session, other, entered.id)
    with pytest.raises(Incomplete):
        enter_training(session, other, catalogue, "dancing", MONDAY, AT)
