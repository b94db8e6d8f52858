"""Health: is the process alive, and can it do its work?"""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, make_response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from baton.pulse import is_at_work
from web.wiring import wiring

health = Blueprint("health", __name__)


@health.get("/healthz")
def is_alive() -> Response:
    """Answer as long as the process runs."""
    return make_response("ok\n")


@health.get("/readyz")
def is_ready() -> tuple[Response, HTTPStatus]:
    """Answer 200 if the database answers and a worker is at work, 503 otherwise."""
    try:
        with wiring().database.read() as session:
            works = is_at_work(session, datetime.now(UTC))
    except (DBAPIError, PoolTimeout):
        return jsonify(database="does not answer"), HTTPStatus.SERVICE_UNAVAILABLE
    if not works:
        return jsonify(database="ok", worker="is not at work"), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(database="ok", worker="ok"), HTTPStatus.OK
