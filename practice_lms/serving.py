"""Serving a practice application on this machine, until it is interrupted."""

import sys

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    """Writes no line for a request: an address can hold a login's state and nonce."""

    def log_request(self, *_: object) -> None:
        """Write nothing."""


def serve(app: Flask, host: str, port: int, said: str) -> None:
    """Serve, and say so once the port is taken."""
    server = make_server(host, port, app, threaded=True, request_handler=QuietHandler)
    sys.stdout.write(f"{said} (Ctrl+C stops it)\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
