"""What a signed-in request costs: the sign-in with a token of Entra, and a page after it."""

import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from bench import report, tab_installation
from bench.peers import bare_pyjwt, express_jose
from bench.race import Runner, race
from bench.tab_site import open_teams, token_of
from bench.tool import LaunchFailed, Tool, Unavailable
from practice_teams.teams import PracticeTeams

BARE = "A bare Flask route with PyJWT"
_HEADERS = {"Connection": "close", "Accept-Encoding": "br, gzip", "Accept-Language": "en"}


@dataclass(kw_only=True)
class SignIn(Runner):
    """People who open the tab: each posts a real token and gets the whole first screen."""

    teams: PracticeTeams
    tokens: dict[int, str] = field(default_factory=dict)

    def launch(self, times: int) -> None:
        """Let that many people sign in, one after the other."""
        for _ in range(times):
            self.visits += 1
            self.sign_in(self.visits if self.always_new else self.visits % self.people)

    def sign_in(self, number: int) -> str:
        """Sign one person in; return the page. Raises LaunchFailed."""
        if number not in self.tokens:
            self.tokens[number] = token_of(self.teams, number)
        form = {"token": self.tokens[number], "theme": "light", "locale": "en-gb"}
        page = _ask("POST", self.tool.launch_url, data=form)
        if self.tool.shows is not None and self.tool.shows not in page:
            raise LaunchFailed(f"Its sign-in answered: {page[:300]}")
        return page


@dataclass(kw_only=True)
class Later(SignIn):
    """People who are in, and open a page by the token of their session."""

    inside: dict[int, tuple[str, str]] = field(default_factory=dict)

    def sign_in(self, number: int) -> str:
        """Open one person's programme; the first time, sign them in. Raises LaunchFailed."""
        if number not in self.inside:
            page = super().sign_in(number)
            visit = json.loads(page.partition('id="session">')[2].partition("</script>")[0])
            self.inside[number] = visit["id"], visit["token"]
        public_id, token = self.inside[number]
        asked = {"Authorization": f"Bearer {token}", "HX-Request": "true"}
        page = _ask("GET", f"{self.tool.login_url}/s/{public_id}/programme", headers=asked)
        if 'id="screen"' not in page:
            raise LaunchFailed(f"Its page answered: {page[:300]}")
        return page


Open = Callable[[PracticeTeams, Path], AbstractContextManager[Tool]]
PEERS: list[tuple[str, Open, type[SignIn], bool]] = [
    (BARE, lambda teams, _: bare_pyjwt.run(teams), SignIn, False),
    ("express and jose", lambda teams, _: express_jose.run(teams), SignIn, False),
]
for database, open_on in (
    ("SQLite", tab_installation.on_sqlite),
    ("PostgreSQL", tab_installation.on_postgresql),
):
    PEERS += [
        (f"Baton on {database}, sign-in", open_on, SignIn, False),
        (f"Baton on {database}, first sign-in", open_on, SignIn, True),
        (f"Baton on {database}, a later page", open_on, Later, False),
    ]


def measure(
    rounds: int, times: int, warm_up: int, tick: Callable[[], None], say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """A row for each peer. `say` hears who is left out, and why."""
    with ExitStack() as stack:
        teams = stack.enter_context(open_teams())
        runners: list[Runner] = []
        for name, open_peer, kind, always_new in PEERS:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                tool = stack.enter_context(open_peer(teams, folder))
            except Unavailable as why:
                say(f"Left out: {name}. {why}")
            else:
                runners.append(kind(name, tool, None, always_new, teams=teams))
        race(runners, rounds, times, warm_up, tick)
        return report.launches(runners, next(one for one in runners if one.name == BARE))


def _ask(method: str, url: str, headers: dict[str, str] | None = None, **options: Any) -> str:
    """Make one request on a connection of its own; return the text. Raises LaunchFailed."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(
            method, url, headers={**_HEADERS, **(headers or {})}, timeout=30, **options
        )
    if answer.status_code != 200:
        raise LaunchFailed(f"{url} answered {answer.status_code}: {answer.text[:300]}")
    return answer.text
