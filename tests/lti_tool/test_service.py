"""A platform's services: with a token, renewed once; in turn; and not for ever."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doubles.column import make_column
from doubles.scripted_lms import status
from pytest_httpserver import HTTPServer
from werkzeug.wrappers import Request, Response

from lti_tool.access_token import TokenRefused
from lti_tool.patience import IN_A_ROW
from lti_tool.platform import Platform
from lti_tool.service import Services, TooLate, explain, is_throttled
from web.http import Answer, Unreachable

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


class Script:
    """An LMS whose answers are written down beforehand; tokens are numbered."""

    def __init__(self, server: HTTPServer) -> None:
        self.origin = server.url_for("").rstrip("/")
        self.url = f"{self.origin}/members?type_id=1"
        self.answers: list[Response] = []
        self.asked: list[Request] = []
        self.forms: list[dict[str, str]] = []
        self.token_status = 200
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        if request.path != "/token":
            self.asked.append(request)
            return self.answers.pop(0)
        self.forms.append(request.form.to_dict())
        if self.token_status != 200:
            return Response('{"error": "invalid_scope"}', self.token_status)
        token = {"access_token": f"t{len(self.forms)}", "token_type": "bearer", "expires_in": 3600}
        return Response(json.dumps(token))

    @property
    def tokens(self) -> list[str]:
        return [request.headers["Authorization"] for request in self.asked]


@pytest.fixture
def script(httpserver: HTTPServer) -> Script:
    return Script(httpserver)


@pytest.fixture
def platform(house: Any, script: Script) -> Platform:
    return make_column(house.database, script.origin, None).platform


@pytest.fixture
def services(house: Any) -> Services:
    return Services(house.database, house.product.keyring)


def test_a_call_brings_a_token_for_its_scope(
    script: Script, platform: Platform, services: Services
) -> None:
    script.answers = [status(200, '{"members": []}')]
    answer = services.call(platform, SCOPE, "GET", script.url, {"Accept": "text/x"})
    assert (answer.status, answer.json()) == (200, {"members": []})
    assert script.forms[0]["scope"] == SCOPE
    assert script.tokens == ["Bearer t1"]
    assert script.asked[0].headers["Accept"] == "text/x"
    assert script.asked[0].args["type_id"] == "1"


@ON_ONE
def test_a_body_goes_out_as_json(script: Script, platform: Platform, services: Services) -> None:
    script.answers = [status(201)]
    services.call(platform, SCOPE, "POST", script.url, {"Content-Type": "text/x"}, {"å": 1})
    assert json.loads(script.asked[0].get_data()) == {"å": 1}
    assert script.asked[0].headers["Content-Type"] == "text/x"


@ON_ONE
@pytest.mark.parametrize("code", [401, 403])
def test_a_token_is_renewed_once(
    script: Script, platform: Platform, services: Services, code: int
) -> None:
    script.answers = [status(code), status(200), status(code), status(code)]
    assert services.call(platform, SCOPE, "GET", script.url).status == 200
    assert services.call(platform, SCOPE, "GET", script.url).status == code
    assert script.tokens == ["Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"]


@ON_ONE
def test_a_403_that_means_slow_down_renews_nothing(
    script: Script, platform: Platform, services: Services
) -> None:
    script.answers = [
        status(403, "403 Forbidden (Rate Limit Exceeded)", X_Rate_Limit_Remaining="0")
    ]
    answer = services.call(platform, SCOPE, "GET", script.url)
    assert is_throttled(answer)
    assert len(script.forms) == 1


@ON_ONE
@pytest.mark.parametrize(
    ("code", "remaining", "body", "throttled"),
    [
        (429, "", "", True),
        (403, "0", "", True),
        (403, "0.0", "", True),
        (403, "-12.5", "", True),
        (403, "", "403 Forbidden (Rate Limit Exceeded)", True),
        (403, "311.2", "", False),
        (403, "none", "", False),
        (403, "", "", False),
        (422, "0", "", False),
    ],
)
def test_who_asks_us_to_slow_down(
    script: Script,
    platform: Platform,
    services: Services,
    code: int,
    remaining: str,
    body: str,
    throttled: bool,
) -> None:
    answer = status(code, body, X_Rate_Limit_Remaining=remaining)
    script.answers = [answer, answer]
    assert is_throttled(services.call(platform, SCOPE, "GET", script.url)) is throttled


@ON_ONE
def test_a_scope_that_is_not_granted_is_named(
    script: Script, platform: Platform, services: Services
) -> None:
    script.token_status = 400
    with pytest.raises(TokenRefused) as problem:
        services.call(platform, SCOPE, "GET", script.url)
    assert explain(problem.value) == ("the LMS gave no access: no token: status 400 invalid_scope")
    assert script.asked == []


@ON_ONE
def test_a_call_does_not_begin_after_its_time(
    script: Script, platform: Platform, services: Services
) -> None:
    with pytest.raises(TooLate):
        services.call(
            platform, SCOPE, "GET", script.url, begin_by=datetime.now(UTC) - timedelta(seconds=1)
        )
    assert script.asked == []


@ON_ONE
def test_a_platform_that_is_silent_is_left_alone(house: Any, services: Services) -> None:
    platform = make_column(house.database, "http://127.0.0.1:1", None).platform
    for _call in range(IN_A_ROW):
        with pytest.raises(Unreachable):
            services.call(platform, SCOPE, "GET", "http://127.0.0.1:1/members")
    with pytest.raises(Unreachable, match="has not answered lately"):
        services.call(platform, SCOPE, "GET", "http://127.0.0.1:1/members")


@ON_ONE
def test_an_answer_is_given_whole(script: Script, platform: Platform, services: Services) -> None:
    script.answers = [status(500, "x" * 5000)]
    answer = services.call(platform, SCOPE, "GET", script.url)
    assert isinstance(answer, Answer)
    assert (answer.status, len(answer.body)) == (500, 5000)
