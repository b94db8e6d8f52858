"""An LMS whose every answer takes 50 ms, and which notes when each score came in."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from flask import Flask, Response, jsonify, request

from bench.tool import address, gunicorn

ANSWER_SECONDS = 0.05
AT_ONCE = 128
MEMBERS = 10_000


def application() -> Flask:
    """Token, score and result endpoints that agree to everything, a roster, and `/arrivals`."""
    app = Flask(__name__)
    arrivals: list[float] = []
    tokens: list[float] = []

    @app.post("/token")
    def token() -> Response:
        time.sleep(ANSWER_SECONDS)
        tokens.append(time.time())
        scope = request.form["scope"]
        return jsonify(access_token="t", token_type="Bearer", expires_in=3600, scope=scope)

    @app.post("/<path:_item>/scores")
    def scores(_item: str) -> str:
        time.sleep(ANSWER_SECONDS)
        arrivals.append(time.time())
        return ""

    @app.get("/<path:_item>/results")
    def results(_item: str) -> Response:
        time.sleep(ANSWER_SECONDS)
        return jsonify([])

    @app.get("/members")
    def members() -> Response:
        time.sleep(ANSWER_SECONDS)
        limit, first = int(request.args["limit"]), int(request.args.get("from", 0))
        end = min(first + limit, MEMBERS)
        answer = jsonify(members=[_member(number) for number in range(first, end)])
        if end < MEMBERS:
            following = f"{request.base_url}?limit={limit}&from={end}"
            answer.headers["Link"] = f'<{following}>; rel="next"'
        return answer

    @app.get("/arrivals")
    def arrived() -> Response:
        return jsonify(scores=arrivals, tokens=tokens)

    return app


def _member(number: int) -> dict[str, Any]:
    return {
        "user_id": str(number),
        "status": "Active",
        "roles": ["Learner"],
        "name": f"Person Number {number}",
        "email": f"person-{number}@norrvik.example",
        "lis_person_sourcedid": f"N-{number}",
    }


@contextmanager
def open_slow_lms() -> Iterator[str]:
    """Serve it and give its address. One process, so that nothing it notes is lost."""
    app = "bench.slow_lms:application()"
    with address() as where, gunicorn(app, where, {}, threads=AT_ONCE):
        yield where.url


def arrivals(url: str) -> dict[str, Any]:
    """When scores came in and tokens were fetched, in seconds of the clock."""
    answer: dict[str, Any] = requests.get(f"{url}/arrivals", timeout=30).json()
    return answer
