"""Serving the preview, on this machine only."""

from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from baton.preview.app import create_preview
from baton.processes import listen

HOST = "127.0.0.1"


def preview_server(folder: Path, port: int) -> BaseWSGIServer:
    """Return a server of the preview; `serve_forever` starts it.

    Raises PortTaken if something else listens there.
    """
    app = create_preview(folder)
    with listen(HOST, port) as listener:
        # The server takes a copy of the socket.
        return make_server(
            HOST, port, app, threaded=True, request_handler=_Quiet, fd=listener.fileno()
        )


class _Quiet(WSGIRequestHandler):
    """Says nothing about each request: the page asks every second whether a file was saved."""

    def log_request(self, *_: object) -> None:
        pass
