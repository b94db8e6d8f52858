"""The tab, with the real TeamsJS, in a page that plays Teams at Teams' own address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from doubles.access import THEMES, problems
from doubles.entra import CLIENT_ID, NORRVIK, Entra
from doubles.teams import BATON, Teams
from playwright.sync_api import Page, expect

from baton.product import Product
from learning.organisation import find_or_create_organisation
from teams_app.tenant import onboard

LATER = 30_000
"""Milliseconds, longer than the page is patient."""
SUCCESS = "appInitialization.success"
EXPECTED_FAILURE = "appInitialization.expectedFailure"
ELSEWHERE = "99999999-bbbb-4bbb-8bbb-999999999999"


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Entra]:
    microsoft = Entra()
    yield microsoft
    microsoft.close()


@pytest.fixture
def product(product: Product, microsoft: Entra) -> Product:
    settings = replace(
        product.settings,
        public_url=BATON,
        entra_client_id=CLIENT_ID,
        entra_authority=microsoft.url,
    )
    at = datetime.now(UTC)
    with product.database.write() as session:
        onboard(session, NORRVIK, find_or_create_organisation(session, "Norrvik", at), at)
    return replace(product, settings=settings)


@pytest.fixture
def teams(site: Any) -> Iterator[Teams]:
    teams = Teams(site.device(viewport={"width": 320, "height": 700}), site.url)
    yield teams
    teams.close()


def screen_of(page: Page) -> Any:
    return page.frame_locator("#tool").locator("#screen h1:visible")


def seen(page: Page) -> list[str]:
    """What Teams has heard."""
    return list(page.evaluate("seen"))


def hears(page: Page, func: str) -> None:
    """Wait until Teams hears that."""
    page.wait_for_function("func => seen.includes(func)", arg=func)


def test_a_module_is_done_in_the_tab(site: Any, teams: Teams, microsoft: Entra) -> None:
    page = teams.open(microsoft.token())
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    ben = site.inside(page)
    hears(page, SUCCESS)
    assert EXPECTED_FAILURE not in seen(page)
    assert "/s/" in ben.screen.url, "the address is the visit's own"
    assert problems(ben.screen) == []
    ben.go_to_plan()
    ben.write_own_plan("a shift ends", "thank one person")
    ben.button("This is my plan").click()
    ben.arrives_at("Read it once more")
    ben.go_on()
    ben.button("Not this week").click()
    ben.arrives_at("Done for this week")
    again = teams.open(microsoft.token())
    expect(screen_of(again)).to_have_text("Done for this week")


def test_the_page_wears_what_teams_wears_at_once(site: Any, teams: Teams, microsoft: Entra) -> None:
    page = teams.open(microsoft.token(), theme="dark")
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    ben = site.inside(page)
    root = page.frame_locator("#tool").locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    hears(page, SUCCESS)
    for theme, worn in (("contrast", "contrast"), ("default", "light"), ("dark", "dark")):
        page.evaluate("theme => push('themeChange', [theme])", theme)
        expect(root).to_have_attribute("data-theme", worn)
    page.evaluate("push('themeChange', ['contrast'])")
    expect(root).to_have_attribute("data-theme", "contrast")
    assert problems(ben.screen) == []


def test_a_reload_inside_the_tab_goes_on_in_teams_theme(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = teams.open(microsoft.token(), theme="dark")
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    site.inside(page).screen.evaluate("location.reload()")
    page.wait_for_function("seen.filter((func) => func === 'initialize').length === 3")
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    expect(page.frame_locator("#tool").locator("html")).to_have_attribute("data-theme", "dark")


def test_the_page_speaks_teams_language(teams: Teams, microsoft: Entra) -> None:
    page = teams.open(microsoft.token(), locale="sv-se")
    page.frame_locator("#tool").locator("#screen[hx-history-elt][lang=sv] h1").wait_for()
    failing = teams.open(reason="resourceRequiresMfa", locale="sv-se")
    expect(screen_of(failing)).to_have_text("Bekräfta att det är du")


@pytest.mark.parametrize(
    ("reason", "heading"),
    [
        ("resourceRequiresConsent", "One permission first"),
        ("resourceRequiresMfa", "Please confirm that it is you"),
        ("CancelledByUser", "You are not signed in"),
        ("resourceDisabled", "Teams could not sign you in"),
    ],
)
def test_each_failure_has_its_own_plain_screen(teams: Teams, reason: str, heading: str) -> None:
    page = teams.open(reason=reason)
    expect(screen_of(page)).to_have_text(heading)
    hears(page, EXPECTED_FAILURE)
    if reason == "resourceDisabled":
        expect(page.frame_locator("#tool").locator("#code")).to_have_text(reason)
    page.frame_locator("#tool").get_by_role("button", name="Try again").click()
    page.wait_for_function("seen.filter((func) => func === 'initialize').length === 2")


def test_a_channel_of_another_organisation_says_so(teams: Teams, microsoft: Entra) -> None:
    page = teams.open(microsoft.token(), tid=NORRVIK, channelId="c", hostTeamTenantId=ELSEWHERE)
    expect(screen_of(page)).to_have_text("This channel belongs to another organisation")
    assert "authentication.getAuthToken" not in seen(page)


def test_who_is_refused_by_baton_reads_it_inside_teams(teams: Teams, microsoft: Entra) -> None:
    page = teams.open(microsoft.token(acct=1))
    expect(screen_of(page)).to_have_text("You are a guest here")
    page.frame_locator("#tool").get_by_role("link", name="Try again").click()
    page.wait_for_function("seen.filter((func) => func === 'initialize').length >= 3")


@pytest.mark.parametrize(
    ("silent", "heading"),
    [
        ("initialize", "Teams does not answer"),
        ("getContext", "Teams does not answer"),
        ("authentication.getAuthToken", "This takes longer than usual"),
    ],
)
def test_silence_of_teams_is_said_and_can_be_tried_again(
    teams: Teams, microsoft: Entra, silent: str, heading: str
) -> None:
    teams.device.clock.install()
    page = teams.open(microsoft.token(), silent=silent)
    hears(page, silent)
    page.clock.fast_forward(LATER)
    expect(screen_of(page)).to_have_text(heading)
    expect(page.frame_locator("#tool").get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_outside_teams_the_page_says_what_it_is_at_once(teams: Teams, theme: str) -> None:
    page = teams.device.new_page()
    page.emulate_media(**THEMES[theme])
    page.goto(f"{BATON}/teams/tab")
    expect(page.locator("#screen h1:visible")).to_have_text("Baton lives in Microsoft Teams")
    assert problems(page) == []
