"""What is asked after a module: never twice, and not for some weeks after "Not now"."""

from datetime import timedelta

import pytest
from cast.company import MONDAY, WEEK
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.optional_answer import note_optional_answer, read_optional_answers
from learning.person import Person

NOW = Now(MONDAY, MONDAY + 3 * WEEK)


@pytest.mark.parametrize(("occasion", "asks"), [("2026-W10", False), ("2026-W16", True)])
def test_what_is_answered_is_not_asked_again(
    session: Session, ben: Person, dana: Person, occasion: str, asks: bool
) -> None:
    note_optional_answer(session, ben.id, "pulse", "2026-W10", NOW, put_away=False)
    answers = read_optional_answers(session, ben.id)
    assert answers.may_ask("pulse", occasion, MONDAY + 50 * WEEK) is asks
    assert answers.may_ask("calendar", occasion, MONDAY)
    assert read_optional_answers(session, dana.id).may_ask("pulse", occasion, MONDAY)


@pytest.mark.parametrize("occasion", ["2026-W10", "2026-W12"])
def test_what_is_put_away_stays_away_for_six_weeks(
    session: Session, ben: Person, occasion: str
) -> None:
    note_optional_answer(session, ben.id, "pulse", "2026-W10", NOW, put_away=True)
    answers = read_optional_answers(session, ben.id)
    assert not answers.may_ask("pulse", occasion, MONDAY + 5 * WEEK)
    assert answers.may_ask("pulse", occasion, MONDAY + 6 * WEEK)


def test_one_visit_is_told_from_the_next_by_real_time(session: Session, ben: Person) -> None:
    note_optional_answer(session, ben.id, "pulse", "2026-W10", NOW, put_away=False)
    answers = read_optional_answers(session, ben.id)
    assert answers.any_since(NOW.real - timedelta(minutes=1))
    assert not answers.any_since(NOW.real + timedelta(minutes=1))
