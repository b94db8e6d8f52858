"""The token lives in the page and in this tab, and in no address and no cookie."""

import re
from typing import Any

import pytest

ADDRESS = re.compile(r"/s/([\w-]+)/modules/lead-from-where-you-are/recall")


def test_a_launch_ends_at_an_address_of_its_own(site: Any) -> None:
    ben = site.open("Ben")
    found = ADDRESS.search(ben.page.url)
    assert found
    assert ben.stored == [f"baton:{found[1]}"]


def test_the_token_is_in_no_address_cookie_or_document(site: Any) -> None:
    ben = site.open("Ben")
    token = ben.page.evaluate("Object.values(sessionStorage)[0]")
    assert len(token) > 40
    assert token not in ben.page.url
    assert token not in ben.page.content()
    assert all(token not in cookie["value"] for cookie in ben.page.context.cookies())


def test_a_reload_shows_the_same_screen_again(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    ben.page.reload()
    ben.arrives_at("You may know this moment")
    ben.go_on()
    ben.arrives_at("Self-leadership")


def test_a_reload_in_a_frame_works_with_third_party_cookies_blocked(site: Any) -> None:
    ben = site.open_framed("Ben")
    third_party = "(document.cookie = 'a=1; SameSite=None; Secure', document.cookie)"
    assert ben.screen.evaluate(third_party) == ""
    ben.go_to_scene()
    ben.screen.evaluate("location.reload()")
    ben.arrives_at("You may know this moment")


def test_two_people_in_two_tabs_of_one_browser_stay_apart(site: Any) -> None:
    device = site.device()
    ben = site.open("Ben", device)
    dana = site.open("Dana", device)
    ben.go_to_scene()
    dana.page.reload()
    dana.arrives_at("First, a guess")
    ben.page.reload()
    ben.arrives_at("You may know this moment")


def test_two_launches_in_one_tab_stay_apart(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    first = ben.page.url
    again = site.launch(ben.page)
    assert again.page.url != first
    assert len(again.stored) == 2
    again.page.goto(first)
    again.arrives_at("You may know this moment")


def test_an_address_taken_to_another_device_says_how_to_come_back(site: Any) -> None:
    ben = site.open("Ben")
    stranger = site.device().new_page()
    stranger.goto(ben.page.url)
    stranger.get_by_role("heading", name="Your visit has ended").wait_for()
    assert "open Baton again from your course" in stranger.inner_text("#screen")


@pytest.fixture
def device_without_storage(site: Any) -> Any:
    device = site.device()
    refuse = "get() { throw new DOMException('', 'SecurityError'); }"
    device.add_init_script(f"Object.defineProperty(window, 'sessionStorage', {{ {refuse} }})")
    return device


def test_where_the_browser_refuses_storage_the_module_still_works(
    site: Any, device_without_storage: Any
) -> None:
    ben = site.open("Ben", device_without_storage)
    ben.go_to_scene()
    ben.page.go_back()
    ben.arrives_at("First, a guess")


def test_where_the_browser_refuses_storage_a_reload_says_how_to_come_back(
    site: Any, device_without_storage: Any
) -> None:
    ben = site.open("Ben", device_without_storage)
    ben.page.reload()
    ben.arrives_at("Your visit has ended")
