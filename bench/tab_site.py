"""The practice Teams beside a tab that is measured: who signs in, and with which tokens."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid5

from werkzeug.serving import make_server

from bench.tool import address
from practice_lms.people import Person
from practice_lms.serving import QuietHandler
from practice_teams.app import create_app
from practice_teams.directory import Account
from practice_teams.settings import Settings
from practice_teams.tab_token import tab_claims
from practice_teams.teams import PracticeTeams

_PEOPLE = UUID("0e6a1b9c-5d2f-4a73-8c4e-9b1d2e3f4a5b")


@contextmanager
def open_teams(frame_url: str = "http://localhost/demo/teams/") -> Iterator[PracticeTeams]:
    """A practice Teams with its Entra on a free loopback port until the block ends."""
    with address() as where:
        app = create_app(Settings(where.url, frame_url))
        server = make_server(
            "127.0.0.1",
            where.port,
            app,
            threaded=True,
            request_handler=QuietHandler,
            fd=where.listener.fileno(),
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield app.extensions["practice_teams"]
        finally:
            server.shutdown()


def token_of(teams: PracticeTeams, number: int) -> str:
    """A real signed token of the person with this number."""
    person = Person(
        f"{number}", "Ben", f"Okafor {number}", f"ben{number}@bench.example", "Learner", "Bench"
    )
    account = Account(person, str(uuid5(_PEOPLE, person.sub)))
    return teams.keys.sign(tab_claims(account, teams.settings))
