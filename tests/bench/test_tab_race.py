"""The sign-ins that are measured are real ones: a token of Entra, checked, and a page for it."""

from collections.abc import Iterator

import pytest

from bench.peers import bare_pyjwt
from bench.tab_race import SignIn
from bench.tab_site import open_teams
from bench.tool import LaunchFailed
from practice_teams.teams import PracticeTeams


@pytest.fixture
def teams() -> Iterator[PracticeTeams]:
    with open_teams() as teams:
        yield teams


def test_the_bare_route_checks_the_token_too(teams: PracticeTeams) -> None:
    with bare_pyjwt.run(teams) as tool, open_teams() as stranger:
        assert "Hello, Ben Okafor 7" in SignIn("bare", tool, None, teams=teams).sign_in(7)
        with pytest.raises(LaunchFailed):
            SignIn("stranger", tool, None, teams=stranger).sign_in(7)
