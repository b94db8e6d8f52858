"""The background work: it is woken once, comes back when it must, and trusts the rows alone."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
from doubles.running import until
from doubles.school import SECRET
from sqlalchemy import select, update

from baton.product import Product
from baton.pulse import last_beat
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.clock import SystemClock
from learning.delivery import Delivery, owe
from learning.outbox import Ending, Receipt, drain
from learning.ready import driver_of
from learning.team_snapshot import SnapshotWeek, mondays_due
from lti_tool.course import LtiContext
from lti_tool.nonce import KEPT, SpentNonce, spend_nonce
from lti_tool.roster import Roster
from practice_lms import addresses
from practice_lms.people import PEOPLE, person_named
from web.keyring import Keyring

BEN, DANA = person_named("Ben").sub, person_named("Dana").sub


@pytest.fixture
def queue(settings):
    queue = make_queue(read_settings(settings))
    yield queue
    queue.storage.close()


@pytest.fixture
def work(settings, database, catalogue, queue):
    read = read_settings(settings)
    return Work(Product(read, database, catalogue, Keyring((SECRET,)), SystemClock()), queue)


def names(queue):
    return [task.name for task in queue.pending()]


def postpone(database, by):
    due = datetime.now(UTC) + by
    with database.write() as session:
        session.execute(update(Delivery).values(due_at=due))
    return due


def scheduled(queue):
    """When drains have been scheduled, in seconds since 1970."""
    known = [*queue.pending(), *queue.scheduled()]
    return sorted(task.eta.replace(tzinfo=UTC).timestamp() for task in known)


def about(*moments):
    return pytest.approx([moment.timestamp() for moment in moments], abs=1)


def test_being_woken_twice_is_one_task(work, queue):
    work.wake()
    work.wake()
    assert names(queue) == ["drain"]


def test_being_woken_while_it_drains_is_another_task(work, queue):
    """The one that is running may have looked at the rows already."""
    work.wake()
    queue.dequeue()
    work.wake()
    assert names(queue) == ["drain"]


def test_another_task_that_waits_does_not_stand_for_a_drain(work, queue):
    work.sweep()
    work.wake()
    assert names(queue) == ["sweep", "drain"]


def test_a_drain_for_later_does_not_stand_for_one_now(work, queue):
    work.drain.schedule(delay=50)
    work.wake()
    assert [task.eta is None for task in queue.pending()] == [False, True]


def test_nobody_who_learns_meets_a_queue_that_is_broken(home, catalogue):
    settings = read_settings({})
    queue = make_queue(settings)
    work = Work(Product(settings, None, catalogue, Keyring((SECRET,)), SystemClock()), queue)
    queue.storage.close()
    settings.queue_file.write_bytes(b"this is no database" * 300)
    work.wake()
    queue.storage.close()


def test_a_sweep_shows_the_pulse_wakes_and_tidies_up(work, queue, database):
    at = datetime.now(UTC)
    with database.write() as session:
        spend_nonce(driver_of(session.connection()), "old", at - KEPT - timedelta(seconds=2))
        spend_nonce(driver_of(session.connection()), "new", at)
    work.sweep.call_local()
    assert names(queue) == ["drain"]
    with database.read() as session:
        assert last_beat(session) >= at
        assert session.scalars(select(SpentNonce.nonce)).all() == ["new"]


def test_two_workers_may_sweep_at_the_same_moment(work, database):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work.sweep.call_local(), range(8)))
    with database.read() as session:
        assert last_beat(session) is not None


def test_a_drain_sends_what_is_due(work, queue, school, debts):
    debts.owe({(1, BEN): 80.0, (2, DANA): 100.0})
    work.drain.call_local()
    assert school.shown == {(1, BEN): 80.0, (2, DANA): 100.0}
    assert scheduled(queue) == []


def test_it_comes_back_for_what_is_due_within_the_minute(work, queue, database, debts):
    debts.owe({(1, BEN): 80.0})
    due = postpone(database, timedelta(seconds=50))
    work.drain.call_local()
    assert scheduled(queue) == about(due)


def test_it_leaves_to_the_sweep_what_is_due_later(work, queue, database, debts):
    debts.owe({(1, BEN): 80.0})
    postpone(database, timedelta(hours=1))
    work.drain.call_local()
    assert scheduled(queue) == []


def test_it_does_not_come_back_twice_for_the_same(work, queue, database, debts):
    debts.owe({(1, BEN): 80.0})
    due = postpone(database, timedelta(seconds=50))
    work.drain.call_local()
    work.drain.call_local()
    assert scheduled(queue) == about(due)


def test_what_is_due_sooner_does_not_wait_for_what_is_due_later(work, queue, database, debts):
    debts.owe({(1, BEN): 80.0})
    later = postpone(database, timedelta(seconds=50))
    work.drain.call_local()
    sooner = postpone(database, timedelta(seconds=30))
    work.drain.call_local()
    assert scheduled(queue) == about(sooner, later)


def test_it_comes_back_when_the_lease_of_a_killed_worker_ends(work, queue, database, debts):
    debts.owe({(1, BEN): 80.0})
    with database.write() as session:
        until = datetime.now(UTC) + timedelta(seconds=50)
        session.execute(update(Delivery).values(lease="killed", leased_until=until))
    work.drain.call_local()
    assert scheduled(queue) == about(until)


def test_once_it_is_told_to_stop_it_takes_nothing_up(settings, database, catalogue, queue, debts):
    debts.owe({(1, BEN): 80.0})
    product = Product(
        read_settings(settings), database, catalogue, Keyring((SECRET,)), SystemClock()
    )
    Work(product, queue, goes_on=lambda: False).drain.call_local()
    with database.read() as session:
        (delivery,) = session.scalars(select(Delivery))
        assert (delivery.state, delivery.lease) == ("waiting", None)


def test_a_score_that_rises_at_the_moment_it_is_settled_is_sent_too(database, debts):
    """Somebody closes a loop just when a worker writes down that their first grade was sent."""
    debts.owe({(1, BEN): 80.0})
    on_its_way, may_arrive = threading.Event(), threading.Event()

    def send(parcel):
        on_its_way.set()
        may_arrive.wait()
        return Receipt(Ending.SENT, timestamp=parcel.event_at)

    with ThreadPoolExecutor() as pool:
        worker = pool.submit(drain, database, send)
        on_its_way.wait()
        with database.write() as session:
            item, ben = session.merge(debts.line_items[1]), session.merge(debts.identities[BEN])
            owe(session, item, ben, 100.0, datetime.now(UTC))
            may_arrive.set()
            wait([worker], timeout=1)  # a worker that does not wait for us would end in this time
        worker.result()
    drain(database, send)
    with database.read() as session:
        (delivery,) = session.scalars(select(Delivery))
        assert (delivery.state, delivery.sent_score) == ("sent", 100.0)


def test_a_roster_that_is_wanted_is_read(work, database, school, debts):
    with database.write() as session:
        url = addresses.memberships(school.origin)
        session.execute(update(LtiContext).values(memberships_url=url))
    work.night.call_local()
    work.rosters.call_local()
    with database.read() as session:
        roster = session.scalars(select(Roster)).one()
        assert (roster.members, roster.reason) == (len(PEOPLE), None)
        assert roster.tried_at >= roster.wanted_at


def test_at_night_what_the_lms_lost_is_sent_again(work, queue, school, debts):
    debts.owe({(1, BEN): 80.0})
    work.drain.call_local()
    school.lms.gradebook.set_by_teacher(1, BEN, None, datetime.now(UTC))
    work.compare.call_local()
    assert names(queue) == ["drain"]

    def is_sent_again():
        work.drain.call_local()
        return school.shown == {(1, BEN): 80.0}

    until(is_sent_again)  # two scores are a second apart


def test_team_snapshots_are_made_once_it_is_monday(work, database, debts):
    """Two workers may do so; the week is made once."""
    with ThreadPoolExecutor() as pool:
        for made in [pool.submit(work.teams.call_local) for _worker in range(2)]:
            made.result()
    with database.read() as session:
        assert len(session.scalars(select(SnapshotWeek)).all()) == 1
        assert mondays_due(session, datetime.now(UTC)) == {}
