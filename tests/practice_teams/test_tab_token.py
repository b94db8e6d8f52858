"""The token that the practice Teams gives is one that Baton's own door takes."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from practice_lms.serving import QuietHandler
from practice_teams.app import create_app
from practice_teams.directory import ACCOUNTS
from practice_teams.settings import Settings
from practice_teams.tab_token import tab_claims
from practice_teams.teams import PracticeTeams
from teams_app.entra import Entra
from teams_app.problems import NotVerified
from teams_app.token import read_token
from web.key_set import KeySets

BATON = "http://localhost:8800"
BEN = next(one for one in ACCOUNTS if one.person.given_name == "Ben")


@pytest.fixture
def teams() -> Iterator[PracticeTeams]:
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=QuietHandler)
    settings = Settings(f"http://127.0.0.1:{server.server_port}", f"{BATON}/demo/teams/")
    server.app = app = create_app(settings)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield app.extensions["practice_teams"]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def entra(teams: PracticeTeams) -> Entra:
    return Entra(
        client_id=teams.settings.client_id,
        client_secret="",
        authority=teams.settings.origin,
        graph_url=teams.settings.origin,
        public_url=BATON,
    )


def test_it_says_who_is_there(teams: PracticeTeams, entra: Entra) -> None:
    token = teams.keys.sign(tab_claims(BEN, teams.settings))
    who = read_token(token, teams.settings.tenant_id, entra, KeySets())
    assert (who.object_id, who.name) == (BEN.object_id, "Ben Okafor")
    assert who.user_name == "ben.okafor@norrvik.example"


def test_another_practice_teams_signs_with_keys_of_its_own(
    teams: PracticeTeams, entra: Entra
) -> None:
    other = PracticeTeams(replace(teams.settings))
    token = other.keys.sign(tab_claims(BEN, teams.settings))
    with pytest.raises(NotVerified):
        read_token(token, teams.settings.tenant_id, entra, KeySets())
