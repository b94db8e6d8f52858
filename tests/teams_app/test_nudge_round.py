"""Nudges as they arrive: in the feeds of the stand-in for Graph, which keeps Microsoft's rules."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cast.staff import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, Staff
from doubles.entra import CLIENT_ID, NORRVIK
from doubles.entra import Entra as Microsoft
from doubles.entra_tokens import SECRET
from doubles.graph import Graph as GraphItself
from sqlalchemy import select

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.database import Database
from learning.person import Identity
from teams_app.confidential_client import ConfidentialClient
from teams_app.entra import Entra
from teams_app.nudge import Nudge
from teams_app.nudge_call import NudgeCall
from teams_app.nudge_plan import plan
from teams_app.nudge_round import Nudges
from teams_app.nudging import Nudging
from teams_app.pace import REST
from teams_app.recipient import Recipient
from teams_app.tenant import Tenant

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


def texts(staff, number=0):
    return [seen.text for seen in staff.feed(number)]


def test_the_reminder_takes_its_place_and_the_next_week_is_another(staff, send):
    staff.come()
    staff.go_to(TUESDAY, 9)
    send()
    staff.go_to(WEDNESDAY, 16)
    assert send() == {}
    staff.go_to(THURSDAY, 9)
    assert send() == {"sent": 1}
    (seen,) = staff.feed()
    assert (seen.text, seen.times) == ("Still open this week: Lead from where you are", 2)
    staff.go_to(FRIDAY, 16)
    assert send() == {}
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}
    assert len(staff.feed()) == 2
    assert "Lead from" not in staff.feed()[-1].text


def test_who_is_done_is_left_alone(staff, send):
    staff.come(3)
    staff.change(0).completes("lead-from-where-you-are")
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 2}
    staff.change(1).completes("lead-from-where-you-are")
    staff.go_to(THURSDAY, 9)
    assert send() == {"sent": 1}
    assert [len(texts(staff, number)) for number in range(3)] == [0, 1, 1]
    assert texts(staff, 1)[0].startswith("This week")


def test_who_mutes_or_pauses_is_left_alone(staff, send):
    staff.come(3)
    staff.change(0).mutes()
    staff.change(1).pauses()
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}
    staff.change(2).mutes()
    staff.go_to(THURSDAY, 9)
    assert send() == {}


def test_a_tap_of_mute_is_in_time_as_long_as_nothing_was_sent(staff, graph, send):
    staff.come()
    staff.go_to(TUESDAY, 9)
    graph.faults.say(503)
    assert send() == {"later": 1}
    staff.change(0).mutes()
    assert send() == {}
    assert staff.states() == {"needless": 1}


def test_each_gets_it_at_the_time_they_chose(staff, send):
    staff.come(2)
    staff.change(0).chooses(THURSDAY, 14)
    staff.go_to(TUESDAY, 9)
    send()
    assert [len(staff.feed(0)), len(staff.feed(1))] == [0, 1]
    staff.go_to(THURSDAY, 14)
    send()
    assert [len(staff.feed(0)), len(staff.feed(1))] == [1, 1]
    staff.go_to(FRIDAY, 8)
    send()
    assert texts(staff, 0)[0].startswith("This week"), "not again on the next morning"


def test_it_comes_in_working_hours_of_where_they_are(staff, send):
    staff.come(3)
    staff.change(0).is_in("America/New_York")
    staff.change(1).is_in("Asia/Tokyo")
    staff.go_to(TUESDAY, 8)
    send()
    staff.go_to(TUESDAY, 9, minute=30)
    send()
    assert [len(staff.feed(number)) for number in range(3)] == [0, 1, 1]
    staff.go_to(TUESDAY, 14)
    send()
    assert len(staff.feed(0)) == 0, "in New York it is eight"
    staff.go_to(TUESDAY, 15)
    send()
    assert len(staff.feed(0)) == 1


def test_it_speaks_the_persons_language(staff, send):
    staff.come(3)
    staff.change(0).speaks("sv")
    staff.change(1).speaks("sv")
    staff.change(1).chooses_language("en")
    staff.go_to(TUESDAY, 9)
    send()
    assert "Led där du är" in texts(staff, 0)[0]
    assert staff.feed(0)[0].preview == "Ett verktyg att prova, och en liten egen plan."
    assert staff.feed(1) == staff.feed(2)


def test_it_is_the_same_for_everybody_and_tells_nothing_of_them(staff, send):
    staff.come(2)
    staff.change(0).completes("guard-your-focus")
    staff.go_to(TUESDAY, 9)
    send()
    assert staff.feed(0) == staff.feed(1)


def test_who_has_not_got_the_app_is_tried_rarely_and_not_for_ever(staff, send):
    staff.come(app=False)
    tried = []
    for week in range(11):
        staff.go_to(TUESDAY, 9)
        tried += [week] if send() else []
        in_real_life(staff, timedelta(weeks=1))
    assert tried == [0, 4, 8]
    assert staff.states() == {"unreached": 1}
    staff.graph.feed.install(NORRVIK, "00000000-0000-4000-8000-000000000000")
    staff.go_to(TUESDAY, 9)
    assert send() == {}
    staff.change(0).opens_the_tab()
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}


def in_real_life(staff, later):
    """Let what is remembered of recipients be older: the clock that is moved is another one."""
    with staff.database.write() as session:
        for recipient in session.scalars(select(Recipient)):
            for name in ("missing_at", "known_at"):
                value = getattr(recipient, name)
                setattr(recipient, name, value and value - later)


def test_who_has_left_the_company_is_like_who_has_not_got_the_app(staff, graph, send):
    staff.come()
    graph.feed.users.clear()
    staff.go_to(TUESDAY, 9)
    assert send() == {"gone": 1}
    assert staff.recipient().refusals == 1


@pytest.fixture
def few(monkeypatch):
    """More than three are many."""
    monkeypatch.setattr("teams_app.nudge_batch.FEW", 3)


def test_many_whose_app_is_known_are_notified_together(staff, graph, send, few):
    staff.come(130, known=True)
    staff.come(4)
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 134}
    assert [call.recipients for call in graph.log] == [100, 30, 1, 1, 1, 1]
    assert all(len(staff.feed(number)) == 1 for number in range(134))


def test_those_of_each_language_are_notified_together(staff, graph, send, few):
    staff.come(20, known=True)
    for number in range(8):
        staff.change(number).speaks("sv")
    staff.go_to(TUESDAY, 9)
    send()
    assert sorted(call.recipients for call in graph.log) == [8, 12]


def test_where_entra_gives_short_tokens_only_they_are_notified_one_by_one(
    staff, graph, microsoft, send, few
):
    staff.come(5, known=True)
    staff.go_to(TUESDAY, 9)
    microsoft.tokens.lasting = 40 * 60
    try:
        assert send() == {"alone": 5, "sent": 5}
    finally:
        microsoft.tokens.lasting = 3599
    assert graph.statuses == [412, 412, *[204] * 5]


def test_many_at_once_that_graph_does_not_take_go_one_by_one(staff, graph, send, few):
    staff.come(5, known=True)
    graph.faults.say(403)
    staff.go_to(TUESDAY, 9)
    assert send() == {"alone": 5, "sent": 5}


@pytest.mark.parametrize("status", [401, 412])
def test_a_token_that_graph_does_not_take_any_more_is_renewed_once(
    staff, graph, microsoft, send, status
):
    staff.come(2)
    staff.go_to(TUESDAY, 9)
    graph.faults.say(status)
    before = len(microsoft.tokens.asked)
    assert send() == {"sent": 2}
    assert len(microsoft.tokens.asked) == before + 2


def test_where_baton_may_not_call_graph_nobody_else_is_tried(staff, graph, send):
    staff.come(5)
    staff.go_to(TUESDAY, 9)
    graph.faults.say(401, times=2)
    assert send() == {"no-token": 1}
    assert "baton teams check" in staff.nudging.trouble
    assert staff.nudging.wait_until > datetime.now(UTC)


def test_where_entra_gives_no_token_it_is_said(staff, microsoft, send, graph):
    staff.come()
    staff.go_to(TUESDAY, 9)
    microsoft.tokens.unknown_in.add(NORRVIK)
    try:
        assert send() == {"no-token": 1}
    finally:
        microsoft.tokens.unknown_in.clear()
    assert "AADSTS700016" in staff.nudging.trouble
    assert graph.log == []
    assert send() == {"sent": 1}
    assert staff.nudging.trouble is None


def test_it_waits_for_as_long_as_graph_says(staff, graph, nudges, send):
    staff.come(5)
    staff.go_to(TUESDAY, 9)
    graph.faults.say(429, Retry_After="700")
    assert send() == {"slower": 1}
    left = staff.nudging.wait_until - datetime.now(UTC)
    assert timedelta(seconds=600) < left <= timedelta(seconds=700)
    assert nudges.send_due() == {}
    assert nudges.next_time() == staff.nudging.wait_until
    assert send() == {"sent": 5}
    assert staff.nudging.trouble is None


def test_it_waits_for_as_long_as_entra_says(staff, microsoft, graph, nudges, send):
    staff.come(2)
    staff.go_to(TUESDAY, 9)
    microsoft.tokens.busy = [(429, {"Retry-After": "700"})]
    assert send() == {"later": 1}
    left = staff.nudging.wait_until - datetime.now(UTC)
    assert timedelta(seconds=600) < left <= timedelta(seconds=700)
    assert graph.log == []
    assert send() == {"sent": 2}


@pytest.mark.parametrize("status", [500, 503, 504, 408])
def test_what_graph_cannot_do_now_is_done_later(staff, graph, nudges, send, status):
    staff.come(2)
    staff.go_to(TUESDAY, 9)
    graph.faults.say(status)
    assert send() == {"later": 1}
    assert nudges.send_due() == {}, "not at once"
    assert send() == {"sent": 2}


def test_when_graph_cannot_be_reached_nothing_is_lost(staff, graph, entra, nudges, send):
    staff.come(2)
    staff.go_to(TUESDAY, 9)
    graph.close()
    for _n in range(8):
        assert send() == {"later": 1}
    assert staff.states() == {"waiting": 2}
    assert "Graph" in staff.nudging.trouble


def test_a_module_that_left_the_content_keeps_nobody_elses_notice_back(staff, send, catalogue):
    staff.come(2)
    staff.go_to(TUESDAY, 9)
    with staff.database.write() as session:
        tenant, now = session.scalars(select(Tenant)).one(), staff.clock.now(session)
        plan(session, tenant, catalogue, now)
        session.scalars(select(Nudge)).first().module = "no-such-module"
    assert send() == {"sent": 1, "later": 1}
    assert "NotFound" in staff.nudging.trouble


def test_an_app_that_is_too_old_for_the_notice_is_said_and_not_blamed_on_people(staff, graph, send):
    staff.come(8)
    templates = dict(graph.feed.templates)
    graph.feed.templates.clear()
    staff.go_to(TUESDAY, 9)
    assert send() == {"refused": 3}
    assert "upload it as a new version" in staff.nudging.trouble
    assert staff.states() == {"waiting": 8}
    graph.feed.templates.update(templates)
    assert send() == {"sent": 8}


def test_what_graph_does_not_take_for_one_person_is_given_up(staff, graph, send):
    staff.come()
    graph.feed.templates.clear()
    staff.go_to(TUESDAY, 9)
    assert [bool(send()) for _n in range(6)] == [True] * 5 + [False]
    assert staff.states() == {"refused": 1}
    assert staff.nudges()[0].reason == "Graph: 400 BadRequest"


def test_two_apps_of_one_registration(staff, graph, send):
    staff.come(2)
    graph.feed.install(NORRVIK, "00000000-0000-4000-8000-000000000000", app="an older one")
    staff.go_to(TUESDAY, 9)
    assert send() == {"twice": 1, "sent": 1}
    with staff.database.write() as session:
        session.scalars(select(Tenant)).one().app_id = "baton-in-teams"
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 2}


def test_what_could_not_be_sent_by_the_evening_comes_in_the_morning(staff, graph, send):
    staff.come()
    staff.change(0).chooses(TUESDAY, 16)
    staff.go_to(TUESDAY, 16)
    graph.faults.say(503)
    send()
    staff.go_to(TUESDAY, 17)
    assert send() == {}
    staff.go_to(WEDNESDAY, 7)
    assert send() == {}
    staff.go_to(WEDNESDAY, 8)
    assert send() == {"sent": 1}
    staff.go_to(THURSDAY, 16)
    assert send() == {}, "the reminder is not sent on the heels of a late notice"


def test_what_could_not_be_sent_all_week_is_not_sent_in_the_next(staff, graph, send):
    staff.come()
    staff.go_to(TUESDAY, 9)
    graph.faults.say(503)
    send()
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}
    assert len(staff.feed()) == 1
    assert [nudge.state for nudge in staff.nudges()] == ["late", "sent"]


def test_who_came_this_week_and_after_their_time_knows_already(staff, send):
    staff.come()
    staff.go_to(WEDNESDAY, 11)
    staff.change(0).comes_only_now()
    assert send() == {}
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}


def test_in_a_free_week_and_after_the_end_nothing_is_sent(staff, send, catalogue):
    staff.come()
    staff.go_to(TUESDAY, 8, minute=30)
    with staff.database.write() as session:
        session.scalars(select(Cohort)).one().take_off([staff.monday])
    staff.go_to(TUESDAY, 9)
    assert send() == {}
    with staff.database.write() as session:
        programme = len(catalogue.programme)
        cohort = session.scalars(select(Cohort)).one()
        cohort.starts_on = staff.monday - timedelta(weeks=programme)
    staff.go_to(TUESDAY, 9)
    assert send() == {}


def test_nothing_is_sent_before_it_is_switched_on(staff, send):
    staff.come()
    with staff.database.write() as session:
        session.scalars(select(Nudging)).one().switch(on=False, at=datetime.now(UTC))
    staff.go_to(TUESDAY, 9)
    assert send() == {}
    assert staff.nudges() == []


def test_two_identities_of_one_person_get_one_notice(staff, send):
    staff.come(2)
    with staff.database.write() as session:
        first, second = session.scalars(select(Identity).order_by(Identity.id))
        second.person_id = first.person_id
    staff.go_to(TUESDAY, 9)
    assert send() == {"sent": 1}


def test_a_worker_that_has_the_turn_keeps_others_out_until_it_ends(staff, nudges, send):
    staff.come()
    staff.go_to(TUESDAY, 9)
    soon = datetime.now(UTC) + timedelta(seconds=30)
    with staff.database.write() as session:
        nudging = session.scalars(select(Nudging)).one()
        nudging.lease, nudging.leased_until = "killed", soon
    assert nudges.send_due() == {}
    with staff.database.write() as session:
        nudging = session.scalars(select(Nudging)).one()
        nudging.leased_until = datetime.now(UTC)
    assert nudges.send_due() == {"sent": 1}


def test_who_comes_right_after_another_worker_looks_again_and_who_was_it_rests(
    staff, graph, nudges, send
):
    staff.come(2)
    staff.go_to(TUESDAY, 9)
    assert nudges.send_due() == {"sent": 2}
    assert nudges.next_time() is None, "the rest after one's own turn is nothing to wait for"
    staff.come(1)
    another = copy(nudges)
    assert another.send_due() == {}, "the other one's rest"
    assert timedelta() < another.next_time() - datetime.now(UTC) <= REST
