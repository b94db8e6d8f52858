"""A teacher adds links from Baton in the course, in the frame and on a phone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from doubles.access import THEMES, problems
from playwright.sync_api import Page, expect
from sqlalchemy import update

from lti_tool.picker import LIFE, Picker
from lti_tool.tool_key import ensure_key

SCREEN = "#screen[hx-history-elt] h1"
HEADING = "Add Baton to your course"


@pytest.fixture(autouse=True)
def _key(site: Any) -> None:
    with site.product.database.write() as session:
        ensure_key(session, site.product.keyring, datetime.now(UTC))


def start(site: Any, **options: Any) -> tuple[Page, Any]:
    """Amira opens the page for choosing, in the frame of the course."""
    page = site.tab("Amira", site.device(**options))
    page.goto(f"{site.lms_url}/course")
    page.get_by_role("link", name="Add from Baton").click()
    frame = page.frame_locator("#tool")
    expect(frame.get_by_role("heading", name=HEADING)).to_be_visible()
    return page, frame


def tick(frame: Any, title: str) -> None:
    frame.locator("label.choice").filter(has_text=title).first.locator("input").check()


@pytest.mark.parametrize("width", [320, 1280])
def test_links_are_chosen_and_stand_in_the_course(site: Any, width: int) -> None:
    page, frame = start(site, viewport={"width": width, "height": 720})
    tick(frame, "My team")
    frame.get_by_text("Self-leadership").click()
    tick(frame, "Plans that fire")
    frame.get_by_role("button", name="Add to the course").click()
    expect(page.get_by_text("2 links were added.")).to_be_visible()
    nav = page.get_by_role("navigation", name="Course")
    expect(nav.get_by_role("link", name="My team", exact=True)).to_be_visible()
    expect(page.frame_locator("#tool").locator(SCREEN)).to_have_text("How you can help this week")
    nav.get_by_role("link", name="Plans that fire", exact=True).last.click()
    expect(page.frame_locator("#tool").locator(SCREEN)).to_be_visible()
    columns = site.lms.gradebook.columns()
    assert (columns[-1].resource_id, columns[-1].tag) == ("module:plans-that-fire", "baton")


def test_an_arc_is_added_as_several_links(site: Any) -> None:
    page, frame = start(site)
    frame.get_by_text("Self-leadership").click()
    tick(frame, "All 6 modules, one link each")
    frame.get_by_role("button", name="Add to the course").click()
    expect(page.get_by_text("6 links were added.")).to_be_visible()


def test_adding_nothing_leads_back(site: Any) -> None:
    page, frame = start(site)
    frame.get_by_role("button", name="Add nothing").click()
    expect(page.get_by_text("Nothing was added.")).to_be_visible()


def test_it_works_by_keyboard_alone(site: Any) -> None:
    page, frame = start(site)
    frame.locator("input[name=item]").first.focus()
    page.keyboard.press("Space")
    frame.get_by_role("button", name="Add to the course").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 link was added.")).to_be_visible()


def test_choosing_nothing_is_asked_about_and_can_be_mended(site: Any) -> None:
    page, frame = start(site)
    frame.get_by_role("button", name="Add to the course").click()
    expect(frame.get_by_text("Choose what to add first.")).to_be_visible()
    tick(frame, "This week's module")
    frame.get_by_role("button", name="Add to the course").click()
    expect(page.get_by_text("1 link was added.")).to_be_visible()


def test_it_is_still_there_after_a_reload(site: Any) -> None:
    page, frame = start(site)
    site.frame(page).evaluate("location.reload()")
    expect(frame.locator("form.picker")).to_be_visible()
    tick(frame, "This week's module")
    frame.get_by_role("button", name="Add to the course").click()
    expect(page.get_by_text("1 link was added.")).to_be_visible()


def test_after_a_long_time_it_says_kindly_that_it_has_ended(site: Any) -> None:
    page, frame = start(site)
    with site.product.database.write() as session:
        session.execute(update(Picker).values(started_at=datetime.now(UTC) - 2 * LIFE))
    site.frame(page).evaluate("location.reload()")
    expect(frame.get_by_role("heading", name="This was open for a long time")).to_be_visible()
    expect(frame.get_by_text("Nothing has been added to your course.")).to_be_visible()


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 320), ("light", 1280), ("dark", 320), ("forced colours", 768)]
)
def test_it_is_open_to_everybody(site: Any, theme: str, width: int) -> None:
    page, frame = start(site, viewport={"width": width, "height": 800}, **THEMES[theme])
    screen = site.frame(page)
    screen.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    seen = {"the picker": problems(screen)}
    frame.get_by_role("button", name="Add to the course").click()
    expect(frame.get_by_text("Choose what to add first.")).to_be_visible()
    seen["its message"] = problems(site.frame(page))
    tick(frame, "My team")
    frame.get_by_role("button", name="Add to the course").click()
    expect(page.frame_locator("#tool").locator(SCREEN)).to_have_text("How you can help this week")
    seen["my team"] = problems(site.frame(page))
    assert {name: lines for name, lines in seen.items() if lines} == {}
