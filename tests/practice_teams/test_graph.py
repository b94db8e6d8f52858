"""A notice goes the whole way: a token from Entra, Graph, and somebody's feed."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from practice_teams.app import create_app
from practice_teams.directory import ACCOUNTS
from practice_teams.settings import CLIENT_ID, TENANT_ID, Settings
from practice_teams.tab_token import tab_claims

ORIGIN = "http://localhost"
SECRET = "the secret of the registration"
BEN, DANA = ACCOUNTS[1], ACCOUNTS[2]
ONE = f"/v1.0/users/{BEN.object_id}/teamwork/sendActivityNotification"
MANY = "/v1.0/teamwork/sendActivityNotificationToRecipients"


@pytest.fixture
def teams() -> FlaskClient:
    settings = Settings(ORIGIN, "http://localhost:8800/demo/teams/")
    return create_app(settings, SECRET).test_client()


def ask_token(teams: FlaskClient, **changes: str) -> Any:
    form = {
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "grant_type": "client_credentials",
        "scope": f"{ORIGIN}/.default",
        **changes,
    }
    return teams.post(f"/{TENANT_ID}/oauth2/v2.0/token", data=form)


@pytest.fixture
def bearer(teams: FlaskClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {ask_token(teams).get_json()['access_token']}"}


def notice(chain: int = 1, module: str = "Ask early", **more: Any) -> dict[str, Any]:
    context = "context=%7B%22subEntityId%22%3A%22module%2Fask-early%22%7D"
    return {
        "topic": {
            "source": "text",
            "value": "Baton",
            "webUrl": f"https://teams.microsoft.com/l/entity/x/baton?{context}",
        },
        "activityType": "week",
        "chainId": chain,
        "previewText": {"content": "A tool to try."},
        "templateParameters": [{"name": "module", "value": module}],
        **more,
    }


def feed_of(teams: FlaskClient, object_id: str, language: str = "en") -> list[dict[str, Any]]:
    teams.post("/sign-in", data={"account": object_id})
    shown: list[dict[str, Any]] = teams.get(f"/feed?language={language}").get_json()
    return shown


def test_it_stands_in_the_feed_in_the_words_of_the_manifest(
    teams: FlaskClient, bearer: dict[str, str]
) -> None:
    assert teams.post(ONE, json=notice(), headers=bearer).status_code == 204
    (shown,) = feed_of(teams, BEN.object_id)
    assert shown["text"] == "This week, five minutes: Ask early"
    assert (shown["preview"], shown["page"]) == ("A tool to try.", "module/ask-early")
    (swedish,) = feed_of(teams, BEN.object_id, "sv")
    assert swedish["text"] == "Den här veckan, fem minuter: Ask early"
    assert feed_of(teams, DANA.object_id) == []


def test_a_later_one_of_the_same_chain_takes_its_place(
    teams: FlaskClient, bearer: dict[str, str]
) -> None:
    for chain, module in ((1, "One"), (2, "Two"), (1, "One again")):
        teams.post(ONE, json=notice(chain, module), headers=bearer)
    texts = [shown["text"].rpartition(": ")[2] for shown in feed_of(teams, BEN.object_id)]
    assert texts == ["One again", "Two"]


def test_many_are_notified_at_once_and_nobody_hears_of_strangers(
    teams: FlaskClient, bearer: dict[str, str]
) -> None:
    people = [{"userId": one} for one in (BEN.object_id, DANA.object_id, "a-stranger")]
    answer = teams.post(MANY, json=notice(recipients=people), headers=bearer)
    assert answer.status_code == 202
    assert len(feed_of(teams, BEN.object_id)) == len(feed_of(teams, DANA.object_id)) == 1
    assert teams.post(MANY, json=notice(recipients=[]), headers=bearer).status_code == 400


@pytest.mark.parametrize(
    "body", [None, [], {}, {**notice(), "activityType": "other"}, {**notice(), "topic": "x"}]
)
def test_what_is_no_notice_is_refused(
    teams: FlaskClient, bearer: dict[str, str], body: Any
) -> None:
    assert teams.post(ONE, json=body, headers=bearer).status_code == 400
    assert feed_of(teams, BEN.object_id) == []


def test_nobody_else_gets_a_token_or_gets_through(teams: FlaskClient) -> None:
    assert ask_token(teams, client_secret="a guess").get_json()["error"] == "invalid_client"
    assert ask_token(teams, client_id="another").get_json()["error"] == "unauthorized_client"
    assert ask_token(teams, scope="https://elsewhere/.default").status_code == 400
    assert ask_token(teams, grant_type="password").status_code == 400
    kept = teams.application.extensions["practice_teams"]
    of_tab = kept.keys.sign(tab_claims(BEN, kept.settings))
    for token in ("", "x.y.z", of_tab):
        asked = {"Authorization": f"Bearer {token}"}
        assert teams.post(ONE, json=notice(), headers=asked).status_code == 401


def test_without_a_secret_the_app_is_never_known() -> None:
    teams = create_app(Settings(ORIGIN, "http://localhost:8800/demo/teams/")).test_client()
    assert ask_token(teams, client_secret="").status_code == 400
