"""The demo's own doors, which `baton serve` never has.

The learning clock can be read and moved, and a practice Teams may show the tab in its frame.
"""

import hmac
import os
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from baton.app import create_app
from baton.log import start_logging
from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.clock import MovedClock
from learning.organisation import Organisation
from practice_teams.relay import create_relay
from web.wiring import wiring

SECRET_VARIABLE = "BATON_DEMO_SECRET"
TEAMS_VARIABLE = "BATON_DEMO_TEAMS"
"""The origin of the practice Teams."""
RELAY_PATH = "/demo/teams"

doors = Blueprint("demo", __name__, url_prefix="/demo")
_clock = MovedClock()


def application() -> Flask:
    """Return the application with a clock that moves, and the doors."""
    start_logging()
    settings = read_settings()
    product = open_product(settings, MovedClock())
    app = create_app(product, Work(product, make_queue(settings)).wake)
    app.register_blueprint(doors)
    # Without a practice Teams nobody may frame the relay.
    teams = os.environ.get(TEAMS_VARIABLE, "'none'")
    relay = create_relay(teams, urlsplit(settings.entra.tab_url).path)
    mounted = DispatcherMiddleware(app.wsgi_app, {RELAY_PATH: relay})
    app.wsgi_app = mounted  # type: ignore[method-assign]  # as Flask's documentation says to
    return app


@doors.before_request
def _check_secret() -> None:
    expected = os.environ.get(SECRET_VARIABLE, "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        abort(HTTPStatus.NOT_FOUND)


@doors.get("/clock")
def show_clock() -> ResponseReturnValue:
    """Answer with the learning clock's date."""
    return _date()


@doors.post("/clock")
def move_clock() -> ResponseReturnValue:
    """Move the learning clock on by a week."""
    with wiring().database.write() as session:
        _clock.move(session, timedelta(weeks=1))
    return _date()


def _date() -> ResponseReturnValue:
    with wiring().database.read() as session:
        learning = _clock.now(session).learning
        organisation = session.scalars(select(Organisation).limit(1)).one()
        return jsonify(date=organisation.today(learning).isoformat())
