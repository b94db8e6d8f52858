"""An organisation's order: its cohorts take it up, but for those with one of their own."""

from datetime import date, timedelta

from cast.company import Company
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.programme_change import take_order

MONDAY = date(2026, 3, 2)


def test_every_cohort_takes_it_up_after_the_arc_at_hand(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    late, own = norrvik.another_course().cohort, norrvik.another_course().cohort
    late.start_on(MONDAY + timedelta(weeks=10))
    own.follow_order(catalogue, ["coaching"], MONDAY - timedelta(weeks=1))
    session.flush()
    take_order(session, norrvik.organisation, catalogue, ["change"], MONDAY + timedelta(weeks=2))

    def order(cohort: object) -> tuple[str, ...]:
        return cohort.programme(catalogue, norrvik.organisation).arcs  # type: ignore[attr-defined]

    assert order(norrvik.course.cohort)[:7] == ("self-leadership",) * 6 + ("change",)
    assert order(late)[0] == "change"
    assert order(own)[0] == "coaching"


def test_without_arcs_it_is_the_usual_order_again(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    take_order(session, norrvik.organisation, catalogue, ["change"], MONDAY - timedelta(weeks=1))
    take_order(session, norrvik.organisation, catalogue, [], MONDAY - timedelta(weeks=1))
    ordered = norrvik.course.cohort.programme(catalogue, norrvik.organisation)
    assert ordered.modules == catalogue.programme
