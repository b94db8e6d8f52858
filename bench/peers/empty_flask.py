"""The floor: two Flask requests that answer as a launch does and check nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, redirect

from bench.platform import Platform
from bench.tool import Tool, address, gunicorn


def application() -> Flask:
    """A login that redirects and a launch that says hello."""
    app = Flask(__name__)

    @app.get("/login")
    def login() -> Response:
        return redirect("https://platform.example/auth?state=s&nonce=n")  # type: ignore[return-value]  # werkzeug's base class

    @app.post("/launch")
    def launch() -> str:
        return "<!doctype html><title>Hello</title><h1>Hello</h1>"

    return app


@contextmanager
def run(_platform: Platform, _folder: Path) -> Iterator[Tool]:
    """Serve it."""
    app = "bench.peers.empty_flask:application()"
    with address() as where, gunicorn(app, where, {}) as pid:
        yield Tool(f"{where.url}/login", f"{where.url}/launch", (pid,), shows="Hello")
