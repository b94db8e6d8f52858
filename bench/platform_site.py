"""What the platform serves: its key set, a course with the tool in a frame, and its sign-in."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from bench.platform import Platform
from bench.tool import Tool

COURSE = """<!doctype html><title>A course</title><iframe src="{login}"></iframe>"""
SIGN_IN = """<!doctype html><title>Signing in</title><form method="post" action="{action}">
<input name="id_token" value="{token}"><input name="state" value="{state}"></form>
<script>document.forms[0].submit()</script>"""


def course_url(platform: Platform, tool: Tool, person: int) -> str:
    """The address of a course page that this person opened the tool in."""
    login = urlencode(platform.login(tool.launch_url, person))
    return f"{platform.url}/course?{urlencode({'login': f'{tool.login_url}?{login}'})}"


@contextmanager
def open_platform(services: str | None = None) -> Iterator[Platform]:
    """A platform that serves its key set on a free loopback port until the block ends.

    Its services can be elsewhere; without them, launches name addresses where there are none.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    url = f"http://127.0.0.1:{server.server_port}"
    platform = Platform(url, services or url)
    server.RequestHandlerClass = _site(platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()


def _answer(platform: Platform, path: str, asked: dict[str, str]) -> tuple[str, str]:
    if path == "/course":
        return "text/html", COURSE.format(login=escape(asked["login"]))
    if path == "/auth":
        redirect_uri, person = asked["redirect_uri"], int(asked["login_hint"])
        token = platform.id_token(redirect_uri, person, asked["nonce"])
        page = SIGN_IN.format(
            action=escape(redirect_uri), token=token, state=escape(asked["state"])
        )
        return "text/html", page
    return "application/json", json.dumps(platform.key_set)


def _site(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Site(BaseHTTPRequestHandler):
        """Answers GET requests for one platform."""

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            kind, text = _answer(platform, asked.path, dict(parse_qsl(asked.query)))
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet: the table is the output."""

    return Site
