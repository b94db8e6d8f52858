"""Grades on each platform, as its own gradebook takes them."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from doubles.column import Column, make_column
from doubles.scripted_lms import ScriptedLms, status
from pytest_httpserver import HTTPServer
from werkzeug.wrappers import Request, Response

from learning.outbox import Ending
from lti_tool.grades import Grades
from lti_tool.score import SCORE_TYPE, SUBMISSION
from lti_tool.service import Services

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"


class CanvasGradebook:
    """Takes a score as Canvas does: each is a new attempt unless it says that it is none."""

    def __init__(self) -> None:
        self.attempts = 0
        self.score: float | None = None
        self.submitted_at: str | None = None
        self.graded_by_teacher = False

    def take(self, request: Request) -> Response:
        body = json.loads(request.get_data())
        more = body.get(SUBMISSION, {})
        if more.get("new_submission", True):
            self.attempts += 1
            self.submitted_at = more.get("submitted_at")
        if body["gradingProgress"] == "FullyGraded":
            if not (self.graded_by_teacher and more.get("prioritize_non_tool_grade")):
                self.score = body["scoreGiven"]
        elif not more.get("preserve_score"):
            self.score = None
        return Response('{"resultUrl": "x"}')

    @property
    def is_missing(self) -> bool:
        """Canvas calls work that nobody handed in missing, whatever its grade."""
        return self.attempts == 0


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


def column_on(house: Any, script: ScriptedLms, family: str) -> Column:
    return make_column(house.database, script.origin, f"{script.origin}/li/1", family=family)


def test_canvas_gets_one_submission_and_then_better_grades(
    house: Any, script: ScriptedLms, grades: Grades
) -> None:
    column, canvas = column_on(house, script, "canvas"), CanvasGradebook()
    script.scores = [canvas.take, canvas.take]
    worked = datetime.now(UTC) - timedelta(hours=1)
    first = grades.send(column.parcel(event_at=worked))
    assert (canvas.attempts, canvas.score, canvas.is_missing) == (1, 80, False)
    assert canvas.submitted_at == worked.isoformat(timespec="milliseconds")
    second = grades.send(
        column.parcel(
            score=100.0,
            event_at=datetime.now(UTC),
            sent_score=80.0,
            last_timestamp=first.timestamp,
        )
    )
    assert second.ending is Ending.SENT
    assert (canvas.attempts, canvas.score) == (1, 100)
    assert canvas.submitted_at == worked.isoformat(timespec="milliseconds")


def test_a_teachers_grade_in_canvas_stays(house: Any, script: ScriptedLms, grades: Grades) -> None:
    column, canvas = column_on(house, script, "canvas"), CanvasGradebook()
    canvas.graded_by_teacher, canvas.score = True, 90
    script.scores = [canvas.take]
    grades.send(column.parcel(score=100.0, sent_score=80.0))
    assert canvas.score == 90


def test_nobody_but_canvas_hears_of_submissions(
    house: Any, script: ScriptedLms, grades: Grades
) -> None:
    script.scores = [status(200), status(200)]
    for family in ("moodle", "desire2learn"):
        grades.send(column_on(house, script, family).parcel())
    for request in script.asked:
        assert b"canvas" not in request.get_data()


@pytest.mark.parametrize(
    "busy",
    [
        status(403, "403 Forbidden (Rate Limit Exceeded)", X_Rate_Limit_Remaining="0.0"),
        status(429, Retry_After="7"),
    ],
)
def test_canvas_that_is_busy_is_waited_for(
    house: Any, script: ScriptedLms, grades: Grades, busy: Response
) -> None:
    script.scores = [busy]
    receipt = grades.send(column_on(house, script, "canvas").parcel())
    assert receipt.ending is Ending.LATER
    assert len(script.paths("/token")) == 1, "the token is not to blame"


@pytest.mark.parametrize("family", ["canvas", "desire2learn"])
def test_who_cannot_be_graded_is_named(
    house: Any, script: ScriptedLms, grades: Grades, family: str
) -> None:
    script.scores = [status(422, '{"errors": {"message": "User is not a student"}}')]
    receipt = grades.send(column_on(house, script, family).parcel())
    assert receipt.ending is Ending.REFUSED
    assert receipt.reason == (
        "not recorded by the LMS: the LMS answered 422; "
        "it grades learners only, and only while the course runs"
    )


def test_blackboard_may_want_its_own_media_type(
    house: Any, script: ScriptedLms, grades: Grades
) -> None:
    script.scores = [status(415), status(200)]
    receipt = grades.send(column_on(house, script, "BlackboardLearn").parcel())
    sent = [request.headers["Content-Type"] for request in script.asked[1:]]
    assert (receipt.ending, sent) == (Ending.SENT, [SCORE_TYPE, LINE_ITEM_TYPE])


def test_a_media_type_that_is_refused_twice_is_refused(
    house: Any, script: ScriptedLms, grades: Grades
) -> None:
    script.scores = [status(415), status(415)]
    column = column_on(house, script, "BlackboardLearn")
    assert grades.send(column.parcel()).ending is Ending.REFUSED
    script.scores = [status(415)]
    assert grades.send(column_on(house, script, "moodle").parcel()).ending is Ending.REFUSED


@pytest.mark.parametrize(
    ("family", "stored", "wanted"),
    [
        ("desire2learn", None, "https://api.brightspace.com/auth/token"),
        ("desire2learn", "https://api.example/aud", "https://api.example/aud"),
        ("moodle", None, "{origin}/token"),
    ],
)
def test_an_assertion_is_for_whom_the_platform_wants(
    house: Any, script: ScriptedLms, grades: Grades, family: str, stored: str | None, wanted: str
) -> None:
    column = make_column(
        house.database, script.origin, f"{script.origin}/li/1", family=family, audience=stored
    )
    script.scores = [status(201)]
    assert grades.send(column.parcel()).ending is Ending.SENT
    assertion = script.asked[0].form["client_assertion"]
    claims = jwt.decode(assertion, options={"verify_signature": False})
    assert claims["aud"] == wanted.format(origin=script.origin)
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "jti"}
    assert jwt.get_unverified_header(assertion)["kid"]
