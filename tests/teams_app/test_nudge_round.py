"""Nudges as they arrive: in the feeds of the stand-in for Graph, which keeps Microsoft's rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cast.staff import TUESDAY, Staff
from doubles.entra import CLIENT_ID
from doubles.entra import Entra as Microsoft
from doubles.entra_tokens import SECRET
from doubles.graph import Graph as GraphItself

from learning.catalogue import Catalogue
from learning.database import Database
from teams_app.confidential_client import ConfidentialClient
from teams_app.entra import Entra
from teams_app.nudge_call import NudgeCall
from teams_app.nudge_round import Nudges

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def graph(microsoft: Microsoft) -> Iterator[GraphItself]:
    graph, known = GraphItself(microsoft, pace=1000), microsoft.registration
    microsoft.registration = replace(known, graph_url=graph.url)
    yield graph
    microsoft.registration = known
    graph.close()


@pytest.fixture
def entra(microsoft: Microsoft, graph: GraphItself) -> Entra:
    return replace(
        microsoft.registration,
        client_secret=SECRET,
        graph_url=graph.url,
        public_url="https://baton.example.org",
    )


@pytest.fixture
def nudges(
    database: Database, catalogue: Catalogue, entra: Entra, staff: Staff, monkeypatch
) -> Nudges:
    monkeypatch.setattr("teams_app.pace.APART", {"alone": 0.0, "among many": 0.0})
    call = NudgeCall(entra, ConfidentialClient(entra), catalogue)
    return Nudges(database, staff.clock, catalogue, call, timedelta(minutes=1))


@pytest.fixture
def staff(database: Database, graph: GraphItself) -> Staff:
    """It is Tuesday morning, an hour before nine."""
    staff = Staff(database, graph)
    staff.go_to(TUESDAY, 8)
    staff.start_this_week()
    return staff


@pytest.fixture
def send(staff: Staff, nudges: Nudges) -> Callable[[], dict[str, int]]:
    def send() -> dict[str, int]:
        staff.wait_no_more()
        return {str(ending): number for ending, number in nudges.send_due().items()}

    return send


def test_one_person_gets_one_notice_at_their_time(staff, send):
    staff.come()
    assert send() == {}
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}
    (seen,) = staff.feed()
    assert (seen.text, seen.topic) == ("This week, five minutes: Lead from where you are", "Baton")
    assert seen.url.startswith(f"https://teams.microsoft.com/l/entity/{CLIENT_ID}/baton?")
    assert send() == {}
    assert staff.states() == {"sent": 1}
