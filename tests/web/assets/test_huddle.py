"""A huddle in the browser: hosted and handed on by keyboard alone, and open to everybody."""

from typing import Any

import pytest
from doubles.access import THEMES, problems
from playwright.sync_api import Page, expect

FIRST = "lead-from-where-you-are"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with that text or label has the focus."""
    focused = """() => {
        const one = document.activeElement;
        return one.labels?.length ? one.labels[0].innerText : one.innerText;
    }"""
    for _press in range(60):
        if str(page.evaluate(focused)).strip() == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by keyboard")


@pytest.mark.parametrize(("theme", "width"), [("dark", 320), ("forced colours", 768)])
def test_ben_hosts_and_hands_on_by_keyboard_alone(site: Any, theme: str, width: int) -> None:
    ben = site.open("Ben", site.device(viewport={"width": width, "height": 800}, **THEMES[theme]))
    page, seen = ben.page, {}
    page.goto(f"{page.url.partition('/modules')[0]}/modules/{FIRST}/kit")
    ben.arrives_at("Lead from where you are")
    seen["the kit"] = problems(page)
    for link, heading in (("Host it, with a timer", "Host it"), ("60 seconds", "Host it")):
        tab_to(page, link)
        page.keyboard.press("Enter")
        ben.arrives_at(heading)
    ben.find(".settings [aria-current]").filter(has_text="60 seconds").wait_for()
    tab_to(page, "Start")
    page.keyboard.press("Space")
    expect(ben.button("Pause")).to_be_focused()
    page.reload()
    expect(ben.button("Pause")).to_be_visible()
    seen["the timer"] = problems(page)
    tab_to(page, "How many were there?")
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    ben.arrives_at("Who takes it next?")
    seen["who is next"] = problems(page)
    tab_to(page, "Make a link for the next host")
    page.keyboard.press("Enter")
    ben.find("#next-link").wait_for()
    assert ben.has_focus == "Show this to whoever takes it next"
    seen["the link"] = problems(page)
    link = ben.find("#next-link").input_value()
    stranger = site.device(viewport={"width": width, "height": 800}, **THEMES[theme]).new_page()
    stranger.goto(link)
    expect(stranger.get_by_text("Ben handed you this")).to_be_visible()
    seen["the next host"] = problems(stranger)
    tab_to(stranger, "Read or print the kit")
    stranger.keyboard.press("Enter")
    expect(stranger.locator(".kit-lines")).to_be_visible()
    seen["the kit for anybody"] = problems(stranger)
    assert {name: lines for name, lines in seen.items() if lines} == {}


def test_the_card_for_the_shift_board_prints_on_one_page(site: Any) -> None:
    page = site.device().new_page()
    page.goto(f"{site.url}/huddle/{FIRST}/board")
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
