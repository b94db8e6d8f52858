"""The page before a login in a frame finds out what works, and uses nothing up."""

from typing import Any

from playwright.sync_api import Route, expect


def test_where_the_cookie_arrives_the_launch_goes_on_in_the_frame(site: Any) -> None:
    ben = site.open_framed("Ben")
    assert ben.heading == "First, a guess"


def test_at_top_level_there_is_no_page_in_between(site: Any) -> None:
    site.open("Ben")
    assert "GET /lti/login/cookie-check" not in site.tool.served


def lose_cookies(route: Route) -> None:
    """Go on as a browser that keeps no cookie in frames."""
    route.request.frame.page.context.clear_cookies(domain="localhost")
    route.continue_()


def test_where_it_does_not_a_new_window_is_offered_and_works(site: Any) -> None:
    page = site.tab("Ben")
    page.route("**/cookie-check?*", lose_cookies)
    page.goto(f"{site.lms_url}/course")
    frame = page.frame_locator("#tool")
    expect(frame.get_by_role("heading", name="One click more")).to_be_visible()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Open in a new window").click()
    expect(opened.value.locator("#screen h1")).to_have_text("First, a guess")
    expect(frame.get_by_role("heading", name="Baton is open in a new window")).to_be_visible()


def test_without_scripts_a_new_window_is_offered_too(site: Any) -> None:
    address = (
        f"{site.url}/lti/login?iss={site.lms_url}&login_hint=x&client_id=baton-demo"
        f"&target_link_uri={site.url}/lti/launch"
    )
    page = site.device(java_script_enabled=False).new_page()
    page.set_content(f"<iframe src='{address}'></iframe>")
    frame = page.frame_locator("iframe")
    link = frame.get_by_role("link", name="Open in a new window")
    expect(link).to_be_visible()
    assert "new_window=1" in str(link.get_attribute("href"))
