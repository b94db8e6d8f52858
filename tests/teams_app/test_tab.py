"""The tab's own page says nothing of anybody, and may be framed by Teams alone."""

import re
from collections.abc import Callable
from dataclasses import replace

from doubles.entra import Entra
from doubles.lms import Lms
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from baton.app import create_app
from baton.product import Product

FIRST_LOAD = 85 * 1024
"""Bytes, compressed: the tab, the first screen, and all that both load."""
BROWSER = {"Accept-Encoding": "br"}


def test_teams_may_frame_it_and_its_script_may_ask_which_hosts_there_are(
    client: FlaskClient,
) -> None:
    answer = client.get("/teams/tab")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "connect-src 'self' https://res.cdn.office.net;" in policy
    assert "frame-ancestors 'self' https://teams.microsoft.com " in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_an_app_registration_the_door_is_closed(product: Product) -> None:
    closed = replace(product, settings=replace(product.settings, entra_client_id=""))
    client = create_app(closed, lambda: None).test_client()
    for answer in (client.get("/teams/tab"), client.post("/teams/session", data={"token": "x"})):
        assert answer.status_code == 404
        assert "not connected to Microsoft Teams" in answer.text


def test_the_first_load_stays_light(
    client: FlaskClient, sign_in: Callable[..., TestResponse], microsoft: Entra
) -> None:
    tab = client.get("/teams/tab")
    screen = sign_in(microsoft.token())
    assets = set(re.findall(r'"(/static/[^"]+)"', tab.text + screen.text))
    assert len(assets) == 3, "a style, and two scripts"
    loaded = [client.get(asset, headers=BROWSER) for asset in assets]
    weight = sum(len(answer.data) for answer in loaded) + len(tab.data) + len(screen.data)
    for answer in loaded:
        answer.close()
    assert 0 < weight <= FIRST_LOAD


def test_an_lms_never_gets_the_script_of_teams(client: FlaskClient, lms: Lms) -> None:
    answer = lms.launch(client)
    assert "/static/built/app-" in answer.text
    assert "teams" not in answer.text.lower()
    assert "res.cdn.office.net" not in answer.headers["Content-Security-Policy"]
