"""Connecting Baton, as an administrator's browser shows it: in a frame, in a tab, by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from doubles.access import THEMES, problems
from doubles.registrar import HABITS, Registrar
from playwright.sync_api import Frame, Page, expect

from learning.organisation import find_or_create_organisation
from lti_tool.invite import issue_invite

SIZES = [("light", 320), ("light", 1280), ("dark", 768), ("forced colours", 320)]


@pytest.fixture
def moodle() -> Iterator[Registrar]:
    lms = Registrar(HABITS["moodle"])
    yield lms
    lms.close()


@pytest.fixture
def brightspace() -> Iterator[Registrar]:
    lms = Registrar(HABITS["brightspace"])
    yield lms
    lms.close()


def invited(site: Any) -> str:
    at = datetime.now(UTC)
    with site.product.database.write() as session:
        owner = find_or_create_organisation(session, "Norrvik", at)
        token = issue_invite(session, owner, at, timedelta(hours=1), allow_http=True)
    return f"{site.url}/lti/register?invite={token}"


def opened(site: Any, lms: Registrar) -> str:
    """What the LMS opens when an invitation is pasted."""
    path, sent = lms.opens(invited(site))
    return f"{path}?{urlencode(sent)}"


def frame_of(page: Page) -> Frame:
    page.frame_locator("iframe").locator("h1").wait_for()
    handle = page.locator("iframe").element_handle()
    frame = handle and handle.content_frame()
    assert frame
    return frame


def test_in_a_frame_it_connects_and_closes(site: Any, moodle: Registrar) -> None:
    page = site.device().new_page()
    page.goto(f"{moodle.url}/admin?{urlencode({'tool': opened(site, moodle)})}")
    tool = frame_of(page)
    tool.get_by_role("button", name="Connect").click()
    expect(tool.locator("h1")).to_have_text("Baton is connected")
    expect(page.locator("#heard")).to_have_text("")
    tool.get_by_role("button", name="Close").click()
    expect(page.locator("#heard")).to_have_text("org.imsglobal.lti.close")
    expect(tool.get_by_text("you can close it now")).to_be_visible()


def test_in_a_new_tab_it_tells_the_one_that_opened_it(site: Any, brightspace: Registrar) -> None:
    page = site.device().new_page()
    asked = {"tool": opened(site, brightspace), "in": "tab"}
    with page.expect_popup() as popup:
        page.goto(f"{brightspace.url}/admin?{urlencode(asked)}")
    tab = popup.value
    tab.get_by_role("button", name="Connect").click()
    expect(tab.locator("h1")).to_have_text("Baton is connected")
    tab.get_by_role("button", name="Close").click()
    expect(page.locator("#heard")).to_have_text("org.imsglobal.lti.close")


def test_two_presses_connect_once(site: Any, moodle: Registrar) -> None:
    page = site.device().new_page()
    page.goto(opened(site, moodle))
    page.get_by_role("button", name="Connect").dblclick()
    expect(page.locator("h1")).to_have_text("Baton is connected")
    assert len(moodle.registered) == 1


def test_without_scripts_it_connects_too(site: Any, moodle: Registrar) -> None:
    page = site.device(java_script_enabled=False).new_page()
    page.goto(opened(site, moodle))
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("h1")).to_have_text("Baton is connected")


def test_a_value_is_copied_with_one_press(site: Any) -> None:
    device = site.device(permissions=["clipboard-read", "clipboard-write"])
    page = device.new_page()
    page.goto(f"{site.url}/lti/install/moodle")
    page.get_by_role("button", name="Copy Initiate login URL").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/lti/login"


def test_where_the_clipboard_is_closed_the_value_is_selected(site: Any, moodle: Registrar) -> None:
    """A frame of another site has no permission to write to the clipboard."""
    page = site.device().new_page()
    page.goto(f"{moodle.url}/admin?{urlencode({'tool': f'{site.url}/lti/install/moodle'})}")
    guide = frame_of(page)
    guide.get_by_role("button", name="Copy Custom parameters").click()
    expect(guide.get_by_role("status")).not_to_have_text("")
    assert guide.evaluate("document.activeElement.tagName") == "TEXTAREA"
    chosen = "(at => at.value.slice(at.selectionStart, at.selectionEnd))(document.activeElement)"
    assert "person_sourcedid=$Person.sourcedId" in guide.evaluate(chosen)


@pytest.mark.parametrize(("theme", "width"), SIZES)
def test_the_pages_are_open_to_everybody(
    site: Any, moodle: Registrar, theme: str, width: int
) -> None:
    device = site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    page = device.new_page()
    seen: dict[str, list[str]] = {}
    for name in ("install", "install/moodle", "install/openedx", "register?invite=x"):
        page.goto(f"{site.url}/lti/{name}")
        seen[name] = problems(page)
    page.goto(opened(site, moodle))
    seen["the offer"] = problems(page)
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("h1")).to_have_text("Baton is connected")
    seen["done"] = problems(page)
    assert {name: lines for name, lines in seen.items() if lines} == {}
