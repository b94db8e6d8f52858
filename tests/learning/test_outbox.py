"""The outbox: whatever happens while it is sent, no grade is lost and none is sent by two."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Lock

import pytest
from cast.company import Company, company
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from learning.catalogue import Catalogue
from learning.database import Database
from learning.delivery import Delivery, owe
from learning.outbox import Ending, Parcel, Receipt, drain, next_due, pause
from learning.person import Identity

SENT = Receipt(Ending.SENT)


class Post:
    """A scripted LMS: hands out one answer after the other, the last one for ever."""

    def __init__(self, *answers: Receipt | Exception | Callable[[Parcel], Receipt]) -> None:
        self._answers = list(answers) or [SENT]
        self._lock = Lock()
        self.parcels: list[Parcel] = []

    def __call__(self, parcel: Parcel) -> Receipt:
        with self._lock:
            self.parcels.append(parcel)
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Receipt) else answer(parcel)

    @property
    def scores(self) -> list[float]:
        return [parcel.score for parcel in self.parcels]


class Outbox:
    """Norrvik's outbox, and how things stand in it."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.database = database
        with database.write() as session:
            norrvik: Company = company(session, catalogue, "Norrvik")
            self.column = norrvik.column("this-week").id
            self._norrvik = norrvik

    def owe(self, name: str, score: float = 80) -> None:
        """Owe somebody a score, as their progress does."""
        at = datetime.now(UTC)
        with self.database.write() as session:
            self._norrvik.session = session
            identity = session.scalar(select(Identity).where(Identity.subject == name.lower()))
            if identity is None:
                person = self._norrvik.person(name)
                mine = select(Identity).where(Identity.person_id == person.id)
                identity = session.scalars(mine).one()
            owe(session, self._norrvik.column("this-week"), identity, score, at)

    def raise_all(self, score: float) -> None:
        with self.database.write() as session:
            for delivery in session.scalars(select(Delivery)):
                delivery.want(score, datetime.now(UTC))

    def change(self, **values: object) -> None:
        with self.database.write() as session:
            session.execute(update(Delivery).values(**values))

    @property
    def rows(self) -> list[Delivery]:
        with self.database.read() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.id)))

    @property
    def only(self) -> Delivery:
        (delivery,) = self.rows
        return delivery


@pytest.fixture
def outbox(database: Database, catalogue: Catalogue) -> Iterator[Outbox]:
    return Outbox(database, catalogue)


def test_everything_that_is_due_is_sent_once(outbox: Outbox) -> None:
    for number in range(7):
        outbox.owe(f"Person {number}")
    post = Post()
    assert drain(outbox.database, post, threads=3, batch=3) == 7
    assert sorted(parcel.subject for parcel in post.parcels) == [f"person {n}" for n in range(7)]
    assert {row.state for row in outbox.rows} == {"sent"}
    assert drain(outbox.database, post) == 0


def test_a_parcel_says_all_that_a_door_needs(outbox: Outbox) -> None:
    outbox.owe("Ben")
    drain(outbox.database, post := Post())
    (parcel,) = post.parcels
    row = outbox.only
    assert (parcel.subject, parcel.score, parcel.event_at) == ("ben", 80, row.event_at)
    assert (parcel.line_item_id, parcel.delivery_id) == (row.line_item_id, row.id)
    assert (parcel.last_timestamp, parcel.sent_score) == (None, None)


def test_the_next_score_knows_of_the_last(outbox: Outbox) -> None:
    outbox.owe("Ben")
    stamp = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    drain(outbox.database, Post(Receipt(Ending.SENT, timestamp=stamp)))
    outbox.raise_all(100)
    drain(outbox.database, post := Post())
    assert (post.parcels[0].last_timestamp, post.parcels[0].sent_score) == (stamp, 80)


def test_a_fault_while_sending_loses_no_grade(outbox: Outbox) -> None:
    outbox.owe("Ben")
    drain(outbox.database, Post(RuntimeError("Ben's secret")))
    row = outbox.only
    assert (row.state, row.lease) == ("waiting", None)
    assert row.due_at > datetime.now(UTC)
    assert row.reason == "Baton could not send it: RuntimeError"
    outbox.change(due_at=datetime.now(UTC))
    drain(outbox.database, Post())
    assert outbox.only.state == "sent"


def test_a_fault_with_one_does_not_stop_the_others(outbox: Outbox) -> None:
    for name in ("Ben", "Dana", "Amira"):
        outbox.owe(name)
    drain(outbox.database, Post(RuntimeError("x"), SENT), threads=1)
    assert sorted(row.state for row in outbox.rows) == ["sent", "sent", "waiting"]


@pytest.mark.parametrize("ending", [Ending.REFUSED, Ending.SUPERSEDED])
def test_what_the_lms_will_not_take_is_not_sent_again(outbox: Outbox, ending: Ending) -> None:
    outbox.owe("Ben")
    drain(outbox.database, Post(Receipt(ending, "because")))
    assert (outbox.only.state, outbox.only.reason) == (ending, "because")
    assert drain(outbox.database, Post()) == 0


def test_the_lms_says_how_long_to_wait(outbox: Outbox) -> None:
    outbox.owe("Ben")
    before = datetime.now(UTC)
    drain(outbox.database, Post(Receipt(Ending.LATER, "503", wait=timedelta(hours=1))))
    assert timedelta(hours=1) <= outbox.only.due_at - before <= timedelta(hours=1, minutes=5)
    assert drain(outbox.database, Post()) == 0


def test_each_failure_is_counted_and_a_higher_score_starts_afresh(outbox: Outbox) -> None:
    outbox.owe("Ben")
    for failures in (1, 2, 3):
        outbox.change(due_at=datetime.now(UTC))
        drain(outbox.database, Post(Receipt(Ending.LATER, "503")))
        assert outbox.only.attempts == failures
    outbox.raise_all(100)
    assert outbox.only.attempts == 0


def test_more_that_comes_during_the_call_is_sent_after_it(outbox: Outbox) -> None:
    outbox.owe("Ben", 80)

    def slow(parcel: Parcel) -> Receipt:
        outbox.raise_all(100)
        return SENT

    drain(outbox.database, post := Post(slow, SENT))
    assert post.scores == [80, 100]
    assert (outbox.only.state, outbox.only.sent_score) == ("sent", 100)


@pytest.mark.parametrize("ending", [Ending.REFUSED, Ending.SUPERSEDED])
def test_more_that_comes_during_a_refusal_is_still_tried(outbox: Outbox, ending: Ending) -> None:
    outbox.owe("Ben", 80)

    def refuse(parcel: Parcel) -> Receipt:
        outbox.raise_all(100)
        return Receipt(ending, "not that one")

    drain(outbox.database, post := Post(refuse, SENT))
    assert post.scores == [80, 100]
    assert outbox.only.state == "sent"


def test_a_result_that_comes_after_the_lease_was_lost_changes_nothing(outbox: Outbox) -> None:
    outbox.owe("Ben")

    def taken_over(parcel: Parcel) -> Receipt:
        until = datetime.now(UTC) + timedelta(minutes=1)
        outbox.change(lease="somebody else's", leased_until=until)
        return Receipt(Ending.REFUSED, "too late to matter")

    drain(outbox.database, Post(taken_over))
    assert (outbox.only.state, outbox.only.lease) == ("waiting", "somebody else's")
    assert outbox.only.reason is None


def test_two_workers_send_each_grade_once(outbox: Outbox) -> None:
    for number in range(20):
        outbox.owe(f"Person {number}")
    post = Post()
    with ThreadPoolExecutor(2) as workers:
        done = list(workers.map(lambda _n: drain(outbox.database, post, 4, 4), range(2)))
    assert sum(done) == len(post.parcels) == 20
    assert len({parcel.delivery_id for parcel in post.parcels}) == 20
    assert {row.state for row in outbox.rows} == {"sent"}


def test_a_worker_that_is_told_to_stop_puts_the_rest_back(outbox: Outbox) -> None:
    for number in range(6):
        outbox.owe(f"Person {number}")
    stop = Event()

    def last(parcel: Parcel) -> Receipt:
        stop.set()
        return SENT

    drain(outbox.database, Post(last), threads=1, batch=6, goes_on=lambda: not stop.is_set())
    assert sorted(row.state for row in outbox.rows) == ["sent", *["waiting"] * 5]
    assert {(row.lease, row.attempts) for row in outbox.rows} == {(None, 0)}
    assert drain(outbox.database, Post()) == 5


def test_nothing_waits_and_nothing_is_due(outbox: Outbox) -> None:
    assert next_due(outbox.database) is None
    outbox.owe("Ben")
    drain(outbox.database, Post())
    assert next_due(outbox.database) is None


def test_the_next_that_is_due(outbox: Outbox) -> None:
    outbox.owe("Ben")
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    outbox.change(due_at=at)
    assert next_due(outbox.database) == at
    outbox.change(lease="x", leased_until=at + timedelta(minutes=1))
    assert next_due(outbox.database) == at + timedelta(minutes=1)
    outbox.change(due_at=at + timedelta(hours=1))
    assert next_due(outbox.database) == at + timedelta(hours=1)


@given(st.integers(min_value=0, max_value=10_000))
def test_pauses_grow_with_jitter_up_to_six_hours(failures: int) -> None:
    whole = min(timedelta(seconds=5) * 2 ** min(failures, 13), timedelta(hours=6))
    assert whole / 2 <= pause(failures) <= whole


def test_a_crowd_does_not_come_back_at_the_same_moment() -> None:
    assert len({pause(3) for _grade in range(100)}) > 90
