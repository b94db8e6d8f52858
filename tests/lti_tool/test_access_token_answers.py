"""What token endpoints answer: odd lives of tokens, and every way to give none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from doubles.column import make_column
from doubles.token_endpoint import TokenEndpoint
from pytest_httpserver import HTTPServer
from sqlalchemy import delete, func, select

from learning.database import Database
from lti_tool.access_token import AccessToken, AccessTokens, TokenRefused
from lti_tool.platform import Platform
from lti_tool.score import SCORE_SCOPE
from web.http import Unreachable

ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
"""For what has nothing to do with the database."""


@pytest.fixture
def script(httpserver: HTTPServer) -> TokenEndpoint:
    return TokenEndpoint(httpserver)


@pytest.fixture
def scripted(house: Any, script: TokenEndpoint) -> Platform:
    client_id = f"client-{datetime.now(UTC).timestamp()}"
    with house.database.write() as session:
        session.execute(delete(AccessToken))
    return make_column(house.database, script.origin, None, client_id=client_id).platform


def tokens_of(house: Any) -> AccessTokens:
    """Those of one more worker."""
    return AccessTokens(house.database, house.product.keyring)


def rows(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AccessToken)) or 0


@ON_ONE
@pytest.mark.parametrize(
    ("expires_in", "good_for", "gone_after"),
    [
        (3600, 3500, 3600),
        ("3600", 3500, 3600),
        (1800.5, 1700, 1800),
        (60, 40, 60),
        (10**9, 23 * 3600, 24 * 3600),
        (None, 3500, 3600),
        ("soon", 3500, 3600),
        ([], 3500, 3600),
        (float("nan"), 3500, 3600),
        (float("inf"), 3500, 3600),
        (True, 3500, 3600),
    ],
)
def test_odd_lives_of_tokens(
    house: Any,
    scripted: Platform,
    script: TokenEndpoint,
    expires_in: Any,
    good_for: int,
    gone_after: int,
) -> None:
    script.says({"access_token": "token-1", "expires_in": expires_in})
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as traveller:
        tokens = tokens_of(house)
        tokens.get(scripted, SCORE_SCOPE)
        traveller.move_to(start + timedelta(seconds=good_for))
        tokens.get(scripted, SCORE_SCOPE)
        assert len(script.forms) == 1
        traveller.move_to(start + timedelta(seconds=gone_after))
        tokens.get(scripted, SCORE_SCOPE)
        assert len(script.forms) == 2


@ON_ONE
@pytest.mark.parametrize("expires_in", [0, -5])
def test_a_token_that_has_ended_is_used_for_this_call_only(
    house: Any, scripted: Platform, script: TokenEndpoint, expires_in: int
) -> None:
    script.says({"access_token": "token-1", "expires_in": expires_in})
    tokens = tokens_of(house)
    for _call in range(2):
        assert tokens.get(scripted, SCORE_SCOPE) == "token-1"
    assert len(script.forms) == 2


@ON_ONE
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": "invalid_client", "error_description": "secret-detail"}),
        (401, {"error": "token_already_used"}),
        (403, "<html>Forbidden</html>"),
        (400, {"error": {"nested": 1}}),
        (302, ""),
        (404, "nothing here"),
        (200, ""),
        (200, "<html>Sign in</html>"),
        (200, "null"),
        (200, []),
        (200, {}),
        (200, {"access_token": None}),
        (200, {"access_token": 7}),
        (200, {"access_token": ""}),
        (200, {"access_token": ["token"]}),
    ],
)
def test_no_token_is_said_to_be_refused(
    house: Any, scripted: Platform, script: TokenEndpoint, status: int, body: Any
) -> None:
    script.says(body, status)
    with pytest.raises(TokenRefused, match=f"no token: status {status}") as caught:
        tokens_of(house).get(scripted, SCORE_SCOPE)
    assert "secret-detail" not in str(caught.value)
    assert len(str(caught.value)) < 200
    assert rows(house.database) == 0


@ON_ONE
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_fault_of_the_endpoint_may_pass(
    house: Any, scripted: Platform, script: TokenEndpoint, status: int
) -> None:
    script.says({"error": "busy"}, status)
    with pytest.raises(Unreachable):
        tokens_of(house).get(scripted, SCORE_SCOPE)
    script.says({"access_token": "token-1"})
    assert tokens_of(house).get(scripted, SCORE_SCOPE) == "token-1"
