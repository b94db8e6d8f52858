"""Teams' own way back: a step back inside the tab as long as there is one; then Teams goes back."""

from typing import Any

import pytest
from doubles.entra import Entra
from doubles.teams import Teams, with_teams
from playwright.sync_api import Page, expect

from baton.product import Product

BACK = "navigateBack"


@pytest.fixture
def product(product: Product, microsoft: Entra) -> Product:
    return with_teams(product, microsoft)


def press_back(page: Page) -> None:
    page.evaluate("push('backButtonPress', [])")


def test_it_goes_back_step_by_step_and_then_leaves_the_tab(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = teams.open(microsoft.token())
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    teams.hears(page, "appInitialization.success")
    ben = site.inside(page)
    first = ben.heading
    ben.link("Reminders").click()
    ben.arrives_at("Reminders")
    ben.link("Who sees what").click()
    ben.arrives_at("Who sees what")
    ben.screen.evaluate("location.reload()")
    page.wait_for_function("seen.filter((func) => func === 'initialize').length === 3")
    page.wait_for_function(
        "seen.filter((func) => func === 'appInitialization.success').length === 2"
    )
    ben = site.inside(page)
    ben.arrives_at("Who sees what")
    press_back(page)
    ben.arrives_at("Reminders")
    press_back(page)
    ben.arrives_at(first)
    assert BACK not in page.evaluate("seen")
    press_back(page)
    teams.hears(page, BACK)
    assert ben.heading == first


def test_what_was_typed_is_there_after_a_step_away_and_back(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = teams.open(microsoft.token())
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    teams.hears(page, "appInitialization.success")
    ben = site.inside(page)
    ben.go_to_plan()
    drafts = ben.watch_posts("/draft")
    ben.write_own_plan("a shift ends", "thank one person")
    ben.link("Reminders").click()
    ben.arrives_at("Reminders")
    press_back(page)
    expect(ben.field("If")).to_have_value("a shift ends")
    expect(ben.field("then I")).to_have_value("thank one person")
    assert all(answer.ok for answer in drafts)
