"""The team poll: what it points to, from how many on, and that it keeps sums alone."""

import pytest
from cast.company import Company
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.poll import AREAS, Step, round_after, suggested_arc, take_poll
from learning.programme_order import Programme, programme_of

OFTEN = dict.fromkeys(AREAS, Step.OFTEN)


@pytest.fixture
def programme(catalogue: Catalogue) -> Programme:
    return programme_of(catalogue)


@pytest.mark.parametrize(
    ("module", "week", "number"),
    [
        ("plans-that-fire", 3, None),
        ("guard-your-focus", 4, 1),
        ("ask-early", 6, 1),
        ("thanks-with-a-why", 7, 1),
        ("listen-to-understand", 8, 2),
        ("line-of-sight", 13, 3),
        ("what-so-what-now-what", 14, None),
    ],
)
def test_it_comes_at_an_arcs_end_or_after_four_weeks_while_there_is_something_ahead(
    programme: Programme, module: str, week: int, number: int | None
) -> None:
    assert round_after(programme, module, week) == number


def test_below_six_answers_it_points_to_nothing(
    session: Session, norrvik: Company, programme: Programme
) -> None:
    cohort = norrvik.course.cohort
    for count in range(1, 7):
        take_poll(session, cohort, 1, OFTEN | {"coaching": Step.RARELY})
        session.flush()
        suggested = suggested_arc(session, cohort, programme, 4)
        assert suggested == ("coaching" if count == 6 else None)


def test_it_points_to_the_greatest_need_ahead_the_earliest_where_several_are_equal(
    session: Session, norrvik: Company, programme: Programme
) -> None:
    cohort = norrvik.course.cohort
    for _person in range(6):
        need = {"direction": Step.SOMETIMES, "feedback": Step.RARELY, "together": Step.SOMETIMES}
        take_poll(session, cohort, 1, OFTEN | need)
    session.flush()
    assert suggested_arc(session, cohort, programme, 4) == "feedback"
    assert suggested_arc(session, cohort, programme, 7) == "team-processes"
    assert suggested_arc(session, cohort, programme, 10) == "team-functions"
    assert suggested_arc(session, cohort, programme, 99) is None


def test_the_newest_round_counts_and_where_all_is_well_nothing_is_suggested(
    session: Session, norrvik: Company, programme: Programme
) -> None:
    cohort, other = norrvik.course.cohort, norrvik.another_course().cohort
    for _person in range(6):
        take_poll(session, cohort, 1, OFTEN | {"coaching": Step.RARELY})
        take_poll(session, cohort, 2, OFTEN)
    session.flush()
    assert suggested_arc(session, cohort, programme, 8) is None
    assert suggested_arc(session, other, programme, 8) is None
