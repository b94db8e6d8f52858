"""The demo's own doors, which `baton serve` never has.

The learning clock can be read and moved, a practice Teams may show the tab in its frame, and links
into Teams lead there.
"""

import hmac
import os
from datetime import datetime, time, timedelta
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from baton.app import create_app
from baton.log import start_logging
from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.clock import MovedClock, monday_of
from learning.organisation import Organisation
from learning.reminder import NINE, TUESDAY
from practice_teams.relay import create_relay
from web.wiring import wiring

SECRET_VARIABLE = "BATON_DEMO_SECRET"
TEAMS_VARIABLE = "BATON_DEMO_TEAMS"
"""The origin of the practice Teams."""
RELAY_PATH = "/demo/teams"
_REAL_LINKS = b"https://teams.microsoft.com/l/entity/"

doors = Blueprint("demo", __name__, url_prefix="/demo")
_NOTIFY = "demo_notify"
_clock = MovedClock()


def application() -> Flask:
    """Return the application with a clock that moves, and the doors."""
    start_logging()
    settings = read_settings()
    product = open_product(settings, MovedClock())
    work = Work(product, make_queue(settings))
    app = create_app(product, work.wake)
    app.register_blueprint(doors)
    app.extensions[_NOTIFY] = work.nudge_soon
    teams = os.environ.get(TEAMS_VARIABLE)
    if teams:
        app.after_request(partial(_lead_links, teams))
    # Without a practice Teams nobody may frame the relay.
    relay = create_relay(teams or "'none'", urlsplit(settings.entra.tab_url).path)
    mounted = DispatcherMiddleware(app.wsgi_app, {RELAY_PATH: relay})
    app.wsgi_app = mounted  # type: ignore[method-assign]  # as Flask's documentation says to
    return app


def _lead_links(teams: str, answer: Response) -> Response:
    """Let links into Teams lead into the practice Teams."""
    if answer.mimetype == "text/html":
        answer.set_data(answer.get_data().replace(_REAL_LINKS, f"{teams}/l/entity/".encode()))
    return answer


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
    """Move the learning clock to the next week's Tuesday morning, when people are notified."""
    with wiring().database.write() as session:
        now = _clock.now(session)
        _clock.move(session, _next_tuesday(now.learning, _organisation(session)) - now.learning)
    current_app.extensions[_NOTIFY]()
    return _date()


def _next_tuesday(moment: datetime, organisation: Organisation) -> datetime:
    monday = monday_of(organisation.today(moment)) + timedelta(weeks=1)
    # By the clocks of this machine: whoever has the tab open is notified by those of the browser.
    return datetime.combine(monday + timedelta(days=TUESDAY), time(NINE, 30)).astimezone()


def _organisation(session: Session) -> Organisation:
    return session.scalars(select(Organisation).limit(1)).one()


def _date() -> ResponseReturnValue:
    with wiring().database.read() as session:
        learning = _clock.now(session).learning
        return jsonify(date=_organisation(session).today(learning).isoformat())
