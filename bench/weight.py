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

from bench.installation import Installation, sqlite_in
from bench.platform import Platform
from bench.platform_site import course_url, open_platform
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

    def __init__(self, page: Page, tool: Tool) -> None:
        self._page = page
        self._origin = "{0.scheme}://{0.netloc}/".format(urlsplit(tool.launch_url))
        self._finished: list[Request] = []
        page.on("requestfinished", lambda asked: self._finished.append(asked))

    def weigh(self) -> Weight:
        """Weigh what has come since the last time, once the line is quiet."""
        self._page.wait_for_timeout(QUIET_MS)
        fetched = [asked for asked in self._finished if asked.url.startswith(self._origin)]
        self._finished.clear()
        sizes = [asked.sizes() for asked in fetched]
        weights = [size["responseBodySize"] + size["responseHeadersSize"] for size in sizes]
        # What the browser had kept from before weighs nothing.
        return Weight(sum(weights), len([weight for weight in weights if weight]))


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
