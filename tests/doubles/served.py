"""Applications served on real ports, for as long as a test wants them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from practice_lms.app import create_app
from practice_lms.lms import PracticeLms
from practice_lms.settings import Settings


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 (werkzeug's name)
        """Say nothing."""


@contextmanager
def serving(app: Flask, listener: socket.socket | None = None) -> Iterator[str]:
    """Serve an application on the loopback; give its origin."""
    listener = listener or socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = make_server(
        "127.0.0.1", port, app, threaded=True, request_handler=_Quiet, fd=listener.fileno()
    )
    listener.close()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def practice_lms(baton: str, **more: Any) -> Iterator[PracticeLms]:
    """A practice LMS whose one tool is the Baton at that origin."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings = Settings(
        origin=f"http://127.0.0.1:{listener.getsockname()[1]}",
        tool_login_url=f"{baton}/lti/login",
        tool_launch_url=f"{baton}/lti/launch",
        tool_jwks_url=f"{baton}/lti/jwks",
        **more,
    )
    app = create_app(settings)
    with serving(app, listener):
        yield app.extensions["practice_lms"]
