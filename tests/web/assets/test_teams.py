"""The tab, with the real TeamsJS, in a page that plays Teams at Teams' own address."""

from typing import Any

import pytest
from doubles.access import THEMES, problems
from doubles.entra import NORRVIK, Entra
from doubles.teams import BATON, Teams, with_teams
from playwright.sync_api import Page, expect
from sqlalchemy import select

from baton.product import Product
from learning.catalogue import Catalogue
from teams_app.recipient import Recipient

LATER = 30_000
"""Milliseconds, longer than the page is patient."""
SUCCESS = "appInitialization.success"
EXPECTED_FAILURE = "appInitialization.expectedFailure"
ELSEWHERE = "99999999-bbbb-4bbb-8bbb-999999999999"


@pytest.fixture
def product(product: Product, microsoft: Entra) -> Product:
    return with_teams(product, microsoft)


def screen_of(page: Page) -> Any:
    return page.frame_locator("#tool").locator("#screen h1:visible")


def seen(page: Page) -> list[str]:
    """What Teams has heard."""
    return list(page.evaluate("seen"))


def test_a_module_is_done_in_the_tab(
    site: Any, teams: Teams, microsoft: Entra, product: Product
) -> None:
    page = teams.open(microsoft.token())
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    ben = site.inside(page)
    teams.hears(page, SUCCESS)
    assert EXPECTED_FAILURE not in seen(page)
    assert "/s/" in ben.screen.url, "the address is the visit's own"
    with product.database.read() as session:
        here = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
        assert session.scalars(select(Recipient.time_zone)).one() == here
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


def test_a_link_opens_its_page_and_a_reload_stays_there(
    site: Any, teams: Teams, microsoft: Entra, catalogue: Catalogue
) -> None:
    slug = catalogue.programme[0]
    page = teams.open(microsoft.token(), subEntityId=f"huddle/{slug}")
    expect(screen_of(page)).to_have_text("Host it")
    ben = site.inside(page)
    assert ben.screen.url.endswith(f"/modules/{slug}/huddle")
    ben.screen.evaluate("location.reload()")
    page.wait_for_function("seen.filter((func) => func === 'initialize').length === 3")
    expect(screen_of(page)).to_have_text("Host it")


def test_a_link_that_leads_nowhere_is_this_week_with_a_sentence(
    teams: Teams, microsoft: Entra
) -> None:
    page = teams.open(microsoft.token(), subEntityId="nonsense/<b>", locale="sv")
    note = page.frame_locator("#tool").locator("#screen > .note").first
    expect(note).to_contain_text("Den länken leder ingenstans längre")
    assert EXPECTED_FAILURE not in seen(page)


def test_the_page_wears_what_teams_wears_at_once(site: Any, teams: Teams, microsoft: Entra) -> None:
    page = teams.open(microsoft.token(), theme="dark")
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    ben = site.inside(page)
    root = page.frame_locator("#tool").locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    teams.hears(page, SUCCESS)
    for theme, worn in (("contrast", "contrast"), ("default", "light"), ("dark", "dark")):
        page.evaluate("theme => push('themeChange', [theme])", theme)
        expect(root).to_have_attribute("data-theme", worn)
    page.evaluate("push('themeChange', ['contrast'])")
    expect(root).to_have_attribute("data-theme", "contrast")
    assert problems(ben.screen) == []


def test_a_visit_that_has_ended_begins_again_with_one_tap(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = teams.open(microsoft.token())
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    ben = site.inside(page)
    site.end_visits()
    ben.link("Reminders").click()
    expect(ben.message).to_contain_text("Your visit has ended")
    ben.link("Open Baton again").click()
    page.wait_for_function(
        "seen.filter((func) => func === 'authentication.getAuthToken').length === 2"
    )
    page.frame_locator("#tool").locator("#screen[hx-history-elt] h1").wait_for()
    ben = site.inside(page)
    ben.button("Done, hand over").click()
    ben.arrives_at("Your visit has ended")
    expect(ben.link("Open Baton again")).to_be_visible()
    assert problems(ben.screen) == []


def test_a_change_of_theme_leaves_what_is_being_typed(
    site: Any, teams: Teams, microsoft: Entra
) -> None:
    page = teams.open(microsoft.token(), subEntityId="handover/BCDF")
    expect(screen_of(page)).to_have_text("Somebody handed you a module")
    ben = site.inside(page)
    teams.hears(page, SUCCESS)
    ben.field("Code or link").press("End")
    page.keyboard.type("-2345")
    page.evaluate("push('themeChange', ['dark'])")
    expect(page.frame_locator("#tool").locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.type("-GHJK")
    expect(ben.field("Code or link")).to_have_value("BCDF-2345-GHJK")


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
    ("reason", "heading", "told"),
    [
        ("resourceRequiresConsent", "One permission first", "PermissionError"),
        ("resourceRequiresMfa", "Please confirm that it is you", "PermissionError"),
        ("CancelledByUser", "You are not signed in", "Other"),
        ("resourceDisabled", "Teams could not sign you in", "Other"),
    ],
)
def test_each_failure_has_its_own_plain_screen(
    teams: Teams, reason: str, heading: str, told: str
) -> None:
    page = teams.open(reason=reason)
    expect(screen_of(page)).to_have_text(heading)
    assert teams.hears(page, EXPECTED_FAILURE) == [told, None]
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
    assert teams.hears(page, EXPECTED_FAILURE) == ["PermissionError", None]
    assert SUCCESS not in seen(page)
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
    teams.hears(page, silent)
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
