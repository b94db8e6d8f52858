"""The Flask application of one practice Teams."""

import secrets

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from practice_lms import problem
from practice_teams import entra, graph, pages
from practice_teams.settings import Settings
from practice_teams.teams import PracticeTeams, this_teams

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src "
)


def create_app(settings: Settings, client_secret: str = "") -> Flask:
    """Return a Teams with one app in it; what it remembers is in its `extensions`.

    By `client_secret` Entra knows the app when it comes as itself; without one it never does.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secrets.token_hex(),
        # Cookies know no ports: the practice LMS beside it has another name for its own.
        SESSION_COOKIE_NAME="practice_teams",
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1_000_000,
    )
    app.extensions["practice_teams"] = PracticeTeams(settings, client_secret)
    app.before_request(_same_address)
    for module in (entra, graph, pages):
        app.register_blueprint(module.blueprint)
    app.register_error_handler(problem.Problem, problem.show)
    app.register_error_handler(HTTPException, _http_problem)
    app.after_request(_protect)
    return app


def _same_address() -> BaseResponse | None:
    # Cookies and frames go by the host's name, so one name for everything.
    origin = this_teams().settings.origin
    if request.host_url == f"{origin}/":
        return None
    if request.method == "GET" and request.blueprint == "pages":
        return redirect(origin + request.full_path.rstrip("?"))
    raise problem.Problem(400, f"This Teams is found at {origin} only.")


def _http_problem(error: HTTPException) -> Response:
    return problem.show(problem.Problem(error.code or 500, error.description or error.name))


def _protect(response: Response) -> Response:
    settings = this_teams().settings
    frames = " ".join(filter(None, (settings.frame_origin, settings.lms_url)))
    response.headers["Content-Security-Policy"] = _POLICY + frames
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
