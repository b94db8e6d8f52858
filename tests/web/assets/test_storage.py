"""A launch where the browser keeps no cookie: the platform's storage takes its place."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from doubles.chromium import require_chromium
from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from sqlalchemy import func, select
from werkzeug.wrappers import Response as Answer

from practice_lms.people import person_named
from web.session import WebSession

OFFERED = pytest.mark.parametrize("lms_settings", [{"offers_storage": True}])
FIRST = "#screen[hx-history-elt] h1"
SILENT = pytest.mark.parametrize("lms_settings", [{"storage_is_silent": True}])


@pytest.fixture
def without_cookies(site: Any, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser whose owner lets Baton keep nothing at all: no cookie, no storage of the tab."""
    blocked = {f"{site.url},*": {"setting": 2}}
    preferences = {"profile": {"content_settings": {"exceptions": {"cookies": blocked}}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences))
    context = site.browser.browser_type.launch_persistent_context(
        str(tmp_path),
        executable_path=require_chromium(),
        args=["--no-sandbox", "--disable-site-isolation-trials"],
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def course(site: Any, page: Page) -> Any:
    """Open the course page as somebody who is signed in; return Baton's frame."""
    page.goto(f"{site.lms_url}/course")
    return page.frame_locator("#tool")


@OFFERED
def test_where_no_cookie_is_kept_the_launch_goes_on_in_the_frame(
    site: Any, without_cookies: BrowserContext
) -> None:
    page = site.tab("Ben", without_cookies)
    frame = course(site, page)
    expect(frame.locator(FIRST)).to_have_text("First, a guess")
    assert not [one for one in without_cookies.cookies() if "baton" in one["name"]]
    frame.locator("button.choice").first.click()
    expect(frame.locator(".is-chosen")).to_have_count(1)


def test_without_a_storage_a_new_window_is_offered(
    site: Any, without_cookies: BrowserContext
) -> None:
    frame = course(site, site.tab("Ben", without_cookies))
    expect(frame.get_by_role("heading", name="One click more")).to_be_visible()


@SILENT
def test_a_storage_that_never_answers_is_not_waited_for(
    site: Any, without_cookies: BrowserContext
) -> None:
    frame = course(site, site.tab("Ben", without_cookies))
    expect(frame.get_by_role("heading", name="One click more")).to_be_visible()
    assert "POST /lti/launch" not in site.tool.served


@SILENT
def test_where_the_cookie_works_no_storage_is_needed(site: Any) -> None:
    assert site.open_framed("Ben").heading == "First, a guess"


def lose_cookies(route: Route) -> None:
    """Go on as a browser that keeps no cookie in frames."""
    route.request.frame.page.context.clear_cookies(domain="localhost")
    route.continue_()


@OFFERED
def test_the_value_is_good_once_and_then_gone(site: Any) -> None:
    device = site.device()
    device.add_init_script(
        "window.kept = []; addEventListener('message', note); function note({ data }) {"
        " if (data.subject === 'lti.put_data') kept.push([data.key, data.value]); }"
    )
    page = site.tab("Ben", device)
    page.route("**/cookie-check?*", lose_cookies)
    expect(course(site, page).locator(FIRST)).to_have_text("First, a guess")
    (put, value), (taken, nothing) = page.evaluate("kept")
    assert put == taken
    assert value
    assert nothing is None


@OFFERED
def test_the_message_is_in_no_address(site: Any) -> None:
    page = site.tab("Ben")
    page.route("**/cookie-check?*", lose_cookies)
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request))
    expect(course(site, page).locator(FIRST)).to_have_text("First, a guess")
    posts = [one for one in seen if one.url == f"{site.url}/lti/launch"]
    assert len(posts) == 2
    token = dict(parse_qsl(posts[0].post_data))["id_token"]
    assert not [one.url for one in seen if token[:40] in one.url]


class Thief:
    """Chidi stops his own launch on its way, to have it made in somebody else's browser.

    He sees all that his own browser does, so he knows what it put into the storage.
    """

    def __init__(self, site: Any) -> None:
        self.site = site
        self.form: dict[str, str] = {}
        self.secret = ""
        device = site.device()
        device.add_init_script(
            "addEventListener('message', note); function note({ data }) {"
            " if (data.subject === 'lti.put_data') window.secret = data.value; }"
        )
        page = site.tab("Karin", device)
        page.route("**/cookie-check?*", lose_cookies)
        page.route("**/lti/launch", self._keep)
        page.goto(f"{site.lms_url}/course")
        for _step in range(100):
            if self.form:
                break
            page.wait_for_timeout(50)
        self.secret = page.evaluate("secret")
        assert self.form["id_token"]

    def post_to(self, page: Page, **more: str) -> None:
        """Post it in the frame in which the victim's course shows Baton."""
        page.evaluate("document.getElementById('tool').src = 'about:blank'")
        page.wait_for_timeout(300)
        frame = self.site.frame(page)
        assert frame.url == "about:blank"
        frame.evaluate(
            """([address, fields]) => {
              const form = document.createElement("form");
              Object.assign(form, { method: "post", action: address });
              for (const [name, value] of Object.entries(fields)) {
                form.append(Object.assign(document.createElement("input"), { name, value }));
              }
              document.body.append(form);
              form.submit();
            }""",
            [f"{self.site.url}/lti/launch", {**self.form, **more}],
        )

    def _keep(self, route: Route) -> None:
        self.form = dict(parse_qsl(route.request.post_data))
        route.abort()


def visits(site: Any) -> int:
    with site.product.database.read() as session:
        return session.scalar(select(func.count()).select_from(WebSession)) or 0


@OFFERED
@pytest.mark.parametrize("knows_secret", [False, True])
def test_a_stolen_launch_is_refused_in_another_browser(site: Any, knows_secret: bool) -> None:
    """Login CSRF: to make Ben work as somebody else."""
    ben = site.open_framed("Ben")
    before = visits(site)
    thief = Thief(site)
    thief.post_to(ben.page, **({"storage_proof": thief.secret} if knows_secret else {}))
    frame = ben.page.frame_locator("#tool")
    refusal = frame.get_by_role("heading", name="Please open it in a new window")
    expect(refusal).to_be_visible()
    assert visits(site) == before


FOREIGN = """<!doctype html><title>Elsewhere</title><script>
  const answer = (subject, more) => document.querySelector("iframe").contentWindow.postMessage(
    { subject: `${subject}.response`, message_id: "0-0-0-0", ...more }, "*");
  const value = (key) => ({ key, value: window.known });
  setInterval(() => { for (const key of window.keys ?? []) {
    answer("lti.put_data", value(key));
    answer("lti.get_data", value(key));
  } }, 50);
</script><iframe name="tool" width="600" height="400"></iframe>"""


@SILENT
def test_an_answer_from_a_foreign_origin_is_not_heard(site: Any) -> None:
    """Even from a page that is around the frame, and knows everything that it would have to."""
    device = site.device()
    device.add_init_script("crypto.getRandomValues = (numbers) => numbers;")
    page = site.tab("Ben", device)
    page.route("**/cookie-check?*", lose_cookies)
    elsewhere = type(site.tool)()
    elsewhere.app = Answer(FOREIGN, content_type="text/html")
    page.goto(f"http://127.0.0.1:{elsewhere.port}/")
    address = (
        f"{site.url}/lti/login?iss={site.lms_url}&login_hint={person_named('Ben').sub}"
        f"&client_id=baton-demo&lti_storage_target=_parent&target_link_uri={site.url}/lti/launch"
    )
    page.evaluate("(address) => frames.tool.location = address", address)
    probe = page.frame_locator("iframe")
    told = json.loads(probe.locator("script#login").inner_text())["storage"]
    page.evaluate(
        "([key, value]) => { known = value; keys = [key]; }", [told["key"], told["value"]]
    )
    expect(probe.get_by_role("heading", name="One click more")).to_be_visible()
    elsewhere.close()
