"""A practice LMS on a real port, and a small strict tool that uses it over HTTP only."""

import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, jsonify, redirect, request
from jwt.algorithms import RSAAlgorithm
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from practice_lms.app import create_app
from practice_lms.lms import PracticeLms
from practice_lms.serving import QuietHandler
from practice_lms.settings import Settings

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
AGS = "https://purl.imsglobal.org/spec/lti-ags/scope"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
ALL_SCOPES = (
    f"{AGS}/lineitem",
    f"{AGS}/lineitem.readonly",
    f"{AGS}/result.readonly",
    f"{AGS}/score",
    NRPS,
)


class Tool:
    """The tool's side: its key, its pages and its learning clock, served on a port of its own."""

    def __init__(self, port: int, key: rsa.RSAPrivateKey) -> None:
        self.origin = f"http://localhost:{port}"
        self.key, self.kid = key, "first"
        self.key_set_reads = 0
        self.key_set_status = 200
        self.launched: list[dict[str, str]] = []
        self.launch_page = "<!doctype html><html lang=en><title>Tool</title><h1>The tool</h1>"
        self.learning_date: str | None = None
        self.week_later: Callable[[], Response] = lambda: jsonify(date="2026-11-30")
        self.week_later_asked: list[str] = []
        self.lms_origin = ""

    def new_key(self) -> None:
        self.key, self.kid = new_rsa_key(), secrets.token_hex(4)

    def app(self) -> Flask:
        app = Flask("tool")

        @app.route("/lti/login", methods=["GET", "POST"])
        def login() -> Any:
            asked = {
                "scope": "openid",
                "response_type": "id_token",
                "response_mode": "form_post",
                "prompt": "none",
                "client_id": request.values["client_id"],
                "redirect_uri": f"{self.origin}/lti/launch",
                "login_hint": request.values["login_hint"],
                "lti_message_hint": request.values["lti_message_hint"],
                "state": "state-1",
                "nonce": "nonce-1",
            }
            return redirect(f"{self.lms_origin}/auth?{urlencode(asked)}")

        @app.post("/lti/launch")
        def launch() -> str:
            self.launched.append(request.form.to_dict())
            return self.launch_page

        @app.get("/stranger")
        def stranger() -> str:
            return "<!doctype html><title>Stranger</title><p>Another page</p>"

        @app.get("/lti/jwks")
        def key_set() -> Any:
            self.key_set_reads += 1
            public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [public | {"kid": self.kid, "use": "sig"}]}, self.key_set_status

        @app.get("/week-later")
        def learning_date() -> Any:
            return jsonify(date=self.learning_date) if self.learning_date else ("", 405)

        @app.post("/week-later")
        def week_later() -> Response:
            self.week_later_asked.append(request.headers.get("Authorization", ""))
            return self.week_later()

        return app


class Platform:
    """The LMS as a browser and the tool reach it."""

    def __init__(self, settings: Settings, lms: PracticeLms | None, tool: Tool) -> None:
        self.settings = settings
        self.lms = lms
        self.tool = tool
        self.origin = settings.origin

    def browser(self, sub: str | None = None) -> requests.Session:
        browser = requests.Session()
        if sub:
            browser.post(f"{self.origin}/sign-in", data={"person": sub}, allow_redirects=False)
        return browser

    def begin(self, sub: str, link_id: str = "week-now", **query: str) -> dict[str, str]:
        """Open a link as a browser does, and return the login that it posts to the tool."""
        page = self.browser(sub).get(f"{self.origin}/launch/{link_id}", params=query)
        assert page.status_code == 200, page.text
        address, fields = form_on(page.text)
        assert address == self.settings.tool_login_url
        return fields

    def authenticate(self, login: dict[str, str], **changes: str | None) -> requests.Response:
        """Come back to the LMS as the tool's redirect does."""
        asked: dict[str, str | None] = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": login["client_id"],
            "redirect_uri": self.settings.tool_launch_url,
            "login_hint": login["login_hint"],
            "lti_message_hint": login["lti_message_hint"],
            "state": "state-1",
            "nonce": "nonce-1",
        }
        asked |= changes
        params = {name: value for name, value in asked.items() if value is not None}
        return requests.get(f"{self.origin}/auth", params=params)

    def message(self, page: requests.Response) -> dict[str, str]:
        """Return what a page posts to the tool's launch address."""
        assert page.status_code == 200, page.text
        address, fields = form_on(page.text)
        assert address == self.settings.tool_launch_url
        return fields

    def launch(self, sub: str, link_id: str = "week-now", **query: str) -> dict[str, Any]:
        """Go through a whole launch and return the claims, verified with the published key."""
        fields = self.message(self.authenticate(self.begin(sub, link_id, **query)))
        assert fields["state"] == "state-1"
        return self.verify(fields["id_token"])

    def verify(self, id_token: str) -> dict[str, Any]:
        keys = jwt.PyJWKSet.from_dict(requests.get(f"{self.origin}/jwks").json())
        return jwt.decode(
            id_token,
            keys[jwt.get_unverified_header(id_token)["kid"]],
            algorithms=["RS256"],
            audience=self.settings.client_id,
            issuer=self.origin,
        )

    def assertion(self, **changes: object) -> str:
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.settings.client_id,
            "sub": self.settings.client_id,
            "aud": f"{self.origin}/token",
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_hex(8),
        }
        claims |= changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, self.tool.key, "RS256", headers={"kid": self.tool.kid})

    def ask_token(self, **changes: str) -> requests.Response:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(),
            "scope": " ".join(ALL_SCOPES),
        }
        return requests.post(f"{self.origin}/token", data=form | changes)

    def bearer(self, *scopes: str) -> dict[str, str]:
        answer = self.ask_token(scope=" ".join(scopes or ALL_SCOPES))
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def line_item(self, number: int, part: str = "") -> str:
        return f"{self.origin}/course-1/lineitems/{number}/lineitem{part}?type_id=1"

    def post_score(
        self,
        number: int = 2,
        bearer: dict[str, str] | None = None,
        content_type: str = "application/vnd.ims.lis.v1.score+json",
        **changes: object,
    ) -> requests.Response:
        """Post a final 80 of 100 for Ben, with changes; a field changed to None is left out."""
        score: dict[str, object] = {
            "userId": "12",
            "timestamp": "2026-11-23T10:00:00.000+00:00",
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "scoreGiven": 80,
            "scoreMaximum": 100,
        }
        score |= changes
        body = json.dumps({name: value for name, value in score.items() if value is not None})
        headers = (bearer or self.bearer()) | {"Content-Type": content_type}
        return requests.post(self.line_item(number, "/scores"), body, headers=headers)


def settings_at(origin: str, tool: Tool, **changes: Any) -> Settings:
    usual = {
        "tool_login_url": f"{tool.origin}/lti/login",
        "tool_launch_url": f"{tool.origin}/lti/launch",
        "tool_jwks_url": f"{tool.origin}/lti/jwks",
    }
    return Settings(origin=origin, **(usual | changes))


def form_on(page: str) -> tuple[str, dict[str, str]]:
    address = re.search(r'<form[^>]* action="([^"]*)"', page)
    assert address, page
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return unescape(address[1]), {unescape(name): unescape(value) for name, value in fields}


def new_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def listen() -> tuple[socket.socket, int]:
    """Return a listening socket and its port: nobody else can take the port in between."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, listener.getsockname()[1]


@contextmanager
def serving(app: Flask, listener: socket.socket) -> Iterator[None]:
    server = make_server(
        *listener.getsockname(),
        app,
        threaded=True,
        request_handler=QuietHandler,
        fd=listener.fileno(),
    )
    listener.close()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def free_port() -> int:
    listener, port = listen()
    listener.close()
    return port


@pytest.fixture(scope="session")
def tool_key() -> rsa.RSAPrivateKey:
    """The key that every tool begins with: making one takes longer than most tests."""
    return new_rsa_key()


@pytest.fixture
def tool(tool_key: rsa.RSAPrivateKey) -> Iterator[Tool]:
    listener, port = listen()
    tool = Tool(port, tool_key)
    with serving(tool.app(), listener):
        yield tool


@pytest.fixture
def make_platform(tool: Tool) -> Iterator[Callable[..., Platform]]:
    """Makes a practice LMS with settings of the test's choice."""
    with ExitStack() as servers:

        def make(**changes: Any) -> Platform:
            listener, port = listen()
            settings = settings_at(f"http://127.0.0.1:{port}", tool, **changes)
            app = create_app(settings)
            tool.lms_origin = settings.origin
            servers.enter_context(serving(app, listener))
            return Platform(settings, app.extensions["practice_lms"], tool)

        yield make


@pytest.fixture
def platform_at(tool: Tool) -> Callable[[str], Platform]:
    """Reaches a practice LMS that runs in another process, out of reach of Python."""

    def reach(origin: str) -> Platform:
        return Platform(settings_at(origin, tool), None, tool)

    return reach


@pytest.fixture
def platform(make_platform: Callable[..., Platform]) -> Platform:
    return make_platform()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new browser profile; an error in a script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
