"""What every test may use: both databases, the product, a browser of one's own, and an LMS."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import structlog
from cast.writer import Writer
from doubles.chromium import require_chromium
from doubles.databases import PostgresServer, SqliteFiles
from doubles.kept import app_for, kept_database
from doubles.kept_keys import give_key
from doubles.lms import Lms
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy.orm import Session

from baton.product import Product
from baton.settings import PACKAGED_CONTENT, Settings
from learning.catalogue import Catalogue, read_catalogue
from learning.clock import MovedClock
from learning.database import Database
from learning.nordic_year import NO_CALENDAR
from learning.organisation import find_or_create_organisation
from lti_tool.platform import Deployment, Platform
from web.keyring import Keyring

SECRET = "a secret for tests only, long enough"
_LONG = (
    "baton/cli/test_worker",
    "baton/cli/test_serve",
    "baton/cli/test_demo",
    "web/assets",
    "web/test_problems",
    "practice_",
    "independent",
    "platforms",
    "content/test_playing",
    "year",
    "story",
    "wheel",
    "baton/cli",
)
"""Files with few but long tests: processes that are killed, browsers, whole years."""

_UNWANTED = (
    "IsolateOrigins",
    "site-per-process",
    # Each context is a whole window; its address bar would load two pages of Chromium's own.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)
"""What Chromium's tests do without."""

# A page of a busy machine may take a while; what never comes fails all the same.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, so that no worker still has one when the others are done."""
    items.sort(key=lambda item: next((n for n, p in enumerate(_LONG) if p in item.nodeid), 99))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that blocks third-party cookies. One for all: Playwright wants to be alone."""
    # The last list of features wins: Playwright's own would switch off the partitioned storage
    # that people's browsers have, and would let third-party cookies through.
    # Playwright also loses sight of a frame that changes between processes quickly, so all sites
    # share one; what they may store is kept apart all the same.
    arguments = [
        f"--disable-features={','.join(_UNWANTED)}",
        "--disable-site-isolation-trials",
        "--test-third-party-cookie-phaseout",
        # Chromium has no sandbox for root, which is what containers often run as.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    # People's browsers keep the pages they leave in memory; Playwright's usually does not.
    usual = ["--disable-back-forward-cache"]
    path = require_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=arguments, ignore_default_args=usual
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _plain_log() -> Iterator[None]:
    """Let no test's way of logging reach the next one."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # Not under pytest's own folder: each new run shuts that to others, and the server runs as one.
    with TemporaryDirectory(prefix="baton-postgres-") as folder:
        server = PostgresServer(Path(folder))
        yield server
        server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own; every test that asks for one runs on both kinds."""
    kind = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    source = request.getfixturevalue(kind)
    url = source.new()
    yield url
    source.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = kept_database(database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(PACKAGED_CONTENT)


class Wakes:
    """Counts how often the worker was woken."""

    count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def wakes() -> Wakes:
    return Wakes()


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def product(database: Database, catalogue: Catalogue, clock: MovedClock) -> Product:
    settings = Settings(
        database_url=database.url.render_as_string(hide_password=False),
        public_url="http://localhost",
        secret_keys=(SECRET,),
        # Whatever the day on which the tests run, the week after this one has a module.
        calendar=NO_CALENDAR,
    )
    keyring = Keyring(settings.secrets())
    with database.write() as session:
        give_key(session, SECRET)
    return Product(settings, database, catalogue, keyring, clock)


@pytest.fixture
def app(product: Product, wakes: Wakes) -> Flask:
    return app_for(product, wakes)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser: it keeps cookies, and calls Baton as people do, at localhost."""
    return app.test_client()


@pytest.fixture
def lms(database: Database) -> Iterator[Lms]:
    """Norrvik's LMS, connected."""
    lms = Lms()
    connect(database, lms, "Norrvik")
    yield lms
    lms.close()


def connect(database: Database, lms: Lms, organisation: str) -> None:
    """Register an LMS and its deployment for an organisation."""
    at = datetime.now(UTC)
    with database.write() as session:
        owner = find_or_create_organisation(session, organisation, at)
        platform = Platform(
            name=f"{organisation} {lms.client_id}",
            issuer=lms.issuer,
            client_id=lms.client_id,
            auth_url=lms.auth_url,
            token_url=f"{lms.url}/token",
            jwks_url=f"{lms.url}/jwks",
            allow_http=True,
            added_at=at,
        )
        session.add(platform)
        session.flush()
        session.add(
            Deployment(
                platform_id=platform.id,
                lti_id=lms.deployment,
                organisation_id=owner.id,
                first_seen_at=at,
            )
        )


@pytest.fixture
def a_week_later(database: Database, clock: MovedClock) -> "AWeekLater":
    return AWeekLater(database, clock)


class AWeekLater:
    """Moves learning time."""

    def __init__(self, database: Database, clock: MovedClock) -> None:
        self._database, self._clock = database, clock

    def __call__(self, weeks: int = 1) -> None:
        with self._database.write() as session:
            self._clock.move(session, timedelta(weeks=weeks))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session for tests of the domain; what it does is seen by nobody else."""
    with database.write() as session:
        yield session


@pytest.fixture
def content_copy(tmp_path: Path) -> Path:
    """A copy of the content that a test may break."""
    import shutil

    return Path(shutil.copytree(PACKAGED_CONTENT, tmp_path / "content"))


@pytest.fixture
def writer(content_copy: Path) -> Writer:
    """Somebody who works on that copy, and has it checked."""
    return Writer(content_copy)
