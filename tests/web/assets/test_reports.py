"""My team in Teams: the leader lets Microsoft say who reports to them, in a window of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from doubles.access import problems
from doubles.entra import NORRVIK, PEOPLE, Entra
from doubles.entra_tokens import SECRET
from doubles.graph import Graph
from doubles.graph_directory import GraphDirectory
from doubles.teams import BATON, Teams, with_teams
from playwright.sync_api import Page, Response, expect
from sqlalchemy import select

from baton.product import Product
from learning.reports import ReportsReading

BUTTON = "Let Baton see who reports to you"


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Entra]:
    microsoft = Entra(BATON)
    yield microsoft
    microsoft.close()


@pytest.fixture(scope="module")
def graph(microsoft: Entra) -> Iterator[Graph]:
    graph = Graph(microsoft)
    microsoft.registration = replace(microsoft.registration, graph_url=graph.url)
    GraphDirectory(graph).let_report(PEOPLE["amira"], PEOPLE["ben"], PEOPLE["dana"])
    yield graph
    graph.close()


@pytest.fixture
def product(product: Product, microsoft: Entra, graph: Graph) -> Product:
    microsoft.forget()
    made = with_teams(product, microsoft)
    asking = replace(made.settings, entra_client_secret=SECRET, graph_url=graph.url)
    return replace(made, settings=asking)


def amira_asks(site: Any, teams: Teams, microsoft: Entra, **options: Any) -> tuple[Page, Any]:
    """Amira goes to the page on which Baton asks Microsoft who reports to her."""
    page = teams.open(microsoft.token("amira"), **options)
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    amira = site.inside(page)
    amira.link("All modules").click()
    amira.link("Do people report to you?").click()
    amira.arrives_at("Your team in Microsoft 365")
    amira.button(BUTTON).wait_for()
    return page, amira


def microsofts_window(page: Page, amira: Any) -> Page:
    with page.expect_popup() as opened:
        amira.button(BUTTON).click()
    window = opened.value
    window.get_by_role("heading", name="Permissions").wait_for()
    return window


def test_amira_says_yes_and_sees_her_team(site: Any, teams: Teams, microsoft: Entra) -> None:
    page, amira = amira_asks(site, teams, microsoft)
    assert problems(amira.screen) == []
    window = microsofts_window(page, amira)
    assert microsoft.window.asked[0]["login_hint"] == "amira@norrvik.example"
    window.get_by_role("link", name="Accept").click()
    amira.arrives_at("How you can help this week")
    expect(amira.find("#team")).to_have_text("How those who report to you are doing")
    expect(amira.message).to_be_empty()
    said = page.evaluate("windowSeen")
    assert ["authentication.authenticate.success", "done"] in said
    assert microsoft.token("amira")[:20] not in str(said)
    assert problems(amira.screen) == []


def test_the_next_day_the_list_is_read_again_in_silence(
    site: Any, teams: Teams, microsoft: Entra, product: Product
) -> None:
    microsoft.tokens.consents = {(NORRVIK, scope) for scope in ("User.Read", "User.ReadBasic.All")}
    page = teams.open(microsoft.token("amira"))
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    amira = site.inside(page)
    amira.link("All modules").click()
    amira.link("Do people report to you?").click()
    amira.arrives_at("How you can help this week")
    with product.database.write() as session:
        for reading in session.scalars(select(ReportsReading)):
            reading.read_at -= timedelta(days=2)
    amira.link("All modules").click()
    amira.arrives_at("Your programme")
    with page.expect_response(is_question) as answered:
        amira.link("How you can help this week").click()
    assert answered.value.status == 204
    amira.waits_until("document.querySelector('form[data-reports]').elements.token.value === ''")
    amira.arrives_at("How you can help this week")


def is_question(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/reports")


def test_a_no_and_a_closed_window_are_plain_sentences(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page, amira = amira_asks(site, teams, microsoft)
    microsofts_window(page, amira).get_by_role("link", name="Return").click()
    expect(amira.message.get_by_text("You did not allow it.")).to_be_visible()
    microsofts_window(page, amira).close()
    expect(amira.message.get_by_text("The window was closed before it was done.")).to_be_visible()
    microsoft.window.wants_administrator = True
    microsofts_window(page, amira).get_by_role("link", name="Return").click()
    field = amira.message.get_by_role("textbox")
    assert f"/{NORRVIK}/v2.0/adminconsent?" in field.input_value()
    assert problems(amira.screen) == []
    amira.button("Copy the message").click()


def test_a_window_that_is_blocked_is_a_plain_sentence(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    _page, amira = amira_asks(site, teams, microsoft, blocked=True)
    amira.button(BUTTON).click()
    expect(amira.message.get_by_text("Allow pop-up windows")).to_be_visible()


def test_consent_that_spreads_slowly_is_waited_for(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page, amira = amira_asks(site, teams, microsoft)
    microsoft.tokens.slow = 2
    microsofts_window(page, amira).get_by_role("link", name="Accept").click()
    amira.arrives_at("How you can help this week")


def test_a_second_factor_is_asked_for_in_the_window(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    microsoft.tokens.consents = {(NORRVIK, scope) for scope in ("User.Read", "User.ReadBasic.All")}
    microsoft.tokens.wants_more = {PEOPLE["amira"]: claims}
    page, amira = amira_asks(site, teams, microsoft)
    expect(amira.message.get_by_text("Please confirm that it is you")).to_be_visible()
    microsofts_window(page, amira).get_by_role("link", name="Accept").click()
    amira.arrives_at("How you can help this week")
    assert microsoft.window.asked[0]["claims"] == claims
    assert "prompt" not in microsoft.window.asked[0]
