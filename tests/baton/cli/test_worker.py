"""The worker as a process: killed, stopped, alone or one of several, it loses no grade."""

import random
import time
from collections import Counter

import pytest
from doubles.running import clean_environment, until
from doubles.school import SECRET, enrol, open_school
from doubles.stable import Stable
from sqlalchemy import func, select

from baton.pulse import last_beat
from baton.schema import upgrade
from baton.settings import read_settings
from learning.database import Database
from learning.delivery import Delivery
from practice_lms import people

KILLS = 50
MORE_COLUMNS = 23
HELD = 0.15
GRADABLE = {person.sub for person in people.PEOPLE if person.can_be_graded}


def states(database):
    with database.read() as session:
        counted = select(Delivery.state, func.count()).group_by(Delivery.state)
        return {str(state): count for state, count in session.execute(counted)}


def is_settled(database):
    return "waiting" not in states(database)


def has_worked(database):
    with database.read() as session:
        return last_beat(session)


def posts(school):
    return len(school.lms.gradebook.log)


def owe_everybody(debts, score):
    debts.owe({(n, sub): score for n in debts.line_items for sub in debts.identities})


def let_some_rise(debts):
    cells = random.sample(sorted(debts.scores), 40)
    debts.owe({cell: debts.scores[cell] + 1.0 for cell in cells})


def everything_is_right(database, school, debts):
    gradable = {cell: score for cell, score in debts.scores.items() if cell[1] in GRADABLE}
    assert school.shown == pytest.approx(gradable)
    refused = len(debts.scores) - len(gradable)
    assert states(database) == {"sent": len(gradable), "refused": refused}
    with database.read() as session:
        assert session.scalar(select(func.count(Delivery.lease))) == 0


@pytest.fixture
def open_stable(tmp_path):
    """Opens stables, whose workers have the settings that are given."""
    opened = []

    def open_one(**settings):
        log = tmp_path / f"workers-{len(opened)}.log"
        opened.append(Stable({**clean_environment(), **settings}, log))
        return opened[-1]

    yield open_one
    for stable in opened:
        stable.close()


@pytest.fixture
def stable(open_stable, settings):
    return open_stable(**settings)


@pytest.fixture
def large_school(database):
    """Thirty columns for ten people who can be graded and two who cannot; it takes its time."""
    with open_school(database, hold_scores=HELD) as school:
        for number in range(MORE_COLUMNS):
            school.lms.gradebook.add_column(label=f"Module {number}", score_maximum=100)
        yield school


def test_no_grade_is_lost_or_wrong_after_fifty_kills(
    database, large_school, open_stable, settings, work
):
    stable = open_stable(**settings, BATON_LEASE_SECONDS="1")
    debts = enrol(database, large_school, SECRET)
    owe_everybody(debts, 20.0)
    workers = [stable.start() for _ in range(1 if database.is_sqlite else 2)]
    for _ in range(KILLS):
        enough = posts(large_school) + random.randint(1, 20)
        let_some_rise(debts)
        work.wake()
        until(lambda enough=enough: posts(large_school) >= enough)
        time.sleep(random.uniform(0, HELD))
        stable.kill(workers.pop(0))
        workers.append(stable.start())
    until(lambda: is_settled(database))
    everything_is_right(database, large_school, debts)
    taken = Counter(
        (post.line_item, post.body["userId"], post.body["scoreGiven"])
        for post in large_school.lms.gradebook.log
        if post.status != 400
    )
    assert max(taken.values()) > 1, "no worker was killed between the LMS's yes and our note of it"


@pytest.fixture
def slow_school(database):
    """It takes a score at once and answers half a second later."""
    with open_school(database) as school:
        school.lms.faults.hold(0.5)
        yield school


def test_a_worker_that_is_stopped_while_it_sends_has_nothing_to_repeat(
    database, school, debts, stable
):
    faults = school.lms.faults
    faults.hold(600)
    owe_everybody(debts, 80.0)
    first = stable.start()
    assert faults.wait_until_held(count=10, timeout=60)
    stable.ask_to_stop(first)
    faults.hold(1.0)
    faults.release()
    assert stable.wait(first) == 0
    assert not is_settled(database)
    with database.read() as session:
        assert session.scalar(select(func.count(Delivery.lease))) == 0
    faults.clear()
    stable.start()
    until(lambda: is_settled(database))
    everything_is_right(database, school, debts)
    assert posts(school) == len(debts.scores)


def test_an_lms_that_does_not_answer_cannot_keep_a_worker_from_stopping(
    database, school, debts, stable
):
    school.lms.faults.hold(600)
    owe_everybody(debts, 80.0)
    worker = stable.start()
    assert school.lms.faults.wait_until_held(timeout=60)
    assert stable.stop(worker) == 0
    assert states(database) == {"waiting": len(debts.scores)}


def test_two_workers_share_the_work(database, slow_school, stable, work):
    debts = enrol(database, slow_school, SECRET)
    stable.start()
    stable.start()
    owe_everybody(debts, 80.0)
    work.wake()
    until(lambda: is_settled(database))
    everything_is_right(database, slow_school, debts)
    assert posts(slow_school) == len(debts.scores)


def test_a_queue_that_was_damaged_or_lost_keeps_no_grade_back(home, open_stable):
    settings = {"BATON_DATABASE_URL": f"sqlite:///{home}/baton.db", "BATON_SECRET_KEY": SECRET}
    database = Database(settings["BATON_DATABASE_URL"])
    upgrade(database)
    queue, stable = read_settings(settings).queue_file, open_stable(**settings)
    with open_school(database) as school:
        debts = enrol(database, school, SECRET)
        worker = stable.start()
        until(lambda: has_worked(database))
        stable.kill(worker)
        queue.write_bytes(b"this is no database" * 300)
        owe_everybody(debts, 80.0)
        worker = stable.start()
        until(lambda: is_settled(database))
        assert stable.stop(worker) == 0
        queue.unlink()
        owe_everybody(debts, 100.0)
        stable.start()
        until(lambda: is_settled(database))
        everything_is_right(database, school, debts)
    database.dispose()


def test_it_runs_as_a_command_and_says_what_it_does(database, school, debts, start, settings):
    owe_everybody(debts, 80.0)
    worker = start("worker", **settings)
    worker.wait_for('"event": "outbox drained"')
    assert worker.end() == 0
    assert "Traceback" not in worker.said
