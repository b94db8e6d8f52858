"""How many bytes a browser fetches: for the first load in the LMS, and for one step after it.

Counted in Chromium, as they come over the wire: compressed bodies and headers of every answer of
the tool, and nothing of the LMS.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, sync_playwright

from baton.demo.doors import RELAY_PATH
from bench.installation import Installation, sqlite_in
from bench.platform import Platform
from bench.platform_site import course_url, open_platform
from bench.tab_installation import TabInstallation
from bench.tab_site import open_teams
from bench.tool import Tool, Unavailable, address

PERSON = 1
QUIET_MS = 500


@dataclass(frozen=True)
class Weight:
    """What was fetched: how many bytes, in how many answers."""

    bytes: int
    answers: int


class Scales:
    """A page whose traffic with one tool is weighed."""

    def __init__(self, page: Page, tool: Tool, apart: str = "/demo/") -> None:
        """Nothing below the path `apart` is weighed: it is not the tool's."""
        self._page = page
        self._origin = "{0.scheme}://{0.netloc}/".format(urlsplit(tool.launch_url))
        self._finished: list[Request] = []
        self._apart = f"{self._origin}{apart.lstrip('/')}"
        page.on("requestfinished", lambda asked: self._finished.append(asked))

    def weigh(self) -> Weight:
        """Weigh what has come since the last time, once the line is quiet."""
        self._page.wait_for_timeout(QUIET_MS)
        fetched = [asked for asked in self._finished if self._is_of_tool(asked.url)]
        self._finished.clear()
        sizes = [asked.sizes() for asked in fetched]
        weights = [size["responseBodySize"] + size["responseHeadersSize"] for size in sizes]
        # What the browser had kept from before weighs nothing.
        return Weight(sum(weights), len([weight for weight in weights if weight]))

    def _is_of_tool(self, url: str) -> bool:
        return url.startswith(self._origin) and not url.startswith(self._apart)


def weigh_baton() -> dict[str, Weight]:
    """Weigh Baton. Raises Unavailable."""
    with tempfile.TemporaryDirectory() as folder, open_platform() as platform, address() as where:
        baton = Installation(where, sqlite_in(Path(folder)))
        baton.connect(platform)
        with baton.serving(threads=4) as tool:
            return weigh(tool, platform)


def weigh(tool: Tool, platform: Platform) -> dict[str, Weight]:
    """Open the tool in a course's frame and answer its first question. Raises Unavailable."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_flags())
        page = browser.new_page()
        scales = Scales(page, tool)
        page.goto(course_url(platform, tool, PERSON))
        choice = page.frame_locator("iframe").locator("button.choice").first
        choice.wait_for()
        first = scales.weigh()
        with page.expect_event("requestfinished", lambda asked: asked.method == "POST"):
            choice.click()
        return {"first load in the LMS": first, "a step": scales.weigh()}


def weigh_tab() -> dict[str, Weight]:
    """Weigh Baton in the practice Teams. Raises Unavailable."""
    with tempfile.TemporaryDirectory() as folder, address() as where:
        frame_url = f"http://localhost:{where.port}{RELAY_PATH}/"
        with open_teams(frame_url) as teams:
            baton = TabInstallation(where, sqlite_in(Path(folder)), teams)
            baton.onboard()
            with baton.signing_in(app="baton.demo.doors:application()", threads=4) as tool:
                return _weigh_tab(tool, teams.settings.origin)


def _weigh_tab(tool: Tool, teams: str) -> dict[str, Weight]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_flags())
        page = browser.new_page()
        # Where TeamsJS reads which hosts there are: Microsoft's, and not everywhere to be reached.
        page.route("https://res.cdn.office.net/**", lambda asked: asked.abort())
        scales = Scales(page, tool)
        page.goto(teams)
        page.get_by_role("button", name="Ben Okafor").click()
        tab = page.frame_locator("#tool").frame_locator("#tab")
        choice = tab.locator("button.choice").first
        choice.wait_for()
        first = scales.weigh()
        with page.expect_event("requestfinished", lambda asked: asked.method == "POST"):
            choice.click()
        return {"first load in Teams": first, "a step in Teams": scales.weigh()}


def _chromium() -> str:
    named = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if named is None:
        raise Unavailable("Chromium is not here; install it, or name it in CHROMIUM.")
    return named


def _flags() -> list[str]:
    # The last list of features wins: Playwright's own switches off what people's browsers have.
    flags = ["--disable-features=Translate", "--test-third-party-cookie-phaseout"]
    # Chromium has no sandbox for root, which is what containers often run as.
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags
