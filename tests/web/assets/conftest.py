"""Baton in a real browser: served at localhost, opened from a practice LMS on another site.

The tests run on SQLite alone; what the database does is tested elsewhere.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from doubles.databases import SqliteFiles
from doubles.kept import app_for
from doubles.teams import Teams
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Locator,
    Page,
    Response,
    expect,
)
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as Answer

import practice_lms.app
import practice_lms.settings
from baton.product import Product
from learning.database import Database
from learning.organisation import find_or_create_organisation
from lti_tool.platform import Deployment, Platform
from practice_lms.lms import PracticeLms
from practice_lms.people import person_named
from web.session import WebSession

CLIENT_ID = "baton-demo"


@pytest.fixture
def database_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    url = sqlite_files.new()
    yield url
    sqlite_files.drop(url)


class Server:
    """A WSGI application on a port that is known before the application is made."""

    def __init__(self) -> None:
        self.app: Callable[..., Any] = Answer(status=503)
        self.served: list[str] = []
        self._server = make_server(
            "127.0.0.1", 0, self._serve, threaded=True, request_handler=_Quiet
        )
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def behind(self, app: Callable[..., Any]) -> Iterator[None]:
        """Let something else answer for a while, as a proxy in trouble does."""
        usual, self.app = self.app, app
        try:
            yield
        finally:
            self.app = usual

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.served.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return self.app(environ, start_response)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


class Visitor:
    """Somebody with Baton on the screen: in a tab, or in a frame of the LMS's page."""

    def __init__(self, page: Page, screen: Page | Frame) -> None:
        self.page, self.screen = page, screen
        self.find, self.button = screen.locator, _named(screen, "button")
        self.link = _named(screen, "link")

    @property
    def heading(self) -> str:
        return self.find("#screen h1").inner_text()

    @property
    def has_focus(self) -> str:
        """The text of what the keyboard and the screen reader are at."""
        return str(self.screen.evaluate("document.activeElement.innerText"))

    @property
    def stored(self) -> list[str]:
        """The names of what Baton keeps in this tab."""
        return list(self.screen.evaluate("Object.keys(sessionStorage)"))

    @property
    def message(self) -> Locator:
        return self.find("#message")

    def arrives_at(self, heading: str) -> None:
        expect(self.find("#screen h1")).to_have_text(heading)

    def waits_until(self, expression: str) -> None:
        """Wait until something holds in the page; its policy forbids Playwright's own way."""
        for _step in range(200):
            if self.screen.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"This never came true: {expression}")

    def answer(self) -> None:
        """Choose an answer that was not chosen before, and wait for its reply."""
        chosen = self.find(".is-chosen").count()
        self.find("button.choice").first.click()
        self.find(".is-chosen").nth(chosen).wait_for()

    def go_on(self) -> None:
        """Press Continue and wait for the next screen."""
        before = self.heading
        self.find("#screen button[name=done]").click()
        self.find("#screen h1").filter(has_not_text=before).wait_for()

    def go_to_scene(self) -> None:
        self.answer()
        self.go_on()

    def go_to_try(self) -> None:
        self.go_to_scene()
        self.go_on()
        self.go_on()

    def go_to_plan(self) -> None:
        self.go_to_try()
        while not self.button("Continue").count():
            self.answer()
        self.go_on()

    def write_own_plan(self, cue: str, action: str) -> None:
        self.screen.get_by_label("My own plan").check()
        self.field("If").fill(cue)
        self.field("then I").fill(action)

    def field(self, label: str) -> Locator:
        return self.screen.get_by_label(label, exact=True)

    def watch_posts(self, ending: str) -> list[Response]:
        """Return the list that answers to POSTs to addresses with that ending are added to."""
        seen: list[Response] = []

        def note(response: Response) -> None:
            if response.request.method == "POST" and response.url.endswith(ending):
                seen.append(response)

        self.page.on("response", note)
        return seen


def _named(screen: Page | Frame, role: Any) -> Callable[[str], Locator]:
    return lambda name: screen.get_by_role(role, name=name, exact=True)


class Site:
    """Baton at one site and the LMS at another, and the people who go between them."""

    def __init__(self, product: Product, tool: Server, lms: Server, browser: Browser) -> None:
        self.product, self.tool, self.browser = product, tool, browser
        self.url, self.lms_url = f"http://localhost:{tool.port}", f"http://127.0.0.1:{lms.port}"
        self.contexts: list[BrowserContext] = []
        self.lms: PracticeLms

    def device(self, **options: Any) -> BrowserContext:
        """A device of its own: nothing on it is shared with another."""
        context = self.browser.new_context(**options)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return context

    def tab(self, name: str = "Ben", device: BrowserContext | None = None) -> Page:
        """A tab of somebody who is signed in to the LMS."""
        page = (device or self.device()).new_page()
        form = {"person": person_named(name).sub}
        page.request.post(f"{self.lms_url}/sign-in", form=form, max_redirects=0)
        return page

    def open(self, name: str = "Ben", device: BrowserContext | None = None) -> Visitor:
        """Open Baton in a tab of its own."""
        return self.launch(self.tab(name, device))

    def launch(self, page: Page) -> Visitor:
        """Follow the course's link that opens a window, in this tab."""
        page.goto(f"{self.lms_url}/launch/week-now?target=window")
        page.locator("#screen h1").wait_for()
        return Visitor(page, page)

    def open_framed(self, name: str = "Ben", device: BrowserContext | None = None) -> Visitor:
        """Open Baton in the course page's frame."""
        page = self.tab(name, device)
        page.goto(f"{self.lms_url}/course")
        page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
        return Visitor(page, self.frame(page))

    def inside(self, page: Page) -> Visitor:
        """Return who sees Baton in a frame of this page."""
        return Visitor(page, self.frame(page))

    @staticmethod
    def frame(page: Page) -> Frame:
        """Return the frame in which the LMS, or Teams, shows Baton."""
        handle = page.locator("#tool").element_handle()
        frame = handle and handle.content_frame()
        assert frame, "The course page shows no frame."
        return frame

    def end_visits(self) -> None:
        """End every visit on the server, as half an hour of silence does."""
        with self.product.database.write() as session:
            session.execute(update(WebSession).values(ended_at=datetime.now(UTC)))

    @contextmanager
    def trouble(self, status: int = 502) -> Iterator[None]:
        """Something between the browser and Baton answers with a page of its own."""
        page = "<!doctype html><title>Oops</title><body><h1>nginx</h1></body>"
        with self.tool.behind(Answer(page, status=status, content_type="text/html")):
            yield


@pytest.fixture
def product(product: Product, tool_server: Server) -> Product:
    settings = replace(product.settings, public_url=f"http://localhost:{tool_server.port}")
    return replace(product, settings=settings)


@pytest.fixture
def tool_server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def lms_server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def lms_settings() -> dict[str, Any]:
    """What is special about the practice LMS; a test gives other values by parametrising it."""
    return {}


@pytest.fixture
def site(
    product: Product,
    tool_server: Server,
    lms_server: Server,
    browser: Browser,
    lms_settings: dict[str, Any],
) -> Iterator[Site]:
    site = Site(product, tool_server, lms_server, browser)
    app = app_for(product)
    # Flask-Compress leaves the files that it streams open, which warns; a warning is an error.
    tool_server.app = app
    lms = practice_lms.app.create_app(
        practice_lms.settings.Settings(
            origin=site.lms_url,
            tool_login_url=f"{site.url}/lti/login",
            tool_launch_url=f"{site.url}/lti/launch",
            tool_jwks_url=f"{site.url}/lti/jwks",
            client_id=CLIENT_ID,
            **lms_settings,
        )
    )
    lms_server.app, site.lms = lms, lms.extensions["practice_lms"]
    _connect(product.database, site.lms_url)
    yield site
    for context in site.contexts:
        context.close()


@pytest.fixture
def teams(site: Site) -> Iterator[Teams]:
    """Teams on a small phone; the product must be one with Teams."""
    teams = Teams(site.device(viewport={"width": 320, "height": 700}), site.url)
    yield teams
    teams.close()


def _connect(database: Database, lms: str) -> None:
    at = datetime.now(UTC)
    with database.write() as session:
        owner = find_or_create_organisation(session, "Norrvik", at)
        platform = Platform(
            name="Norrvik's LMS",
            issuer=lms,
            client_id=CLIENT_ID,
            auth_url=f"{lms}/auth",
            token_url=f"{lms}/token",
            jwks_url=f"{lms}/jwks",
            allow_http=True,
            added_at=at,
        )
        session.add(platform)
        session.flush()
        deployment = Deployment(
            platform_id=platform.id, lti_id="1", organisation_id=owner.id, first_seen_at=at
        )
        session.add(deployment)
