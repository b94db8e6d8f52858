"""The whole way on a platform that is not ours: a link in a course, a module, a grade.

Nothing is stood in for. Baton is registered and served by its command line, Chromium plays the
people, and the grade is read where a teacher reads it.
"""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

MODULE, SECOND = "lead-from-where-you-are", "what-can-i-move"
PATIENCE = 30.0


@pytest.fixture(scope="module")
def platform(baton: Any, start_platform: Callable[..., dict[str, str]]) -> dict[str, str]:
    """The platform, with Baton placed in its course and the two made known to each other."""
    lti = f"{baton.url}/lti"
    platform = start_platform(f"{lti}/login", f"{lti}/launch", f"{lti}/jwks")
    options = {
        "name": "Northwind",
        "issuer": platform["issuer"],
        "client-id": platform["client_id"],
        "deployment": platform["deployment_id"],
        "auth-url": platform["auth_url"],
        "token-url": platform["token_url"],
        "jwks-url": platform["jwks_url"],
    }
    pairs = [word for name, value in options.items() for word in (f"--{name}", value)]
    baton.run("platform", "add", "--allow-http", *pairs)
    return platform


class Learner:
    """Somebody on the course, with a browser of their own."""

    def __init__(self, name: str, browser: Browser, platform: dict[str, str]) -> None:
        self.name, self.platform = name, platform
        self.page: Page = browser.new_context().new_page()

    def open(self, **custom: str) -> None:
        """Follow the link in the course."""
        link = {"user": self.name, "custom": json.dumps(custom)}
        self.page.goto(f"{self.platform['start_url']}?{urlencode(link)}")

    @property
    def heading(self) -> str:
        """What the screen is about."""
        return self.page.locator("h1").inner_text()

    def press(self, button: str) -> None:
        """Press a button and wait for the next screen."""
        self.page.evaluate("document.querySelector('#screen').dataset.old = ''")
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.locator(button).first.click()
        self.page.locator("#screen:not([data-old])").wait_for()

    def answer(self) -> None:
        """Do what a screen asks: choose something, write a plan, or just go on."""
        screen = self.page.locator("#screen")
        if screen.locator("button.choice").count():
            self.press("#screen button.choice")
            return
        if screen.locator(".plan-form:visible").count():
            screen.locator("input[name=choice]").first.check()
        self.press("#screen .button-primary:visible")

    def finish(self) -> None:
        """Go on to the end of the module."""
        for _step in range(30):
            if self.page.locator(".score-figure").count():
                return
            self.answer()
        pytest.fail(f"The module does not end; it is at {self.heading!r}.")

    def grade(self) -> dict[str, Any] | None:
        """What the gradebook has for them."""
        grades: dict[str, dict[str, Any]] = requests.get(
            self.platform["gradebook_url"], timeout=9
        ).json()
        return grades.get(self.name)

    def wait_for_grade(self) -> dict[str, Any]:
        """Wait until the gradebook has something."""
        end = time.monotonic() + PATIENCE
        while (grade := self.grade()) is None:
            assert time.monotonic() < end, "No grade has come."
            time.sleep(0.2)
        return grade


def test_ben_opens_a_link_finishes_the_module_and_his_teacher_sees_it(
    platform: dict[str, str], browser: Browser
) -> None:
    ben = Learner("ben", browser, platform)
    ben.open(module=MODULE)
    assert ben.heading == "First, a guess"
    ben.finish()
    expect(ben.page.locator(".score-figure")).to_have_text("80 of 100")
    assert ben.wait_for_grade() == {"score": 0.8, "maximum": 100, "comment": None}


def test_a_module_that_is_only_begun_sends_no_grade(
    platform: dict[str, str], browser: Browser, baton: Any
) -> None:
    dana = Learner("dana", browser, platform)
    dana.open(module=MODULE)
    dana.answer()
    assert dana.grade() is None
    assert '"state": "waiting"' not in baton.run("grades", "list", "--json")


def test_amira_leads_and_learns_and_is_graded_like_everybody(
    platform: dict[str, str], browser: Browser
) -> None:
    amira = Learner("amira", browser, platform)
    amira.open(module=MODULE)
    amira.finish()
    assert amira.wait_for_grade()["score"] == 0.8


def test_somebody_who_comes_back_goes_on_where_they_were(
    platform: dict[str, str], browser: Browser
) -> None:
    first = Learner("dana", browser, platform)
    first.open(module=MODULE)
    first.answer()
    first.answer()
    left_at = first.heading
    assert left_at != "First, a guess"
    again = Learner("dana", browser, platform)
    again.open(module=MODULE)
    assert again.heading == left_at


def test_amira_picks_two_modules_and_ben_opens_the_second(
    platform: dict[str, str], browser: Browser
) -> None:
    amira = Learner("amira", browser, platform)
    amira.page.goto(f"{platform['start_url']}?user=amira&message=deep_linking")
    amira.page.get_by_text("Self-leadership", exact=True).click()
    for slug in (MODULE, SECOND):
        amira.page.locator(f"input[value='module:{slug}']").check()
    with amira.page.expect_response(lambda answer: "lti-dl" in answer.url):
        amira.page.get_by_role("button", name="Add to the course").click()
    picked = requests.get(platform["picked_url"], timeout=9).json()
    assert [item["custom"]["module"] for item in picked.values()] == [MODULE, SECOND]
    ben = Learner("ben", browser, platform)
    ben.page.goto(f"{platform['start_url']}?user=ben&item={list(picked)[1]}")
    expect(ben.page.locator(".progress-here")).to_contain_text("What can I move?")


def test_the_roster_is_read_and_grades_go_on_with_a_new_key(
    platform: dict[str, str], browser: Browser, baton: Any
) -> None:
    Learner("amira", browser, platform).open(module=MODULE)
    (roster,) = json.loads(baton.run("roster", "sync", "--json"))
    assert (roster["members"], roster["reason"]) == (3, None)
    baton.run("keys", "rotate", "--now", "--yes")
    dana = Learner("dana", browser, platform)
    dana.open(module=MODULE)
    dana.finish()
    assert dana.wait_for_grade()["score"] == 0.8
