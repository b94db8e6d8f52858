"""Grades: every answer that an LMS may give, one after another."""

import re
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import time_machine
from doubles.column import Column, make_column
from doubles.scripted_lms import ScriptedLms, result, status
from pytest_httpserver import HTTPServer
from werkzeug.wrappers import Request, Response

from learning.outbox import Ending, Receipt
from lti_tool.grades import Grades
from lti_tool.score import SCORE_TYPE
from lti_tool.service import Services
from web.retry_after import LONGEST_WAIT

BEN = "12"
ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
"""For what has nothing to do with the database."""


@pytest.fixture
def grades(house: Any) -> Grades:
    product = house.product
    services = Services(product.database, product.keyring)
    return Grades(product.database, services, product.catalogue)


@pytest.fixture
def script(httpserver: HTTPServer) -> ScriptedLms:
    script = ScriptedLms(httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile(".*")).respond_with_handler(script.answer)
    return script


@pytest.fixture
def scripted(house: Any, script: ScriptedLms) -> Column:
    client_id = f"client-{datetime.now(UTC).timestamp()}"
    return make_column(house.database, script.origin, f"{script.origin}/li/1", client_id=client_id)


@ON_ONE
@pytest.mark.parametrize(
    "stale",
    [
        status(409),
        status(400, '{"error": "Timestamp is older than the last score"}'),
        status(400, "score TIMESTAMP must be newer"),
    ],
    ids=["409", "Canvas", "capitals"],
)
@pytest.mark.parametrize(
    ("results", "ending", "scores"),
    [
        ([result(100)], Ending.SENT, 1),
        ([result(1, maximum=1)], Ending.SENT, 1),
        ([result(99.995)], Ending.SENT, 1),
        ([result(80)], Ending.SENT, 2),
        ([result(70)], Ending.SUPERSEDED, 1),
        ([result(100, "13"), result(80, BEN)], Ending.SENT, 2),
        ([result(100, "13")], Ending.SENT, 2),
        ([result(100, 12)], Ending.SENT, 1),
        ([], Ending.SENT, 2),
        ([result(None)], Ending.SENT, 2),
        ([result("100")], Ending.SENT, 2),
        ([result(100, maximum=0)], Ending.SENT, 2),
        ({"results": []}, Ending.SENT, 2),
        (None, Ending.SENT, 2),
        ([None, 7, [], {"userId": BEN}], Ending.SENT, 2),
    ],
)
def test_an_old_timestamp_is_looked_into(
    script: ScriptedLms,
    scripted: Column,
    grades: Grades,
    stale: Response,
    results: Any,
    ending: Ending,
    scores: int,
) -> None:
    """It may be ours already. `scores` says how often the score has to be posted."""
    script.scores, script.results = [stale, status(200)], [results]
    receipt = grades.send(scripted.parcel(score=100.0, sent_score=80.0))
    assert receipt.ending is ending
    assert len(script.paths("/scores")) == scores
    assert script.paths("/results") == ["/li/1/results?user_id=12"]


def test_an_lms_that_does_not_let_us_look_gets_the_score_again(
    script: ScriptedLms, scripted: Column, grades: Grades
) -> None:
    script.without_results = True
    script.scores = [status(409), status(200)]
    assert grades.send(scripted.parcel()).ending is Ending.SENT


@ON_ONE
@pytest.mark.parametrize("code", [500, 403, 404, 302])
def test_results_that_cannot_be_read_now_are_read_later(
    script: ScriptedLms, scripted: Column, grades: Grades, code: int
) -> None:
    script.scores, script.results = [status(409)], [status(code), status(code)]
    assert grades.send(scripted.parcel()).ending is Ending.LATER


def test_an_lms_whose_clock_is_ahead_is_not_asked_every_second(
    script: ScriptedLms, scripted: Column, grades: Grades
) -> None:
    script.scores, script.results = [status(409), status(409)], [[]]
    receipt = grades.send(scripted.parcel())
    assert receipt == Receipt(Ending.LATER, "the LMS has a newer timestamp")


@ON_ONE
@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("1.5", 1.5),
        (" 7 ", 7),
        ("99999999999999999999", LONGEST_WAIT.total_seconds()),
        ("1e999", LONGEST_WAIT.total_seconds()),
        ("-5", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("Mon, 99 Nov 2026 99:99:99 GMT", None),
        ("Tue, 24 Nov 2026 08:00:00 GMT", None),
        ("Tue, 24 Nov 9999 08:00:00 GMT", LONGEST_WAIT.total_seconds()),
        ("Tue, 24 Nov 2026 08:00:00 -0000", None),
    ],
)
def test_the_lms_says_how_long_to_wait(
    script: ScriptedLms,
    scripted: Column,
    grades: Grades,
    code: int,
    text: str,
    seconds: float | None,
) -> None:
    script.scores = [status(code, Retry_After=text)]
    with time_machine.travel(datetime.now(UTC), tick=False):
        receipt = grades.send(scripted.parcel())
    assert receipt.ending is Ending.LATER
    assert receipt.wait == (None if seconds is None else timedelta(seconds=seconds))


def test_a_date_to_wait_for_is_understood(
    script: ScriptedLms, scripted: Column, grades: Grades
) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    script.scores = [status(429, Retry_After=format_datetime(at + timedelta(minutes=2), True))]
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        assert grades.send(scripted.parcel()).wait == timedelta(minutes=1)


@ON_ONE
@pytest.mark.parametrize(
    ("url", "scores", "results"),
    [
        ("/li/1", "/li/1/scores", "/li/1/results?user_id=12"),
        ("/li/1/", "/li/1/scores", "/li/1/results?user_id=12"),
        ("/li/1?type_id=3", "/li/1/scores?type_id=3", "/li/1/results?type_id=3&user_id=12"),
        (
            "/li/1?a=b%20c&flag&d=%2F",
            "/li/1/scores?a=b%20c&flag&d=%2F",
            "/li/1/results?a=b%20c&flag&d=%2F&user_id=12",
        ),
    ],
)
def test_a_columns_address_may_have_a_query(
    house: Any, script: ScriptedLms, grades: Grades, url: str, scores: str, results: str
) -> None:
    column = make_column(
        house.database, script.origin, f"{script.origin}{url}", client_id=f"{url}{script.origin}"
    )
    script.scores, script.results = [status(409)], [[result(80)]]
    assert grades.send(column.parcel()).ending is Ending.SENT
    raw = [request.environ["REQUEST_URI"] for request in script.asked]
    assert raw[-1] == results
    assert scores in raw


def test_names_are_escaped_in_addresses(
    script: ScriptedLms, scripted: Column, grades: Grades
) -> None:
    sub = "a&user_id=13#x/å"
    script.scores, script.results = [status(409)], [[result(80, sub)]]
    assert grades.send(scripted.parcel(sub)).ending is Ending.SENT
    assert script.asked[-1].args.getlist("user_id") == [sub]


def test_the_media_types_are_exact(script: ScriptedLms, scripted: Column, grades: Grades) -> None:
    script.scores, script.results = [status(409)], [[result(80)]]
    grades.send(scripted.parcel())
    score, results = script.asked[1], script.asked[-1]
    assert score.headers["Content-Type"] == SCORE_TYPE == "application/vnd.ims.lis.v1.score+json"
    assert results.headers["Accept"] == "application/vnd.ims.lis.v2.resultcontainer+json"
    assert score.headers["Authorization"] == "Bearer t"


def test_canvas_is_asked_one_thing_at_a_time(
    house: Any, script: ScriptedLms, grades: Grades
) -> None:
    column = make_column(
        house.database, script.origin, f"{script.origin}/c/1", client_id="canvas", family="canvas"
    )
    busy, most, lock = [0], [0], threading.Lock()

    def hold(_request: Request) -> Response:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        threading.Event().wait(0.02)
        with lock:
            busy[0] -= 1
        return status(200)

    script.scores = [hold] * 6
    threads = [
        threading.Thread(target=grades.send, args=(column.parcel(str(number)),))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(script.paths("/scores")), most[0]) == (6, 1)


def test_an_address_that_is_none_is_not_tried_for_ever_without_a_reason(
    house: Any, script: ScriptedLms, grades: Grades
) -> None:
    column = make_column(house.database, script.origin, "ftp://lms.example/1", client_id="ftp")
    receipt = grades.send(column.parcel())
    assert receipt.ending is Ending.LATER
    assert "not a web address" in receipt.reason
