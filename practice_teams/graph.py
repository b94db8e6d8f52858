"""The practice Graph: it takes the notices of the one app, for people of the one tenant.

Graph v1.0, `userTeamwork: sendActivityNotification` and `teamwork:
sendActivityNotificationToRecipients`. It keeps to no rates.
"""

from typing import Any

import jwt
from flask import Blueprint, Response, jsonify, request

from practice_teams.directory import account_with
from practice_teams.teams import PracticeTeams, this_teams

blueprint = Blueprint("graph", __name__, url_prefix="/v1.0")
MOST_RECIPIENTS = 100


@blueprint.before_request
def check_token() -> Response | None:
    """Refuse whoever does not bring a token for Graph."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not _is_for_graph(this_teams(), token):
        return _failure(401, "InvalidAuthenticationToken")
    return None


@blueprint.post("/users/<object_id>/teamwork/sendActivityNotification")
def notify_one(object_id: str) -> Response:
    """Put a notice into one person's feed."""
    if account_with(object_id) is None:
        return _failure(404, "NotFound")
    return _show([object_id], 204)


@blueprint.post("/teamwork/sendActivityNotificationToRecipients")
def notify_many() -> Response:
    """Put a notice into the feed of each who is in the directory; nobody hears of the others."""
    body: Any = request.get_json(silent=True)
    recipients = body.get("recipients") if isinstance(body, dict) else None
    if not isinstance(recipients, list) or not 1 <= len(recipients) <= MOST_RECIPIENTS:
        return _failure(400, "BadRequest")
    named = [str(one.get("userId")) for one in recipients if isinstance(one, dict)]
    return _show([one for one in named if account_with(one)], 202)


def _show(object_ids: list[str], status: int) -> Response:
    body: Any = request.get_json(silent=True)
    try:
        for object_id in object_ids:
            this_teams().feed.show(object_id, body)
    except (ValueError, KeyError, TypeError):
        return _failure(400, "BadRequest")
    return Response(status=status)


def _is_for_graph(teams: PracticeTeams, token: str) -> bool:
    settings = teams.settings
    try:
        keys = jwt.PyJWKSet.from_dict(teams.keys.public_set())
        key = keys[jwt.get_unverified_header(token)["kid"]]
        body = jwt.decode(token, key, algorithms=["RS256"], audience=settings.origin)
    except (jwt.PyJWTError, KeyError):
        return False
    return bool(body.get("tid") == settings.tenant_id)


def _failure(status: int, code: str) -> Response:
    answer = jsonify(error={"code": code, "message": "The practice Graph does not take this."})
    answer.status_code = status
    return answer
