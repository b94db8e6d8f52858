"""For the tests of door one: a connected product for many launches, and an eye on the logs."""

import html
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cast.administrator import Administrator
from conftest import SECRET, connect
from doubles.kept import app_for, kept_database
from doubles.kept_keys import give_key
from doubles.lms import Lms
from doubles.registrar import HABITS, Registrar
from doubles.served import serving
from doubles.tokens import signed
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from structlog.testing import capture_logs
from structlog.typing import EventDict
from werkzeug.test import TestResponse

from baton.product import Product
from baton.settings import Settings
from learning.catalogue import Catalogue
from learning.clock import MovedClock
from learning.database import Database
from learning.person import Identity
from web.keyring import Keyring
from web.session import WebSession

PIECE = 20
"""No piece of a secret as long as this may be found anywhere."""


@dataclass
class House:
    """Baton with one LMS connected, for many launches. A test that asks for it leaves it whole."""

    product: Product
    app: Flask
    lms: Lms

    @property
    def database(self) -> Database:
        return self.product.database

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def launch(self, sub: Any = "ben", **changes: Any) -> TestResponse:
        """Launch from a new browser with any claims; None leaves a claim out."""
        client, lms = self.browser(), self.lms
        asked = lms.begin(client)
        claims = {**lms.claims(nonce=asked["nonce"]), "sub": sub, **changes}
        sent = {name: value for name, value in claims.items() if value is not None}
        return lms.post(client, asked["state"], signed({"kid": lms.kid}, sent, lms.keys[lms.kid]))

    def written(self) -> tuple[int | None, int | None]:
        """How many sessions and identities there are."""
        with self.database.read() as session:
            return (
                session.scalar(select(func.count()).select_from(WebSession)),
                session.scalar(select(func.count()).select_from(Identity)),
            )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, catalogue: Catalogue) -> Iterator[House]:
    """One house for a whole file of tests, on each database: making one takes a while."""
    kind = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    source = request.getfixturevalue(kind)
    url = source.new()
    database = kept_database(url)
    settings = Settings(
        database_url=url, public_url="http://localhost", secret_keys=(SECRET,), calendar="none"
    )
    keyring = Keyring(settings.secrets())
    with database.write() as session:
        give_key(session, SECRET)
    product = Product(settings, database, catalogue, keyring, MovedClock())
    lms = Lms()
    connect(database, lms, "Norrvik")
    yield House(product, app_for(product), lms)
    lms.close()
    database.dispose()
    source.drop(url)


@pytest.fixture(scope="module")
def baton(house: House) -> Iterator[str]:
    """Baton on a port of its own: platforms read its key set there."""
    with serving(house.app) as origin:
        yield origin


@dataclass
class Log:
    """Everything that was logged while the test ran, on both ways that libraries use."""

    events: list[EventDict]
    standard: pytest.LogCaptureFixture

    @property
    def text(self) -> str:
        events = json.dumps(self.events, default=str)
        return f"{events}\n{self.standard.text}"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[Log]:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events:
        yield Log(events, caplog)


@dataclass
class Refused:
    """Looks at a refusal as a person, an operator and an attacker would."""

    log: Log

    def __call__(
        self, answer: TestResponse, status: int, sentence: str, *secrets: str | None
    ) -> None:
        shown = html.unescape(answer.text)
        assert answer.status_code == status, shown
        assert sentence in shown
        assert "<html" in shown, "a page, not a bare message"
        self._can_be_found(shown)
        for where in (shown, str(answer.headers), self.log.text):
            assert "Traceback" not in where
            assert 'File "' not in where
            for secret in secrets:
                says_nothing_of(where, secret)

    def _can_be_found(self, shown: str) -> None:
        reference = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", shown)
        assert reference, "no reference number"
        found = [event for event in self.log.events if event.get("reference") == reference[0]]
        assert [event["log_level"] for event in found] == ["info"]
        assert found[0]["reason"]


def says_nothing_of(text: str, secret: str | None) -> None:
    """See that no piece of a secret stands in a text, whichever way it was cut."""
    for part in (secret or "").split("."):
        pieces = [part[at : at + PIECE] for at in range(0, max(len(part) - PIECE, 1), PIECE)]
        assert not [piece for piece in pieces if len(piece) >= PIECE // 2 and piece in text]


@pytest.fixture
def refused(log: Log) -> Refused:
    return Refused(log)


@pytest.fixture
def admin(database: Database, client: FlaskClient) -> Administrator:
    return Administrator(database, client)


@pytest.fixture
def lms_of() -> Iterator[Callable[[str], Registrar]]:
    """Opens an LMS of a kind to register with."""
    opened: list[Registrar] = []

    def open_lms(kind: str) -> Registrar:
        opened.append(Registrar(HABITS[kind]))
        return opened[-1]

    yield open_lms
    for one in opened:
        one.close()
