"""Grades: what becomes of a score, whatever the LMS answers.

The practice LMS does what a Moodle does. What it cannot be made to say, a scripted one says.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from doubles.column import Column, make_column
from doubles.raw_server import raw_server, says_nothing
from doubles.served import practice_lms

from learning.outbox import Ending, Receipt
from lti_tool.grades import APART, Grades
from lti_tool.service import Services
from practice_lms.addresses import line_item
from practice_lms.lms import PracticeLms
from web import http
from web.keyring import Keyring

BEN, DANA, AMIRA = "12", "13", "11"
ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
"""For what has nothing to do with the database."""


@pytest.fixture
def lms(baton: str) -> Iterator[PracticeLms]:
    with practice_lms(baton) as lms:
        yield lms


@pytest.fixture
def column(house: Any, lms: PracticeLms) -> Column:
    return make_column(house.database, lms.settings.origin, line_item(lms.settings.origin, 1))


@pytest.fixture
def grades(house: Any) -> Grades:
    product = house.product
    services = Services(product.database, product.keyring)
    return Grades(product.database, services, product.catalogue)


def shown(lms: PracticeLms, sub: str = BEN) -> float | None:
    grade = lms.gradebook.grade(1, sub)
    return grade.score if grade else None


def posts(lms: PracticeLms) -> list[dict[str, Any]]:
    return [post.body for post in lms.gradebook.log if isinstance(post.body, dict)]


def statuses(lms: PracticeLms) -> list[int | None]:
    return [post.status for post in lms.gradebook.log]


def test_a_score_is_posted_as_the_standard_says(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    parcel = column.parcel()
    receipt = grades.send(parcel)
    assert receipt.ending is Ending.SENT
    assert shown(lms) == 80
    assert posts(lms) == [
        {
            "userId": BEN,
            "scoreGiven": 80.0,
            "scoreMaximum": 100,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "timestamp": parcel.event_at.isoformat(timespec="milliseconds"),
        }
    ]


def test_eighty_and_then_a_hundred(lms: PracticeLms, column: Column, grades: Grades) -> None:
    first = grades.send(column.parcel())
    second = grades.send(
        column.parcel(
            score=100.0,
            event_at=datetime.now(UTC),
            last_timestamp=first.timestamp,
            sent_score=80.0,
        )
    )
    assert (second.ending, shown(lms)) == (Ending.SENT, 100)
    assert statuses(lms) == [200, 200]


def test_sending_twice_is_safe(lms: PracticeLms, column: Column, grades: Grades) -> None:
    """A worker was killed after the LMS took the score, and before it could write that down."""
    parcel = column.parcel()
    for _again in range(3):
        assert grades.send(parcel).ending is Ending.SENT
    assert shown(lms) == 80
    assert statuses(lms) == [200, 409, 409]


def test_a_lower_grade_of_ours_is_raised(lms: PracticeLms, column: Column, grades: Grades) -> None:
    """The clock of the worker that sent 80 was ahead, so that the 100 looks old."""
    lms.gradebook.set_by_teacher(1, BEN, 80, datetime.now(UTC) - timedelta(minutes=1))
    receipt = grades.send(column.parcel(score=100.0, sent_score=80.0))
    assert (receipt.ending, shown(lms)) == (Ending.SENT, 100)
    assert statuses(lms) == [409, 200]
    assert receipt.timestamp is not None
    assert posts(lms)[1]["timestamp"] == receipt.timestamp.isoformat(timespec="milliseconds")


def test_a_lower_grade_that_a_killed_worker_sent_is_raised(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    lms.gradebook.set_by_teacher(1, BEN, 80, datetime.now(UTC) - timedelta(minutes=1))
    assert grades.send(column.parcel(score=100.0)).ending is Ending.SENT
    assert shown(lms) == 100


@pytest.mark.parametrize(("teachers", "sent"), [(55, 80.0), (0, 80.0), (95, None), (100, None)])
def test_a_teachers_grade_stands(
    lms: PracticeLms, column: Column, grades: Grades, teachers: float, sent: float | None
) -> None:
    lms.gradebook.set_by_teacher(1, BEN, teachers, datetime.now(UTC) - timedelta(minutes=1))
    score = 100.0 if sent else 80.0
    receipt = grades.send(column.parcel(score=score, sent_score=sent))
    assert receipt.ending is Ending.SUPERSEDED
    assert receipt.reason == f"the LMS has another grade: {teachers}"
    assert shown(lms) == teachers


def test_a_column_with_another_maximum_is_compared_by_share(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    lms.gradebook.change_column(1, score_maximum=3)
    parcel = column.parcel(score=66.67)
    assert [grades.send(parcel).ending for _again in range(2)] == [Ending.SENT] * 2
    assert shown(lms) == pytest.approx(2, abs=0.01)


def test_a_leader_who_cannot_be_graded_is_refused_and_named(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    receipt = grades.send(column.parcel(AMIRA))
    assert receipt.ending is Ending.REFUSED
    assert receipt.reason == (
        "not recorded by the LMS: the LMS answered 400; "
        "often it has no row for this person in that gradebook"
    )
    assert statuses(lms) == [400]


def test_a_token_that_the_lms_forgot_is_renewed(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    grades.send(column.parcel())
    lms.access_tokens.revoke_all()
    assert grades.send(column.parcel(DANA)).ending is Ending.SENT
    assert statuses(lms) == [200, 401, 200]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_renewed_once_and_then_later(
    lms: PracticeLms, column: Column, grades: Grades, status: int
) -> None:
    lms.faults.answer_with(status)
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert statuses(lms) == [status, 200]
    lms.faults.answer_with(status, times=2)
    assert grades.send(column.parcel(DANA)) == Receipt(Ending.LATER, f"the LMS answered {status}")
    assert statuses(lms)[2:] == [status, status]


def test_a_column_that_is_gone_waits(lms: PracticeLms, column: Column, grades: Grades) -> None:
    lms.gradebook.remove_column(1)
    assert grades.send(column.parcel()) == Receipt(Ending.LATER, "the LMS answered 404")


def test_where_the_lms_shows_no_gradebook_nothing_is_recorded(house: Any, grades: Grades) -> None:
    column = make_column(house.database, "http://127.0.0.1:1", None, client_id="no-column")
    receipt = grades.send(column.parcel())
    assert receipt.ending is Ending.REFUSED
    assert receipt.reason.startswith("not recorded by the LMS: the LMS does not let Baton into")


@ON_ONE
@pytest.mark.parametrize("status", [500, 502, 503, 504, 507, 408, 425, 429, 302, 307])
def test_what_may_pass_is_tried_again(
    lms: PracticeLms, column: Column, grades: Grades, status: int
) -> None:
    lms.faults.answer_with(status)
    receipt = grades.send(column.parcel())
    assert (receipt.ending, receipt.reason) == (Ending.LATER, f"the LMS answered {status}")
    assert grades.send(column.parcel()).ending is Ending.SENT


@ON_ONE
@pytest.mark.parametrize("status", [405, 410, 413, 415, 422, 451])
def test_what_will_not_pass_is_not(
    lms: PracticeLms, column: Column, grades: Grades, status: int
) -> None:
    lms.faults.answer_with(status, "<script>alert(1)</script>")
    receipt = grades.send(column.parcel())
    assert receipt.ending is Ending.REFUSED
    assert receipt.reason.startswith(f"not recorded by the LMS: the LMS answered {status}")
    assert "script" not in receipt.reason


@ON_ONE
@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_kind_of_yes_will_do(
    lms: PracticeLms, column: Column, grades: Grades, status: int
) -> None:
    lms.faults.answer_with(status)
    assert grades.send(column.parcel()).ending is Ending.SENT


@pytest.mark.parametrize("stored", [True, False])
def test_a_line_that_drops_loses_nothing(
    lms: PracticeLms, column: Column, grades: Grades, stored: bool
) -> None:
    lms.faults.drop(stored=stored)
    first = grades.send(column.parcel())
    assert first.ending is Ending.LATER
    assert first.reason.startswith("the LMS could not be reached")
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert shown(lms) == 80


def test_an_lms_that_is_slow_does_not_hold_a_worker(
    lms: PracticeLms, column: Column, grades: Grades, monkeypatch: pytest.MonkeyPatch
) -> None:
    grades.send(column.parcel(DANA))
    monkeypatch.setattr(http, "TOTAL", 0.3)
    lms.faults.hold(30)
    assert "took too long" in grades.send(column.parcel()).reason
    lms.faults.clear()
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert shown(lms) == 80


def test_an_lms_that_never_answers_is_left(
    house: Any, grades: Grades, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TOTAL", 0.3)
    with raw_server(says_nothing) as server:
        origin = f"http://127.0.0.1:{server.port}"
        receipt = grades.send(make_column(house.database, origin, f"{origin}/1").parcel())
    assert receipt.ending is Ending.LATER
    assert "took too long" in receipt.reason


def test_no_two_scores_of_a_person_are_closer_than_a_second(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as traveller:
        first = grades.send(column.parcel(event_at=start))
        assert first.timestamp == start
        again = column.parcel(
            score=100.0, event_at=start, last_timestamp=first.timestamp, sent_score=80.0
        )
        wait = grades.send(again)
        assert (wait.ending, wait.wait) == (Ending.LATER, APART)
        assert len(posts(lms)) == 1, "nothing is sent before its time"
        traveller.shift(APART)
        second = grades.send(again)
    assert second.timestamp == start + APART
    assert shown(lms) == 100


def test_a_timestamp_is_never_in_the_future(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    """The web server's clock is ahead of the worker's."""
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False):
        receipt = grades.send(column.parcel(event_at=start + timedelta(minutes=5)))
    assert receipt.timestamp == start
    assert posts(lms)[0]["timestamp"] == start.isoformat(timespec="milliseconds")


def test_one_persons_score_never_lands_on_another(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    """Many at once, some of them refused by the clock, and the results of everybody on one page."""
    people = [str(number) for number in (12, 13, 14, 15, 16, 22, 23, 24, 25, 26)]
    endings: dict[str, Ending] = {}

    def send(sub: str) -> None:
        parcel = column.parcel(sub, score=float(sub))
        grades.send(parcel)
        endings[sub] = grades.send(parcel).ending

    threads = [threading.Thread(target=send, args=(sub,)) for sub in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert endings == dict.fromkeys(people, Ending.SENT)
    in_the_book = {sub: shown(lms, sub) for sub in people}
    assert in_the_book == pytest.approx({sub: float(sub) for sub in people})


def test_nothing_secret_is_logged_or_said(
    lms: PracticeLms, column: Column, grades: Grades, log: Any
) -> None:
    grades.send(column.parcel())
    lms.faults.answer_with(500, "Bearer echo")
    receipt = grades.send(column.parcel(DANA))
    for token in lms.access_tokens._tokens:
        assert token not in log.text
        assert token not in receipt.reason
    assert "echo" not in receipt.reason


def test_a_secret_that_does_not_fit_is_named(house: Any, column: Column) -> None:
    services = Services(house.database, Keyring(["x" * 40]))
    receipt = Grades(house.database, services, house.product.catalogue).send(column.parcel())
    assert receipt.ending is Ending.LATER
    assert receipt.reason == "BATON_SECRET_KEY does not open the stored keys; restore the old one."


def test_a_lease_that_ran_out_sends_nothing(
    lms: PracticeLms, column: Column, grades: Grades
) -> None:
    late = replace(column.parcel(), send_before=datetime.now(UTC) - timedelta(seconds=1))
    assert grades.send(late).ending is Ending.UNTRIED
    assert posts(lms) == []
