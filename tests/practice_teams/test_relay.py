"""The one page that stands on the app's own address, in a demo and nowhere else."""

from flask.testing import FlaskClient

from practice_teams.relay import create_relay

TEAMS = "http://127.0.0.1:8802"


def test_only_the_practice_teams_may_frame_it_and_it_frames_its_own_site_only() -> None:
    answer = create_relay(TEAMS, "/teams/tab").test_client().get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-ancestors {TEAMS}" in policy
    assert "frame-src 'self'" in policy
    assert 'data-src="/teams/tab"' in answer.text
    assert f'data-teams-origin="{TEAMS}"' in answer.text


def test_baton_itself_has_no_such_page(client: FlaskClient) -> None:
    for path in ("/demo/teams/", "/demo/teams/static/relay.js", "/demo/clock"):
        assert client.get(path).status_code == 404
