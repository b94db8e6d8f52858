"""A link in a new tab or window: a ticket opens it once, in a visit of its own."""

from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("how", [{"modifiers": ["ControlOrMeta"]}, {"button": "middle"}])
def test_a_link_opens_in_a_tab_with_a_visit_of_its_own(site: Any, how: dict[str, Any]) -> None:
    ben = site.open("Ben")
    with ben.page.expect_popup() as opened:
        ben.link("Who sees what").click(**how)
    tab = opened.value
    expect(tab.get_by_role("heading", name="Who sees what")).to_be_visible()
    assert ben.heading == "First, a guess"
    assert "ticket" not in tab.url
    assert len(tab.evaluate("Object.keys(sessionStorage)")) == 1
    assert tab.evaluate("Object.keys(sessionStorage)") != ben.stored
    assert tab.evaluate("window.opener") is None


def test_the_new_tab_can_be_reloaded_and_outlives_the_first(site: Any) -> None:
    ben = site.open("Ben")
    with ben.page.expect_popup() as opened:
        ben.link("Who sees what").click(modifiers=["ControlOrMeta"])
    opened.value.get_by_role("heading", name="Who sees what").wait_for()
    ben.page.close()
    opened.value.reload()
    expect(opened.value.get_by_role("heading", name="Who sees what")).to_be_visible()


def test_the_kit_opens_from_a_frame_in_a_tab_of_its_own(site: Any) -> None:
    ben = site.open_framed("Ben")
    ben.go_to_plan()
    ben.write_own_plan("a", "b")
    ben.button("This is my plan").click()
    ben.arrives_at("Read it once more")
    ben.go_on()
    with ben.page.context.expect_page() as opened:
        ben.link("Open the huddle kit in a new tab").click()
    expect(opened.value.get_by_text("Say it like this")).to_be_visible()


def test_when_the_visit_has_ended_no_empty_window_stays(site: Any) -> None:
    ben = site.open("Ben")
    site.end_visits()
    ben.link("Who sees what").click(modifiers=["ControlOrMeta"])
    expect(ben.message).to_contain_text("Your visit has ended")
    assert ben.page.context.pages == [ben.page]


def test_where_no_window_may_open_the_page_opens_in_place(site: Any) -> None:
    device = site.device()
    device.add_init_script("window.open = () => null")
    ben = site.open("Ben", device)
    ben.link("Who sees what").click(modifiers=["ControlOrMeta"])
    ben.arrives_at("Who sees what")
    assert ben.page.url.endswith("/privacy")


def test_a_plain_click_stays_in_the_tab(site: Any) -> None:
    ben = site.open("Ben")
    ben.link("Who sees what").click()
    ben.arrives_at("Who sees what")
    assert ben.page.context.pages == [ben.page]
