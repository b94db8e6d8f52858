"""The huddle's timer: it counts, it says when a step's time is over, and it hurries nobody."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

FIRST = "lead-from-where-you-are"
GO_ON = "Time to go on to “Self-leadership”, when you are ready."


@pytest.fixture
def host(site: Any) -> Page:
    """Somebody without an account, on the page with the timer; the page's time can be moved."""
    page: Page = site.device().new_page()
    page.clock.install()
    page.goto(f"{site.url}/huddle/{FIRST}/host")
    return page


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def said(page: Page) -> Any:
    return page.get_by_role("status")


def current(page: Page) -> Any:
    return page.locator("[aria-current=step] h2")


def test_it_says_that_a_step_is_over_and_waits_for_the_host(host: Page) -> None:
    expect(host.get_by_role("timer")).to_have_text("0:00")
    button(host, "Start").click()
    host.clock.run_for(59_000)
    expect(said(host)).to_have_text("")
    host.clock.run_for(2_000)
    expect(said(host)).to_have_text(GO_ON)
    host.clock.run_for(300_000)
    expect(current(host)).to_have_text("Why")
    button(host, "Next step").click()
    expect(current(host)).to_have_text("Self-leadership")
    for _step in range(9):
        button(host, "Next step").click()
    expect(current(host)).to_have_text("Who hosts or passes it on next?")
    host.clock.run_for(300_000)
    expect(said(host)).to_have_text("Those were the ten minutes. Finish in your own time.")
    expect(button(host, "Pause")).to_be_visible()


def test_it_rests_and_goes_on_after_a_reload_and_begins_again(host: Page) -> None:
    button(host, "Start").click()
    button(host, "Next step").click()
    host.clock.run_for(65_000)
    host.reload()
    expect(host.get_by_role("timer")).to_have_text("1:05")
    expect(current(host)).to_have_text("Self-leadership")
    button(host, "Pause").click()
    host.clock.run_for(60_000)
    host.reload()
    expect(host.get_by_role("timer")).to_have_text("1:05")
    button(host, "Go on").click()
    host.clock.run_for(5_000)
    expect(host.get_by_role("timer")).to_have_text("1:10")
    button(host, "Begin again").click()
    expect(host.get_by_role("timer")).to_have_text("0:00")
    expect(button(host, "Start")).to_be_visible()
    expect(current(host)).to_have_text("Why")


def test_the_minute_has_one_step(host: Page) -> None:
    host.get_by_role("link", name="60 seconds").click()
    expect(button(host, "Next step")).to_have_count(0)
    button(host, "Start").click()
    host.clock.run_for(61_000)
    expect(said(host)).to_have_text("That was the minute. Finish in your own time.")


def test_without_scripts_the_ten_minutes_are_there_and_the_timer_is_not(site: Any) -> None:
    page = site.device(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/huddle/{FIRST}/host")
    expect(page.locator(".timer")).to_be_hidden()
    expect(page.locator(".steps > li")).to_have_count(6)
