"""Who is in Teams, and what Teams tells the tab."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from practice_teams.app import create_app
from practice_teams.directory import ACCOUNTS, NEW_HERE, Account
from practice_teams.settings import Settings

ORIGIN = "http://localhost"
SETTINGS = Settings(ORIGIN, "http://localhost:8800/demo/teams/", "http://127.0.0.1:8801")
BEN = next(one for one in ACCOUNTS if one.person.given_name == "Ben")
DANA = next(one for one in ACCOUNTS if one.person.given_name == "Dana")


@pytest.fixture
def teams() -> FlaskClient:
    return create_app(SETTINGS).test_client()


@pytest.fixture
def opened(teams: FlaskClient) -> Callable[[str], dict[str, Any]]:
    """Opens Teams as Ben; returns what the tab is told."""
    sign_in(teams, BEN)

    def open_teams(query: str) -> dict[str, Any]:
        page = teams.get(f"/teams?{query}").text
        told = page.partition('id="context">')[2].partition("</script>")[0]
        context: dict[str, Any] = json.loads(told)
        return context

    return open_teams


def sign_in(teams: FlaskClient, account: Account) -> None:
    answer = teams.post("/sign-in", data={"account": account.object_id})
    assert answer.location == "/teams"


def test_the_people_are_those_of_the_lms(teams: FlaskClient) -> None:
    page = teams.get("/").text
    assert all(one.person.name.replace("'", "&#39;") in page for one in ACCOUNTS)
    assert len({one.object_id for one in ACCOUNTS}) == 12
    assert NEW_HERE == "Dana"
    assert "New in Teams, not linked" in page


def test_who_comes_from_the_lms_finds_themselves_marked(teams: FlaskClient) -> None:
    page = teams.get(f"/?person={DANA.person.sub}").text
    assert f'value="{DANA.object_id}" class="start"' in page
    assert page.count('class="start"') == 1


def test_nobody_gets_in_whom_the_directory_does_not_know(teams: FlaskClient) -> None:
    assert teams.post("/sign-in", data={"account": "somebody"}).status_code == 400
    assert teams.get("/teams").location == "/"


def test_a_deep_link_opens_its_page_also_for_who_has_to_choose_first(teams: FlaskClient) -> None:
    link = '/l/entity/an-app/baton?label=x&context={"subEntityId":"module/ask-early"}'
    opened = teams.get(link).location
    assert opened == "/teams?sub=module/ask-early"
    chooser = teams.get(opened).location
    assert 'name="sub" value="module/ask-early"' in teams.get(chooser).text
    chosen = teams.post("/sign-in", data={"account": BEN.object_id, "sub": "module/ask-early"})
    assert chosen.location == opened
    for context in ("", "{", "[]", '"x"'):
        assert teams.get(f"/l/entity/an-app/baton?context={context}").location == "/teams?sub="


def test_the_tab_is_told_who_where_and_in_what(opened: Callable[[str], dict[str, Any]]) -> None:
    told = opened("theme=dark&language=sv&sub=ask-early")
    assert (told["theme"], told["locale"], told["subEntityId"]) == ("dark", "sv-se", "ask-early")
    assert told["userObjectId"] == BEN.object_id
    assert told["tid"] == SETTINGS.tenant_id
    assert (told["frameContext"], told["hostName"]) == ("content", "Teams")


def test_a_channel_and_a_meeting_are_told_by_their_ids(
    opened: Callable[[str], dict[str, Any]],
) -> None:
    channel, meeting = opened("place=channel"), opened("place=meeting")
    assert channel["hostTeamTenantId"] == SETTINGS.tenant_id
    assert {"channelId", "teamId", "groupId"} <= set(channel)
    assert (meeting["frameContext"], "channelId" in meeting) == ("sidePanel", False)
    assert meeting["meetingId"]
    nowhere = opened("place=nowhere&theme=pink&language=xx")
    assert (nowhere["theme"], nowhere["locale"]) == ("default", "en-gb")
    assert "channelId" not in nowhere


def test_a_token_is_for_whom_the_page_was_opened_as(teams: FlaskClient) -> None:
    sign_in(teams, BEN)
    mine = teams.post("/token", data={"account": BEN.object_id})
    assert set(mine.get_json()) == {"token"}
    sign_in(teams, DANA)
    assert teams.post("/token", data={"account": BEN.object_id}).status_code == 409


def test_no_other_site_gets_a_token_or_the_page_in_a_frame(teams: FlaskClient) -> None:
    sign_in(teams, BEN)
    stranger = {"Origin": "http://localhost:8800"}
    answer = teams.post("/token", data={"account": BEN.object_id}, headers=stranger)
    assert answer.status_code == 403
    policy = teams.get("/teams").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "frame-src http://localhost:8800 http://127.0.0.1:8801" in policy


def test_it_is_found_at_its_own_address_only(teams: FlaskClient) -> None:
    answer = teams.get("/teams", headers={"Host": "127.0.0.1"})
    assert answer.location == f"{ORIGIN}/teams"
    assert teams.post("/token", headers={"Host": "127.0.0.1"}).status_code == 400
