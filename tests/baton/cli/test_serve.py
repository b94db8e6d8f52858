"""`baton serve` as a process: pages, worker, restart, stop, and what it refuses to do."""

import re
import signal
import socket

import psutil
import pytest
import requests
from doubles.running import Running, answers, until
from doubles.school import School, free_port, serving
from doubles.visitor import Visitor
from sqlalchemy import select

from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.database import Database
from learning.delivery import owe
from learning.line_item import LineItem
from learning.person import Identity
from practice_lms.people import person_named

BEN = person_named("Ben").sub


class Served:
    """A Baton that is served, from a folder of its own."""

    def __init__(self, folder, **settings):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {"BATON_DATABASE_URL": f"sqlite:///{folder}/baton.db", **settings}
        arguments = ["baton", "serve", "--port", str(self.port), "--processes", "1"]
        self.running = Running(arguments, self.settings, folder)
        self.running.wait_for("Baton serves")

    def children(self, words):
        """Return the ids of the processes it has started whose command has these words."""
        found = psutil.Process(self.running.process.pid).children()
        return {child.pid for child in found if words in _command(child)}

    def wake(self):
        """Do what the pages do when a grade is owed."""
        settings = read_settings(self.settings)
        queue = make_queue(settings)
        with open_product(settings) as product:
            Work(product, queue).wake()
        queue.storage.close()


def _command(process):
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has ended in between
        return ""


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One Baton for the tests that leave it as it is. It is told a secret of the demo's."""
    served = Served(tmp_path_factory.mktemp("served"), BATON_DEMO_SECRET="a-secret")
    yield served
    served.running.end()


@pytest.fixture
def serve(home):
    everything = []

    def start(**settings):
        everything.append(Served(home, **settings))
        return everything[-1]

    yield start
    for served in everything:
        served.running.end()


@pytest.fixture
def school(shared, baton):
    """The practice LMS, connected by the command line."""
    school = School(f"http://localhost:{shared.port}", 0.0)
    said = baton(
        *("platform", "add", "--name", "Practice LMS", "--allow-http"),
        *("--issuer", school.origin, "--client-id", school.lms.settings.client_id),
        *("--auth-url", f"{school.origin}/auth", "--jwks-url", f"{school.origin}/jwks"),
        *("--token-url", school.lms.settings.token_url, "--deployment", "1"),
        **shared.settings,
    )
    assert said.status == 0, said.err
    with serving(school.app, school.port):
        yield school


def test_with_one_command_people_learn_and_their_grades_arrive(shared, school):
    assert f"Baton serves http://localhost:{shared.port} " in shared.running.said
    page = Visitor(school.origin, BEN).open("week-now")
    assert page.status_code == 200, page.text
    assert "Lead from where you are" in page.text
    database = Database(shared.settings["BATON_DATABASE_URL"])
    with database.write() as session:
        column = session.scalars(select(LineItem)).one()
        ben = session.scalars(select(Identity)).one()
        owe(session, column, ben, 80.0, ben.created_at)
    database.dispose()
    shared.wake()
    until(lambda: school.shown == {(1, BEN): 80.0})


def test_a_monitor_hears_that_it_is_alive_and_ready(shared):
    assert requests.get(f"{shared.url}/healthz", timeout=30).text == "ok\n"
    until(lambda: answers(f"{shared.url}/readyz"))


def test_the_key_set_is_public_and_holds_no_private_half(shared):
    (key,) = requests.get(f"{shared.url}/lti/jwks", timeout=30).json()["keys"]
    assert {"kid", "alg", "use", "n", "e"} <= set(key)
    assert not {"d", "p", "q"} & set(key)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_demos_doors_do_not_exist(shared, method):
    told = {"Authorization": "Bearer a-secret"}
    answer = requests.request(method, f"{shared.url}/demo/clock", headers=told, timeout=30)
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_stops_everything(serve, number):
    served = serve()
    family = psutil.Process(served.running.process.pid).children(recursive=True)
    assert len(family) == 3, "gunicorn, its one process, and the worker"
    assert served.running.end(number) == 0
    assert not any(child.is_running() for child in family)
    assert "Traceback" not in served.running.said
    socket.create_server(("127.0.0.1", served.port)).close()


def test_what_was_killed_is_started_again_and_nobody_is_turned_away(serve):
    served = serve()
    (pages,), (worker,) = served.children("gunicorn"), served.children("baton worker")
    psutil.Process(worker).kill()
    psutil.Process(pages).kill()
    assert requests.get(f"{served.url}/healthz", timeout=60).ok
    until(lambda: served.children("gunicorn") - {pages})
    until(lambda: served.children("baton worker") - {worker})


def test_with_postgresql_the_worker_is_a_command_of_its_own(serve, postgres_server):
    url = postgres_server.new()
    served = serve(BATON_DATABASE_URL=url, BATON_SECRET_KEY="s" * 40)
    assert served.children("gunicorn")
    assert served.children("baton worker") == set()
    assert served.running.end() == 0
    postgres_server.drop(url)


def test_a_port_that_is_taken_is_said_in_one_sentence(baton):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = baton("serve", "--port", str(port)).sentence
    assert re.match(rf"baton: Port {port} of 127\.0\.0\.1 cannot be used", sentence)
    assert "--port" in sentence


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_a_public_address_needs_the_address_that_people_use(baton, host):
    assert "Set BATON_PUBLIC_URL" in baton("serve", "--host", host).sentence


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_is_none_is_refused(baton, port):
    said = baton("serve", "--port", port)
    assert said.status == 2
    assert "--port" in said.err


def test_a_folder_that_is_not_there_is_said_in_one_sentence(baton):
    sentence = baton("serve", BATON_DATABASE_URL="sqlite:////nowhere/baton.db").sentence
    assert "/nowhere/baton.db" in sentence
