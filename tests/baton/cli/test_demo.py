"""`baton demo` as a process: everything in one start, and nothing kept."""

import json
import re
import signal
import socket

import psutil
import pytest
import requests
from doubles.running import Running, answers, until
from doubles.school import free_port
from doubles.visitor import Visitor

from practice_lms.people import person_named

BEN = person_named("Ben").sub
AMIRA = person_named("Amira").sub
DANA = person_named("Dana").sub


class Demo:
    """A demo on ports of its own."""

    def __init__(self, folder):
        self.ports = free_port(), free_port(), free_port()
        self.lms = f"http://127.0.0.1:{self.ports[1]}"
        self.teams = f"http://127.0.0.1:{self.ports[2]}"
        self.running = Running(["baton", "demo", *options(*self.ports)], {}, folder)
        self.running.wait_for(f"    {self.lms}/\n")

    def visit(self, sub):
        """Open this week's module; return how to ask for a page of the visit."""
        page = Visitor(self.lms, sub).open("week-now").text
        visit = json.loads(page.partition('id="session">')[2].partition("</script>")[0])

        def ask(method, path):
            url = f"http://localhost:{self.ports[0]}/s/{visit['id']}/{path}"
            bearer = {"Authorization": f"Bearer {visit['token']}"}
            return requests.request(method, url, headers=bearer, timeout=30).text

        return ask

    def gradebook(self, sub=AMIRA):
        """What the LMS shows this person; a leader sees everybody."""
        browser = requests.Session()
        browser.post(f"{self.lms}/sign-in", data={"person": sub}, timeout=30)
        return browser.get(f"{self.lms}/gradebook", timeout=30).text

    def grades(self):
        """How many cells show a grade, and how many of them a closed loop."""
        shown = re.findall(r">\s*(80|100)\s*<", self.gradebook())
        return len(shown), shown.count("100")


def options(port, lms_port, teams_port):
    return [
        *("--port", str(port), "--lms-port", str(lms_port)),
        *("--teams-port", str(teams_port)),
    ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo"))
    yield demo
    demo.running.end()


def test_it_ends_with_one_address_to_open(demo):
    assert demo.running.said.split()[-1] == f"{demo.lms}/"
    assert answers(f"{demo.lms}/")


def test_the_practice_teams_is_named_and_linked_both_ways(demo):
    assert f"The practice Teams is at {demo.teams}/," in demo.running.said
    browser = requests.Session()
    browser.post(f"{demo.lms}/sign-in", data={"person": BEN}, timeout=30)
    assert f'href="{demo.teams}/?person={BEN}"' in browser.get(f"{demo.lms}/course").text
    assert f'href="{demo.lms}/course"' in requests.get(f"{demo.teams}/", timeout=30).text


def test_three_weeks_of_history_are_in_the_gradebook(demo):
    # Ten learners have finished 23 modules, each of which is in its own column and "this week".
    until(lambda: demo.grades()[0] >= 20)
    assert demo.grades()[1] > 5


def test_ben_can_begin(demo):
    page = Visitor(demo.lms, BEN).open("week-now")
    assert page.status_code == 200, page.text
    assert "How did your plan go?" in page.text


def test_who_looks_after_the_course_finds_something_in_set_up(demo):
    ask = demo.visit(AMIRA)
    set_up = ask("GET", "set-up")
    assert "Your teams point to Coaching next." in set_up
    assert "Begin it on the Monday after" in set_up
    assert ask("GET", "log").count("Figures were saved as a file") == 3


def test_links_into_teams_lead_into_the_practice_teams(demo):
    code = demo.visit(DANA)("POST", "accounts/code")
    assert f'href="{demo.teams}/l/entity/' in code
    assert "https://teams.microsoft.com/l/" not in code


def test_a_week_later_moves_the_clock(demo):
    browser = requests.Session()
    browser.post(f"{demo.lms}/sign-in", data={"person": BEN}, timeout=30)
    before = re.search(r"Monday \d+ \w+|\w+day \d+ \w+", browser.get(f"{demo.lms}/course").text)
    page = browser.post(f"{demo.lms}/week-later", data={"link": "week-now"}, timeout=30).text
    assert before is not None
    assert "It is now Tuesday " in page
    assert before[0] not in page


@pytest.mark.parametrize("port", [0, 1, 2])
def test_only_this_machine_can_reach_it(demo, port):
    listening = [
        address.laddr.ip
        for child in psutil.Process(demo.running.process.pid).children(recursive=True)
        for address in child.net_connections("tcp")
        if address.status == psutil.CONN_LISTEN and address.laddr.port == demo.ports[port]
    ]
    assert set(listening) == {"127.0.0.1"}


def test_the_clock_moves_for_the_lms_only(demo):
    url = f"http://127.0.0.1:{demo.ports[0]}/demo/clock"
    assert requests.post(url, timeout=30).status_code == 404
    told = {"Authorization": "Bearer guess"}
    assert requests.post(url, headers=told, timeout=30).status_code == 404


def test_what_stands_for_teams_may_be_framed_by_the_practice_teams_alone(demo):
    answer = requests.get(f"http://localhost:{demo.ports[0]}/demo/teams/", timeout=30)
    assert answer.status_code == 200
    assert f"frame-ancestors {demo.teams}" in answer.headers["Content-Security-Policy"]


def test_ctrl_c_ends_everything_and_the_next_start_begins_anew(tmp_path):
    first = Demo(tmp_path)
    family = psutil.Process(first.running.process.pid).children(recursive=True)
    assert first.running.end(signal.SIGINT) == 0
    assert not any(child.is_running() for child in family)
    assert list(tmp_path.iterdir()) == []
    assert "Traceback" not in first.running.said


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_port_that_is_taken_is_said_in_one_sentence(baton, taken):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ports = [free_port(), free_port(), free_port()]
        ports[taken] = port
        sentence = baton("demo", *options(*ports)).sentence
    assert f"Port {port} " in sentence
    assert ("--port", "--lms-port", "--teams-port")[taken] in sentence


def test_three_ports_are_needed(baton):
    port = free_port()
    said = baton("demo", *options(port, free_port(), port))
    assert said.status == 2
    assert "must differ" in said.err
