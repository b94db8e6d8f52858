"""For the tests of door two: one Baton as Entra knows it, and Entra, with Norrvik onboarded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cast.visitor import Visitor
from doubles.entra import CLIENT_ID as STAND_INS_CLIENT_ID
from doubles.entra import NORRVIK
from doubles.entra import Entra as Microsoft
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from baton.product import Product
from learning.database import Database
from learning.organisation import find_or_create_organisation
from teams_app.entra import Entra
from teams_app.tenant import onboard

CLIENT_ID = "0000aaaa-1111-4222-8333-444455556666"
TENANT_ID = "11111111-aaaa-4bbb-8ccc-222222222222"
SignIn = Callable[..., TestResponse]
Opens = Callable[..., Visitor]


@pytest.fixture
def entra() -> Entra:
    return Entra(
        client_id=CLIENT_ID,
        client_secret="",
        authority="https://login.microsoftonline.com",
        graph_url="https://graph.microsoft.com",
        public_url="https://Baton.Norrvik.example",
    )


@pytest.fixture(scope="session")
def microsoft() -> Iterator[Microsoft]:
    """Entra itself, with two tenants."""
    microsoft = Microsoft()
    yield microsoft
    microsoft.close()


@pytest.fixture
def product(product: Product, microsoft: Microsoft) -> Product:
    settings = replace(
        product.settings,
        entra_client_id=STAND_INS_CLIENT_ID,
        entra_authority=microsoft.url,
    )
    return replace(product, settings=settings)


@pytest.fixture
def norrvik(database: Database) -> None:
    """Norrvik, with its tenant."""
    at = datetime.now(UTC)
    with database.write() as session:
        organisation = find_or_create_organisation(session, "Norrvik", at)
        organisation.help_contact = "Amira, extension 12"
        onboard(session, NORRVIK, organisation, at)


@pytest.fixture
def sign_in(client: FlaskClient, norrvik: None) -> SignIn:
    """Send a token to Baton, as the tab does."""

    def send(token: str, site: str | None = "same-origin", **form: str) -> TestResponse:
        headers = {"Sec-Fetch-Site": site} if site else {}
        return client.post("/teams/session", data={"token": token, **form}, headers=headers)

    return send


@pytest.fixture
def opens(sign_in: SignIn, microsoft: Microsoft, client: FlaskClient) -> Opens:
    """Let somebody open the tab; `where` it stands and which `page` a link names, as Teams says."""

    def open_tab(who: str = "ben", **told: str) -> Visitor:
        return Visitor(client, sign_in(microsoft.token(who), **told))

    return open_tab
