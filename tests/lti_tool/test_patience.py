"""Patience: an LMS that does not answer must not make the others wait."""

import pytest
from doubles.school import SECRET, enrol, open_school
from sqlalchemy import select

from learning.delivery import Delivery
from learning.outbox import drain
from lti_tool.grades import Grades
from lti_tool.patience import IN_A_ROW, Patience
from lti_tool.service import Services
from web.keyring import Keyring

NORRVIK, SODERHAMN = 1, 2


def fail(patience: Patience, times: int) -> None:
    for _ in range(times):
        patience.note(NORRVIK, answered=False)


def test_one_lost_line_is_no_silence() -> None:
    patience = Patience()
    fail(patience, IN_A_ROW - 1)
    assert not patience.has_run_out(NORRVIK)


def test_a_silent_platform_is_left_alone_and_only_that_one() -> None:
    patience = Patience()
    fail(patience, IN_A_ROW)
    assert patience.has_run_out(NORRVIK)
    assert not patience.has_run_out(SODERHAMN)


def test_an_answer_in_between_ends_the_count() -> None:
    patience = Patience()
    for _ in range(3):
        fail(patience, IN_A_ROW - 1)
        patience.note(NORRVIK, answered=True)
    assert not patience.has_run_out(NORRVIK)


def test_after_its_rest_it_is_asked_again() -> None:
    patience = Patience(rest=0.0)
    fail(patience, IN_A_ROW)
    assert not patience.has_run_out(NORRVIK)


@pytest.mark.parametrize("part", ["scores", "tokens"])
def test_a_crowd_of_grades_does_not_wait_for_silence_one_by_one(
    database, catalogue, part: str
) -> None:
    with open_school(database) as school:
        debts = enrol(database, school, SECRET)
        debts.owe({(n, sub): 80.0 for n in debts.line_items for sub in debts.identities})
        school.lms.faults.drop(times=10_000, at=part)
        services = Services(database, Keyring((SECRET,)))
        drain(database, Grades(database, services, catalogue).send)
        calls = 10_000 - len(school.lms.faults._answers[part])
        assert 1 <= calls < len(debts.scores)
    with database.read() as session:
        for delivery in session.scalars(select(Delivery)):
            assert delivery.state == "waiting"
            assert delivery.reason is not None
            assert delivery.reason.startswith("the LMS could not be reached")
