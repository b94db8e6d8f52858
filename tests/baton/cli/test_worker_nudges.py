"""The worker as a process that notifies people in Teams: killed, it forgets nobody, and no person
sees two notices.
"""

import random
import time
from dataclasses import replace

import pytest
from cast.staff import THURSDAY, TUESDAY, Staff
from doubles.entra import CLIENT_ID, Entra
from doubles.entra_tokens import SECRET as VALUE
from doubles.graph import Graph
from doubles.running import clean_environment, until
from doubles.stable import Stable

HURRY = 8
UNKNOWN, WITHOUT_APP = 60, 20
PATIENCE = 150
"""Seconds; whatever went wrong, a worker looks at the rows again within the minute."""
ONE, MANY = "sendActivityNotification", "sendActivityNotificationToRecipients"


@pytest.fixture
def graph():
    entra = Entra()
    graph = Graph(entra, pace=HURRY)
    entra.registration = replace(entra.registration, graph_url=graph.url)
    graph.entra = entra
    yield graph
    graph.close()
    entra.close()


@pytest.fixture
def staff(database, graph):
    staff = Staff(database, graph)
    staff.go_to(TUESDAY, 8)
    staff.start_this_week()
    return staff


@pytest.fixture
def stable(tmp_path, settings, graph):
    stable = Stable(
        {
            **clean_environment(),
            **settings,
            "BATON_LEASE_SECONDS": "1",
            "BATON_PUBLIC_URL": "https://baton.example.org",
            "BATON_ENTRA_CLIENT_ID": CLIENT_ID,
            "BATON_ENTRA_CLIENT_SECRET": VALUE,
            "BATON_ENTRA_AUTHORITY": graph.entra.url,
            "BATON_GRAPH_URL": graph.url,
            "STABLE_HURRY": str(HURRY),
            "STABLE_FEW": "60",
        },
        tmp_path / "workers.log",
    )
    yield stable
    stable.close()


def kill_between_graphs_yes_and_our_note_of_it(stable, graph, worker):
    graph.faults.hold = 5.0
    before = len(graph.log)
    until(lambda: len(graph.log) > before, PATIENCE)
    stable.kill(worker)
    graph.faults.hold = 0.0


def kill_at_any_moment(stable, graph, worker):
    enough = len(graph.log) + random.randint(0, 8)
    until(lambda: len(graph.log) >= enough, PATIENCE)
    time.sleep(random.uniform(0, 0.1))
    stable.kill(worker)


KILLS = {
    1: [kill_at_any_moment, *[kill_between_graphs_yes_and_our_note_of_it, kill_at_any_moment] * 2],
    2: [kill_between_graphs_yes_and_our_note_of_it, kill_at_any_moment, kill_at_any_moment],
}
"""By how many workers there are."""


def test_two_thousand_see_one_notice_each_however_often_the_worker_is_killed(staff, graph, stable):
    # PostgreSQL's locks are met by fewer people as well, and by two workers.
    everybody, count = (2_000, 1) if staff.database.is_sqlite else (400, 2)
    known = len(staff.come(everybody - UNKNOWN - WITHOUT_APP, known=True))
    staff.come(UNKNOWN)
    without = staff.come(WITHOUT_APP, app=False)
    staff.go_to(TUESDAY, 9)
    workers = [stable.start() for _ in range(count)]
    for kill in KILLS[count]:
        kill(stable, graph, workers.pop(0))
        workers.append(stable.start())
    done = {"sent": known + UNKNOWN, "unreached": WITHOUT_APP}
    until(lambda: staff.states() == done, PATIENCE)
    seen = [staff.feed(number) for number in range(everybody)]
    with_app = [feed for number, feed in enumerate(seen) if number not in without]
    assert {len(feed) for feed in with_app} == {1}
    assert {len(seen[number]) for number in without} == {0}
    assert count > 1 or max(feed[0].times for feed in with_app) > 1, "no kill came in between"
    assert set(graph.statuses) == {202, 204, 403}
    assert graph.busiest(1 / HURRY, ONE) <= 5
    assert graph.busiest(1 / HURRY, MANY) <= 2
    assert [stable.stop(worker) for worker in workers] == [0] * count


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_reminder_of_a_new_worker_takes_the_place_of_the_notice(staff, graph, stable):
    staff.come(3)
    staff.go_to(TUESDAY, 9)
    first = stable.start()
    until(lambda: staff.states() == {"sent": 3}, PATIENCE)
    stable.kill(first)
    staff.go_to(THURSDAY, 9)
    stable.start()
    until(lambda: staff.states() == {"sent": 6}, PATIENCE)
    assert [len(staff.feed(number)) for number in range(3)] == [1, 1, 1]
