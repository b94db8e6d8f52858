"""The least one can do with PyJWT and Flask: check a tab's token and print the person's name.

It checks what Microsoft's documentation asks for: signature, times, audience, issuer, scope. The
key is given and not fetched, and nothing is kept.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

import jwt
from flask import Flask, abort, request
from markupsafe import Markup

from bench.tool import Tool, address, gunicorn
from practice_teams.teams import PracticeTeams

SETTINGS = "BENCH_BARE_TAB"
PAGE = Markup("<!doctype html><title>Signed in</title><h1>Hello, {}</h1>")


def application() -> Flask:
    """One route, which takes a token from a form."""
    settings = json.loads(os.environ[SETTINGS])
    key_set = jwt.PyJWKSet.from_dict(settings["key_set"])
    app = Flask(__name__)

    @app.post("/session")
    def session() -> str:
        token = request.form["token"]
        body = jwt.decode(
            token,
            key_set[jwt.get_unverified_header(token)["kid"]],
            algorithms=["RS256"],
            audience=settings["client_id"],
            issuer=settings["issuer"],
        )
        if "access_as_user" not in body["scp"].split():
            abort(403)
        return PAGE.format(body["name"])

    return app


def settings_of(teams: PracticeTeams) -> str:
    """What a peer is told of Entra."""
    return json.dumps(
        {
            "key_set": teams.keys.public_set(),
            "client_id": teams.settings.client_id,
            "issuer": teams.settings.issuer,
        }
    )


@contextmanager
def run(teams: PracticeTeams) -> Iterator[Tool]:
    """Serve it."""
    environment = {SETTINGS: settings_of(teams)}
    app = "bench.peers.bare_pyjwt:application()"
    with address() as where, gunicorn(app, where, environment) as pid:
        yield Tool("", f"{where.url}/session", (pid,), shows="Hello, Ben Okafor")
