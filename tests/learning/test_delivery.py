"""A delivery: claimed by one, kept until it is sent, and never lowered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from cast.company import MONDAY, Company, company
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.database import Database
from learning.delivery import LEASE, Delivery, DeliveryState, claim, owe
from learning.person import Identity, Person

LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def delivery(norrvik: Company, ben: Person) -> Delivery:
    return owed(norrvik, ben)


def owed(norrvik: Company, person: Person, score: float = 80) -> Delivery:
    column = norrvik.column("this-week")
    identity = norrvik.session.scalars(
        select(Identity).where(Identity.person_id == person.id)
    ).one()
    assert owe(norrvik.session, column, identity, score, MONDAY)
    norrvik.session.flush()
    return norrvik.session.scalars(select(Delivery).where(Delivery.line_item_id == column.id)).one()


def test_what_is_owed_is_due_at_once(session: Session, delivery: Delivery) -> None:
    assert (delivery.state, delivery.score, delivery.due_at) == ("waiting", 80, MONDAY)
    assert claim(session, MONDAY - timedelta(seconds=1), 10) == []
    assert claim(session, MONDAY, 10) == [delivery]


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(
    session: Session, delivery: Delivery
) -> None:
    claim(session, MONDAY, 10)
    first = delivery.lease
    assert claim(session, MONDAY + LEASE, 10) == []
    assert claim(session, MONDAY + LEASE + timedelta(seconds=1), 10) == [delivery]
    assert delivery.lease != first


def test_a_lease_may_be_shorter(session: Session, delivery: Delivery) -> None:
    claim(session, MONDAY, 10, lease=timedelta(seconds=5))
    assert delivery.leased_until == MONDAY + timedelta(seconds=5)


def test_the_longest_due_come_first_and_only_so_many(
    session: Session, norrvik: Company, ben: Person, dana: Person
) -> None:
    ours = [owed(norrvik, person) for person in (ben, dana, ben)]
    for number, delivery in enumerate(ours):
        delivery.due_at = MONDAY - timedelta(minutes=number)
    session.flush()
    assert claim(session, MONDAY, 2) == [ours[2], ours[1]]
    session.flush()
    assert claim(session, MONDAY, 2) == [ours[0]]


@pytest.mark.parametrize("score", [80, 79.99, 0])
def test_a_score_never_falls(delivery: Delivery, score: float) -> None:
    assert not delivery.want(score, LATER)
    assert (delivery.score, delivery.event_at) == (80, MONDAY)


def test_what_the_lms_has_taken_is_done(session: Session, delivery: Delivery) -> None:
    claim(session, MONDAY, 1)
    delivery.mark_sent(80, MONDAY, LATER)
    session.flush()
    assert (delivery.state, delivery.sent_score, delivery.sent_at) == ("sent", 80, LATER)
    assert (delivery.last_timestamp, delivery.lease, delivery.leased_until) == (MONDAY, None, None)
    assert claim(session, LATER, 1) == []


def test_more_that_comes_while_the_first_is_on_its_way(
    session: Session, delivery: Delivery
) -> None:
    claim(session, MONDAY, 1)
    assert delivery.want(100, LATER)
    session.flush()
    assert claim(session, LATER, 1) == [], "the first is still on its way"
    delivery.mark_sent(80, MONDAY, LATER)
    session.flush()
    assert (delivery.state, delivery.score, delivery.sent_score) == ("waiting", 100, 80)
    assert claim(session, LATER, 1) == [delivery]


@pytest.mark.parametrize(
    ("verb", "state"),
    [(Delivery.refuse, DeliveryState.REFUSED), (Delivery.supersede, DeliveryState.SUPERSEDED)],
)
def test_what_the_lms_will_not_take_stops_with_the_reason(
    session: Session,
    delivery: Delivery,
    verb: Callable[[Delivery, str], None],
    state: DeliveryState,
) -> None:
    claim(session, MONDAY, 1)
    verb(delivery, "x" * 600)
    session.flush()
    assert (delivery.state, delivery.reason, delivery.lease) == (state, "x" * 500, None)
    assert claim(session, MONDAY + timedelta(days=1), 1) == []


@pytest.mark.parametrize("verb", [Delivery.refuse, Delivery.supersede])
def test_a_higher_score_or_a_person_may_set_it_going_again(
    session: Session, delivery: Delivery, verb: Callable[[Delivery, str], None]
) -> None:
    verb(delivery, "unknown user")
    assert not delivery.want(80, LATER)
    delivery.retry(LATER)
    session.flush()
    assert (delivery.state, delivery.reason, delivery.attempts) == ("waiting", None, 0)
    assert claim(session, LATER, 1) == [delivery]
    verb(delivery, "unknown user")
    assert delivery.want(100, LATER)
    session.flush()
    assert claim(session, LATER, 1) == [delivery]


def test_what_is_postponed_comes_back_then_and_counts_its_failures(
    session: Session, delivery: Delivery
) -> None:
    claim(session, MONDAY, 1)
    delivery.postpone("the LMS answered 503", LATER)
    session.flush()
    assert (delivery.state, delivery.reason) == ("waiting", "the LMS answered 503")
    assert delivery.attempts == 1
    assert claim(session, LATER - timedelta(seconds=1), 1) == []
    assert claim(session, LATER, 1) == [delivery]


def test_what_nobody_tried_is_put_back_as_it_was(session: Session, delivery: Delivery) -> None:
    claim(session, MONDAY, 1)
    delivery.put_back()
    session.flush()
    assert delivery.attempts == 0
    assert claim(session, MONDAY, 1) == [delivery]


def test_of_many_workers_one_gets_each_delivery(database: Database, catalogue: Catalogue) -> None:
    with database.write() as session:
        norrvik = company(session, catalogue, "Norrvik")
        for name in ("Ben", "Dana", "Amira"):
            owed(norrvik, norrvik.person(name))
    ready = Barrier(6, timeout=30)

    def work(_worker: int) -> list[int]:
        ready.wait()
        with database.write() as session:
            return [delivery.id for delivery in claim(session, LATER, 2)]

    with ThreadPoolExecutor(6) as workers:
        claimed = [number for ids in workers.map(work, range(6)) for number in ids]
    assert len(claimed) == len(set(claimed)) == 3


def test_a_killed_workers_delivery_comes_back(database: Database, catalogue: Catalogue) -> None:
    with database.write() as session:
        norrvik = company(session, catalogue, "Norrvik")
        owed(norrvik, norrvik.person("Ben"))
    with database.write() as session:
        claim(session, MONDAY, 1)  # and the worker is killed
    with database.write() as session:
        assert claim(session, MONDAY + LEASE, 1) == []
    with database.write() as session:
        (again,) = claim(session, MONDAY + LEASE + timedelta(seconds=1), 1)
    assert (again.state, again.score) == ("waiting", 80)
