"""The Flask application of one practice LMS."""

import secrets

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from practice_lms import (
    auth,
    deep_linking,
    discovery,
    faults,
    line_items,
    login,
    pages,
    problem,
    refusal,
    results,
    roster,
    scores,
    tokens,
)
from practice_lms.gradebook import NoSuchColumn
from practice_lms.lms import PracticeLms, this_lms
from practice_lms.settings import Settings

_BLUEPRINTS = (
    auth,
    deep_linking,
    discovery,
    line_items,
    login,
    pages,
    results,
    roster,
    scores,
    tokens,
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src http: https:; base-uri 'none'; frame-ancestors 'self'"
)


def create_app(settings: Settings) -> Flask:
    """Return an LMS with an empty gradebook; what it remembers is in its `extensions`."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secrets.token_hex(),
        SESSION_COOKIE_NAME="practice_lms",
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=100_000,
    )
    lms = app.extensions["practice_lms"] = PracticeLms(settings)
    app.before_request(_same_address)
    faults.install(app, lms.faults)
    for module in _BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    app.register_error_handler(refusal.Refusal, refusal.answer)
    app.register_error_handler(NoSuchColumn, _no_such_line_item)
    app.register_error_handler(problem.Problem, problem.show)
    app.register_error_handler(HTTPException, _http_problem)
    app.after_request(_protect)
    return app


def _same_address() -> BaseResponse | None:
    # Cookies and frames go by the host's name, so one name for everything.
    origin = this_lms().settings.origin
    if request.host_url == f"{origin}/":
        return None
    if request.method == "GET" and request.blueprint == "pages":
        return redirect(origin + request.full_path.rstrip("?"))
    raise problem.Problem(400, f"This LMS is found at {origin} only.")


def _no_such_line_item(_: NoSuchColumn) -> Response:
    return refusal.answer(refusal.Refusal(404, "No such line item"))


def _http_problem(error: HTTPException) -> Response:
    return problem.show(problem.Problem(error.code or 500, error.description or error.name))


def _protect(response: Response) -> Response:
    teams = this_lms().settings.teams_url
    policy = f"{_POLICY} {teams}" if teams else _POLICY
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
