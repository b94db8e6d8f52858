"""Graph, asked as Baton asks it; and the stand-in for it, which refuses what Graph refuses."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from doubles.activity_feed import SEND
from doubles.entra import ELSEWHERE, NORRVIK, PEOPLE
from doubles.entra import Entra as Microsoft
from doubles.graph import BULK, failure
from doubles.graph import Graph as GraphItself
from doubles.raw_server import raw_server, says
from structlog.testing import capture_logs

from teams_app.graph import Graph, Reply
from web.unreachable import Unreachable

BEN, DANA = PEOPLE["ben"], PEOPLE["dana"]
TO_BEN = f"/users/{BEN}/teamwork/sendActivityNotification"
TO_MANY = "/teamwork/sendActivityNotificationToRecipients"
NOTICE: dict[str, Any] = {
    "topic": {
        "source": "text",
        "value": "Baton",
        "webUrl": "https://teams.microsoft.com/l/entity/a",
    },
    "activityType": "week",
    "chainId": 20261123,
    "previewText": {"content": "Five minutes."},
    "templateParameters": [{"name": "module", "value": "Guard your focus"}],
}


@pytest.fixture
def itself(microsoft: Microsoft) -> Iterator[GraphItself]:
    itself = GraphItself(microsoft)
    itself.feed.install(NORRVIK, BEN)
    yield itself
    itself.close()


@pytest.fixture
def graph(itself: GraphItself) -> Graph:
    return Graph(itself.url)


def to(*users: str, **changes: Any) -> dict[str, Any]:
    kind = "microsoft.graph.aadUserNotificationRecipient"
    recipients = [{"@odata.type": kind, "userId": user} for user in users]
    return {**NOTICE, "recipients": recipients, **changes}


def texts(itself: GraphItself, user: str = BEN) -> list[str]:
    return [one.text for one in itself.feed.seen_by(NORRVIK, user)]


def test_one_person_is_notified(graph: Graph, itself: GraphItself) -> None:
    reply = graph.post(itself.token(), TO_BEN, NOTICE)
    assert (reply.status, reply.body, reply.is_ok) == (204, None, True)
    (seen,) = itself.feed.seen_by(NORRVIK, BEN)
    assert (seen.text, seen.preview) == (
        "This week, five minutes: Guard your focus",
        "Five minutes.",
    )


def test_many_are_notified_and_nobody_hears_who_was_not(graph: Graph, itself: GraphItself) -> None:
    reply = graph.post(itself.token(), TO_MANY, to(BEN, DANA, PEOPLE["chidi"]))
    assert (reply.status, reply.body) == (202, None)
    assert len(texts(itself)) == 1
    assert texts(itself, DANA) == []


def test_the_same_chain_takes_the_place_of_the_one_before(
    graph: Graph, itself: GraphItself
) -> None:
    graph.post(itself.token(), TO_BEN, NOTICE)
    graph.post(itself.token(), TO_MANY, to(BEN, activityType="reminder"))
    graph.post(itself.token(), TO_BEN, {**NOTICE, "chainId": 20261130})
    assert texts(itself) == [
        "Still open this week: Guard your focus",
        "This week, five minutes: Guard your focus",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://graph.windows.net"},
        {"aud": None},
        {"exp": int(time.time()) - 600},
        {"tid": ELSEWHERE},
    ],
)
def test_a_token_that_is_not_right_is_refused(
    graph: Graph, itself: GraphItself, changes: dict[str, Any]
) -> None:
    reply = graph.post(itself.token(**changes), TO_BEN, NOTICE)
    assert (reply.status, reply.code) == (401, "InvalidAuthenticationToken")
    assert graph.post("nonsense", TO_BEN, NOTICE).status == 401


def test_who_has_not_got_the_app_or_does_not_allow_it_is_told_one_by_one_only(
    graph: Graph, itself: GraphItself
) -> None:
    to_dana = f"/users/{DANA}/teamwork/sendActivityNotification"
    assert graph.post(itself.token(), to_dana, NOTICE).status == 404
    itself.feed.add(NORRVIK, DANA)
    assert graph.post(itself.token(), to_dana, NOTICE).status == 403
    itself.feed.install(NORRVIK, DANA, consents=False)
    assert graph.post(itself.token(), to_dana, NOTICE).status == 403
    assert graph.post(itself.token(), TO_MANY, to(DANA)).status == 202
    assert graph.post(itself.token(roles=[SEND]), to_dana, NOTICE).status == 204
    assert len(texts(itself, DANA)) == 1


def test_another_tenants_people_cannot_be_notified(graph: Graph, itself: GraphItself) -> None:
    assert graph.post(itself.token(ELSEWHERE), TO_BEN, NOTICE).status == 404
    assert graph.post(itself.token(ELSEWHERE), TO_MANY, to(BEN)).status == 202
    assert texts(itself) == []


def test_two_apps_of_one_registration_are_told_apart_by_the_apps_id(
    graph: Graph, itself: GraphItself
) -> None:
    itself.feed.install(NORRVIK, BEN, app="an older one")
    assert graph.post(itself.token(), TO_BEN, NOTICE).status == 409
    named = {**NOTICE, "teamsAppId": "baton-in-teams"}
    assert graph.post(itself.token(), TO_BEN, named).status == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"activityType": "unknown"},
        {"templateParameters": []},
        {"templateParameters": [{"name": "title", "value": "Guard your focus"}]},
        {"templateParameters": [{"name": "module", "value": ""}]},
        {"previewText": {"content": "x" * 151}},
        {"previewText": {}},
        {"topic": {"source": "text", "value": "Baton", "webUrl": "https://baton.example.org/"}},
        {"topic": {"source": "text", "value": "Baton"}},
        {"chainId": "7"},
        {"chainId": 2**63},
        {"recipient": {}},
    ],
)
def test_what_graph_would_not_understand_is_refused(
    graph: Graph, itself: GraphItself, changes: dict[str, Any]
) -> None:
    assert graph.post(itself.token(), TO_BEN, {**NOTICE, **changes}).status == 400
    assert graph.post(itself.token(), TO_MANY, {**to(BEN), **changes}).status == 400
    assert texts(itself) == []


def test_at_most_a_hundred_at_once(graph: Graph, itself: GraphItself) -> None:
    itself.rates[BULK] = 3
    everyone = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(101)]
    assert graph.post(itself.token(), TO_MANY, to(*everyone)).status == 400
    assert graph.post(itself.token(), TO_MANY, to(*everyone[:100])).status == 202
    assert graph.post(itself.token(), TO_MANY, to()).status == 400


def test_a_token_that_ends_soon_will_not_do_for_many(graph: Graph, itself: GraphItself) -> None:
    old = itself.token(exp=int(time.time()) + 44 * 60)
    assert graph.post(old, TO_MANY, to(BEN)).status == 412
    assert graph.post(old, TO_BEN, NOTICE).status == 204


def test_it_keeps_to_the_documented_rates(microsoft: Microsoft) -> None:
    slow = GraphItself(microsoft, pace=0.001)
    try:
        graph, token = Graph(slow.url), slow.token()
        slow.feed.install(NORRVIK, BEN)
        slow.feed.install(ELSEWHERE, BEN)
        ones = [graph.post(token, TO_BEN, NOTICE) for _n in range(6)]
        many = [graph.post(token, TO_MANY, to(DANA)) for _n in range(3)]
        assert [reply.status for reply in ones] == [204] * 5 + [429]
        assert [reply.status for reply in many] == [202] * 2 + [429]
        assert ones[-1].wait is not None
        assert graph.post(slow.token(ELSEWHERE), TO_BEN, NOTICE).status == 204
    finally:
        slow.close()


def test_nobody_is_notified_more_than_ten_times_a_minute(microsoft: Microsoft) -> None:
    quick = GraphItself(microsoft, pace=0.01)
    try:
        quick.feed.install(NORRVIK, BEN)
        for rate in list(quick.rates):
            quick.rates[rate] = 100
        graph = Graph(quick.url)
        statuses = [graph.post(quick.token(), TO_BEN, NOTICE).status for _n in range(11)]
        assert statuses == [204] * 10 + [429]
    finally:
        quick.close()


def test_it_can_be_told_to_fail(graph: Graph, itself: GraphItself) -> None:
    itself.faults.say(503, Retry_After="7")
    reply = graph.post(itself.token(), TO_BEN, NOTICE)
    assert (reply.status, reply.wait) == (503, timedelta(seconds=7))
    assert graph.post(itself.token(), TO_BEN, NOTICE).status == 204
    assert itself.statuses == [503, 204]


def test_what_is_read_comes_as_it_is(graph: Graph, itself: GraphItself) -> None:
    assert graph.get(itself.token(), "/me/directReports").code == "ResourceNotFound"
    itself.routes.append(lambda request, _claims: failure(418, request.args["$select"]))
    assert graph.get(itself.token(), "/me", {"$select": "id"}) == Reply(
        418,
        {"error": {"code": "id", "message": "It did not work.", "innerError": {"request-id": "1"}}},
    )


@pytest.mark.parametrize(
    "body", [None, "no", [], {"error": "no"}, {"error": {"code": 7}}, {"error": {"code": "a\nb"}}]
)
def test_an_error_in_another_form_has_no_code(body: Any) -> None:
    assert Reply(500, body).code == ""


def test_no_token_is_logged_or_told(itself: GraphItself) -> None:
    token = itself.token()
    with (
        raw_server(says(b"nonsense\r\n\r\n")) as server,
        capture_logs() as log,
        pytest.raises(Unreachable) as raised,
    ):
        Graph(f"http://127.0.0.1:{server.port}").post(token, TO_BEN, NOTICE)
    assert token not in f"{raised.value!r} {log}"
