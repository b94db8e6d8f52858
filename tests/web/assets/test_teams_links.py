"""The tab that several people have in common, and links that Teams follows better than a page."""

from typing import Any
from urllib.parse import unquote

import pytest
from doubles.access import problems
from doubles.entra import CLIENT_ID, Entra
from doubles.teams import BATON, Teams, with_teams
from playwright.sync_api import Page, expect

from baton.product import Product
from learning.catalogue import Catalogue

SIDE_PANEL = {"width": 280, "height": 640}
MEETING = {"frameContext": "sidePanel", "meetingId": "m", "chatId": "c", "theme": "dark"}
CHANNEL = {"teamId": "t", "channelId": "c"}
SUCCESS = "appInitialization.success"


@pytest.fixture
def product(product: Product, microsoft: Entra) -> Product:
    return with_teams(product, microsoft)


def opened(teams: Teams, microsoft: Entra, **told: Any) -> Page:
    page = teams.open(microsoft.token(), **told)
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    teams.hears(page, SUCCESS)
    return page


def test_a_channel_has_one_page_in_common_in_each_theme(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = opened(teams, microsoft, **CHANNEL)
    ben = site.inside(page)
    expect(ben.link("Host it, with a timer")).to_be_visible()
    expect(ben.link("My plans")).to_have_count(0)
    page.set_viewport_size(SIDE_PANEL)
    for theme in ("default", "dark", "contrast"):
        page.evaluate("theme => push('themeChange', [theme])", theme)
        page.frame_locator("#tool").locator(
            f"html[data-theme={'light' if theme == 'default' else theme}]"
        ).wait_for()
        assert problems(ben.screen) == [], theme
    ben.link("Open your own week").click()
    assert teams.hears(page, "pages.navigateToApp") == [{"appId": CLIENT_ID, "pageId": "baton"}]


def test_a_huddle_is_hosted_in_a_meetings_side_panel(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = opened(teams, microsoft, locale="sv-se", **MEETING)
    page.set_viewport_size(SIDE_PANEL)
    ben = site.inside(page)
    ben.link("Håll i den, med tidtagning").click()
    ben.arrives_at("Håll i den")
    assert problems(ben.screen) == []
    ben.button("Starta").click()
    ben.button("Nästa steg").click()
    ben.screen.evaluate("window.scrollTo(0, 900)")
    expect(ben.find("[role=timer]")).to_be_in_viewport()
    ben.field("Hur många var med?").fill("4")
    ben.button("Vi har haft den").click()
    ben.arrives_at("Vem tar det härnäst?")
    assert problems(ben.screen) == []


def test_teams_shares_a_huddle_and_where_it_cannot_there_is_a_link(
    site: Any, teams: Teams, microsoft: Entra, catalogue: Catalogue
) -> None:
    slug = catalogue.programme[0]
    title = catalogue.module(slug).title
    page = opened(teams, microsoft, **CHANNEL)
    site.inside(page).link("Share it").click()
    told = teams.hears(page, "shareDeepLink")
    assert told == [f"huddle/{slug}", title, f"{BATON}/huddle/{slug}"]
    for other in ({"hostClientType": "android"}, {"supports": {}}):
        page = opened(teams, microsoft, **CHANNEL, **other)
        ben = site.inside(page)
        ben.link("Share it").click()
        ben.arrives_at("Share it")
        assert f"huddle/{slug}" in unquote(ben.field("The link").input_value())
        assert "shareDeepLink" not in page.evaluate("seen")
    assert problems(ben.screen) == []
