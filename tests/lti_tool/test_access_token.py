"""Access tokens: one an hour for everybody, renewed when refused, never lying about open."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import time_machine
from doubles.column import make_column
from doubles.served import practice_lms
from doubles.token_endpoint import TokenEndpoint
from pytest_httpserver import HTTPServer
from sqlalchemy import delete, func, select

from learning.database import Database
from lti_tool.access_token import AccessToken, AccessTokens, TokenRefused
from lti_tool.platform import Platform
from lti_tool.score import RESULT_SCOPE, SCORE_SCOPE
from practice_lms.lms import PracticeLms
from web.http import Unreachable
from web.keyring import Keyring


@pytest.fixture
def lms(baton: str) -> Iterator[PracticeLms]:
    with practice_lms(baton) as lms:
        yield lms


@pytest.fixture
def platform(house: Any, lms: PracticeLms) -> Platform:
    return make_column(house.database, lms.settings.origin, None).platform


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


def test_a_real_lms_gives_a_token_for_our_assertion(
    house: Any, platform: Platform, lms: PracticeLms
) -> None:
    token = tokens_of(house).get(platform, SCORE_SCOPE)
    assert lms.access_tokens.scopes_of(token) == {SCORE_SCOPE}


def test_each_scope_has_a_token_of_its_own(
    house: Any, platform: Platform, lms: PracticeLms
) -> None:
    """Sakai refuses the whole request for one scope that it does not allow."""
    tokens = tokens_of(house)
    score, result = tokens.get(platform, SCORE_SCOPE), tokens.get(platform, RESULT_SCOPE)
    assert lms.access_tokens.scopes_of(score) == {SCORE_SCOPE}
    assert lms.access_tokens.scopes_of(result) == {RESULT_SCOPE}


def test_the_assertion_says_who_asks_whom(
    house: Any, scripted: Platform, script: TokenEndpoint
) -> None:
    tokens_of(house).get(scripted, SCORE_SCOPE)
    (form,) = script.forms
    assertion = form.pop("client_assertion")
    assert form == {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "scope": SCORE_SCOPE,
    }
    keys = jwt.PyJWKSet.from_dict(house.browser().get("/lti/jwks").json)
    kid = jwt.get_unverified_header(assertion)["kid"]
    claims = jwt.decode(assertion, keys[kid], ["RS256"], audience=scripted.token_url)
    assert claims["iss"] == claims["sub"] == scripted.client_id
    assert claims["exp"] - claims["iat"] == 60


def test_every_assertion_is_good_once(
    house: Any, scripted: Platform, script: TokenEndpoint
) -> None:
    tokens = tokens_of(house)
    token = tokens.get(scripted, SCORE_SCOPE)
    tokens.get(scripted, SCORE_SCOPE, refused=token)
    decoded = [
        jwt.decode(form["client_assertion"], options={"verify_signature": False})
        for form in script.forms
    ]
    assert len({claims["jti"] for claims in decoded}) == 2


def test_a_platform_may_want_another_audience(
    house: Any, httpserver: HTTPServer, script: TokenEndpoint
) -> None:
    """D2L's audience is not the address of its token endpoint."""
    platform = make_column(
        house.database, script.origin, None, client_id="d2l", audience="https://api.d2l.example"
    ).platform
    tokens_of(house).get(platform, SCORE_SCOPE)
    assertion = script.forms[0]["client_assertion"]
    claims = jwt.decode(assertion, options={"verify_signature": False})
    assert claims["aud"] == "https://api.d2l.example"


def test_a_wrong_audience_is_refused_by_a_real_lms(house: Any, lms: PracticeLms) -> None:
    platform = make_column(
        house.database, lms.settings.origin, None, audience="https://elsewhere.example"
    ).platform
    with pytest.raises(TokenRefused, match="no token: status 400 invalid_client"):
        tokens_of(house).get(platform, SCORE_SCOPE)


def test_workers_share_a_token(house: Any, scripted: Platform, script: TokenEndpoint) -> None:
    first, second = tokens_of(house), tokens_of(house)
    assert [t.get(scripted, SCORE_SCOPE) for t in (first, second, first, second)] == ["token-1"] * 4
    assert len(script.forms) == 1


def test_a_crowd_asks_once(house: Any, scripted: Platform, script: TokenEndpoint) -> None:
    tokens, given = tokens_of(house), []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        given.append(tokens.get(scripted, SCORE_SCOPE))

    threads = [threading.Thread(target=ask) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given == ["token-1"] * 8
    assert len(script.forms) == 1


def test_workers_that_meet_all_get_a_token(house: Any, scripted: Platform) -> None:
    """Each may ask for one; none may stumble over the other's row."""
    given: list[str] = []
    start = threading.Barrier(4)

    def ask() -> None:
        tokens = tokens_of(house)
        start.wait()
        given.append(tokens.get(scripted, SCORE_SCOPE))

    threads = [threading.Thread(target=ask) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given == ["token-1"] * 4
    assert rows(house.database) == 1


def test_a_refused_token_is_renewed_once_for_all(
    house: Any, scripted: Platform, script: TokenEndpoint
) -> None:
    first, second = tokens_of(house), tokens_of(house)
    old = first.get(scripted, SCORE_SCOPE)
    assert second.get(scripted, SCORE_SCOPE) == old
    script.says({"access_token": "token-2", "expires_in": 3600})
    assert first.get(scripted, SCORE_SCOPE, refused=old) == "token-2"
    assert first.get(scripted, SCORE_SCOPE, refused=old) == "token-2"
    assert second.get(scripted, SCORE_SCOPE, refused=old) == "token-2"
    assert len(script.forms) == 2


def test_a_token_is_used_until_shortly_before_its_end(
    house: Any, scripted: Platform, script: TokenEndpoint
) -> None:
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as traveller:
        tokens = tokens_of(house)
        tokens.get(scripted, SCORE_SCOPE)
        traveller.move_to(start + timedelta(minutes=58))
        tokens.get(scripted, SCORE_SCOPE)
        assert len(script.forms) == 1
        traveller.move_to(start + timedelta(minutes=59, seconds=30))
        for worker in (tokens, tokens_of(house)):
            worker.get(scripted, SCORE_SCOPE)
        assert len(script.forms) == 2


def test_a_real_lms_that_drops_the_line_may_recover(
    house: Any, platform: Platform, lms: PracticeLms
) -> None:
    lms.faults.drop(at="tokens")
    tokens = tokens_of(house)
    with pytest.raises(Unreachable):
        tokens.get(platform, SCORE_SCOPE)
    assert lms.access_tokens.scopes_of(tokens.get(platform, SCORE_SCOPE))


def test_a_token_is_encrypted_at_rest(
    house: Any, scripted: Platform, script: TokenEndpoint
) -> None:
    script.says({"access_token": "open-sesame-0123456789", "expires_in": 3600})
    tokens_of(house).get(scripted, SCORE_SCOPE)
    with house.database.read() as session:
        row = session.scalars(select(AccessToken)).one()
    assert "open-sesame" not in row.token
    assert house.product.keyring.decrypt(row.token) == "open-sesame-0123456789"


def test_a_token_that_a_lost_secret_locked_is_asked_for_again(
    house: Any, scripted: Platform, script: TokenEndpoint
) -> None:
    tokens_of(house).get(scripted, SCORE_SCOPE)
    with house.database.write() as session:
        session.scalars(select(AccessToken)).one().token = Keyring(["x" * 40]).encrypt("token-1")
    assert tokens_of(house).get(scripted, SCORE_SCOPE) == "token-1"
    assert len(script.forms) == 2


def test_nothing_of_a_token_is_logged(
    house: Any, scripted: Platform, script: TokenEndpoint, log: Any
) -> None:
    script.says({"access_token": "open-sesame-0123456789", "expires_in": 3600})
    tokens_of(house).get(scripted, SCORE_SCOPE)
    assert "open-sesame" not in log.text
    assert script.forms[0]["client_assertion"].split(".")[1] not in log.text
