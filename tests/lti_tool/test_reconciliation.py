"""Reconciliation: what is lost in the LMS is mended, and what a teacher changed stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doubles.recordings import recording
from doubles.running import until
from doubles.school import SECRET, Debts, School, enrol, open_school
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from learning.catalogue import Catalogue
from learning.database import Database
from learning.delivery import Delivery
from learning.outbox import drain, next_due
from learning.person import Identity
from lti_tool.grades import Grades
from lti_tool.reconciliation import Reconciliation, Tally
from lti_tool.score import read_results
from lti_tool.service import Services
from practice_lms.people import PEOPLE
from web.keyring import Keyring

LEARNERS = [person.sub for person in PEOPLE if person.can_be_graded]
BEN, DANA, THIRD = LEARNERS[:3]


class House:
    """A school whose grades have all been sent, and what is found out about them."""

    def __init__(
        self, database: Database, catalogue: Catalogue, school: School, debts: Debts
    ) -> None:
        self.database, self.school, self.debts = database, school, debts
        self.services = Services(database, Keyring((SECRET,)))
        self.grades = Grades(database, self.services, catalogue)
        self.reconciliation = Reconciliation(database, self.services)

    def send(self, scores: dict[str, float] | None = None) -> None:
        if scores:
            self.debts.owe({(1, sub): score for sub, score in scores.items()})
        until(self._nothing_waits)

    def _nothing_waits(self) -> bool:
        """Scores of one person must be a second apart."""
        drain(self.database, self.grades.send)
        return next_due(self.database) is None

    def compare(self) -> Tally:
        return self.reconciliation.compare(self.debts.line_items[1].id)

    def change(self, sub: str, score: float | None, after: timedelta) -> None:
        """Somebody changes a grade, that long after ours."""
        grade = self.school.lms.gradebook.grade(1, sub)
        at = grade.at if grade else datetime.now(UTC)
        self.school.lms.gradebook.set_by_teacher(1, sub, score, at + after)

    @property
    def states(self) -> dict[str, str]:
        found = select(Identity.subject, Delivery.state).join(
            Delivery, Delivery.identity_id == Identity.id
        )
        with self.database.read() as session:
            return {subject: str(state) for subject, state in session.execute(found)}


@pytest.fixture
def house(database: Database, catalogue: Catalogue) -> Any:
    with open_school(database) as school:
        yield House(database, catalogue, school, enrol(database, school, SECRET))


def test_all_is_well(house: House) -> None:
    house.send(dict.fromkeys(LEARNERS, 80.0))
    assert house.compare() == Tally(columns=1, same=len(LEARNERS))
    assert set(house.states.values()) == {"sent"}


def test_what_is_missing_is_sent_again(house: House) -> None:
    house.send({BEN: 80.0, DANA: 100.0})
    house.change(DANA, None, timedelta(0))
    assert house.compare() == Tally(columns=1, same=1, sent_again=1)
    house.send()
    assert house.school.shown[1, DANA] == 100
    assert house.compare() == Tally(columns=1, same=2)


def test_a_column_that_lost_everything_is_filled_again(house: House) -> None:
    house.send({BEN: 80.0, DANA: 100.0})
    for sub in (BEN, DANA):
        house.change(sub, None, timedelta(0))
    assert house.compare() == Tally(columns=1, sent_again=2)
    house.send()
    assert house.school.shown == {(1, BEN): 80.0, (1, DANA): 100.0}


def test_an_earlier_grade_of_ours_is_raised(house: House) -> None:
    house.send({BEN: 80.0})
    house.send({BEN: 100.0})
    house.change(BEN, 80, timedelta(seconds=-1))
    assert house.compare() == Tally(columns=1, sent_again=1)
    house.send()
    assert house.school.shown[1, BEN] == 100


@pytest.mark.parametrize("score", [55, 0, 80, 100])
def test_what_a_teacher_changed_stands(house: House, score: float) -> None:
    house.send({BEN: 90.0})
    house.change(BEN, score, timedelta(minutes=5))
    assert house.compare() == Tally(columns=1, superseded=1)
    with house.database.read() as session:
        delivery = session.scalars(select(Delivery)).one()
    assert (delivery.state, delivery.reason) == (
        "superseded",
        f"the LMS has another grade: {score}",
    )
    house.send()
    assert house.school.shown[1, BEN] == score


def test_what_waits_or_was_refused_is_left_alone(house: House) -> None:
    house.send({BEN: 80.0})
    house.debts.owe({(1, DANA): 80.0})
    assert house.compare() == Tally(columns=1, same=1)
    assert house.states == {BEN: "sent", DANA: "waiting"}


def test_results_that_break_off_make_nothing_missing(house: House) -> None:
    house.send({BEN: 80.0, DANA: 80.0})
    house.change(DANA, None, timedelta(0))
    house.school.lms.faults.answer_with(500, at="results")
    assert house.compare() == Tally(columns=1, unreadable=1)
    assert set(house.states.values()) == {"sent"}


@pytest.mark.parametrize("body", ["{}", "null", "", "<html>"])
def test_what_are_no_results_changes_nothing(house: House, body: str) -> None:
    house.send({BEN: 80.0})
    house.school.lms.faults.answer_with(200, body, at="results")
    assert house.compare() == Tally(columns=1, unreadable=1)


def test_an_lms_that_shows_results_one_by_one_only_has_lost_nothing(house: House) -> None:
    house.send({BEN: 80.0})
    house.school.lms.faults.answer_with(200, "[]", at="results")
    assert house.compare() == Tally(columns=1)
    assert house.states == {BEN: "sent"}


def test_one_request_for_a_column_and_not_for_a_person(house: House) -> None:
    house.send(dict.fromkeys(LEARNERS, 80.0))
    house.school.lms.faults.answer_with(503, times=50, at="results")
    house.compare()
    left = len(house.school.lms.faults._answers["results"])
    assert left == 49


def test_at_night_each_column_is_taken_once(house: House) -> None:
    house.send({BEN: 80.0})
    assert house.reconciliation.nightly(lambda: True).columns == 1
    assert house.reconciliation.nightly(lambda: True) == Tally()
    assert house.reconciliation.nightly(lambda: False) == Tally()


def test_what_a_real_moodle_showed_is_read() -> None:
    read = read_results(recording("services")["result3"]["body"])
    assert read["4"].score == 83
    assert read["4"].at == datetime(2026, 11, 23, 22, 41, 21, tzinfo=UTC)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
FIELDS = ["userId", "resultScore", "resultMaximum", "timestamp"]


@given(st.lists(JSON | st.dictionaries(st.sampled_from(FIELDS), JSON), max_size=5))
def test_whatever_comes_is_a_result_or_none(results: list[Any]) -> None:
    for subject, result in read_results(results).items():
        assert subject == result.subject
        assert isinstance(result.score, float)
