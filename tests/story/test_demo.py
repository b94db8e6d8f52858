"""What a newcomer does in five minutes, by clicking, on the real `baton demo`.

Third-party cookies are blocked. Baton is `localhost` and the LMS `127.0.0.1`: two sites.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from doubles.access import problems
from doubles.running import Running
from playwright.sync_api import Browser, FrameLocator, Page, expect

SLOWLY = 15_000
"""Milliseconds that a grade may take on a busy machine: worker, queue and the LMS's own page."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, lms_port, teams_port = _free_ports()
    arguments = ["baton", "demo", "--port", str(port), "--lms-port", str(lms_port)]
    arguments += ["--teams-port", str(teams_port)]
    process = Running(arguments, {}, tmp_path_factory.mktemp("demo"))
    address = f"http://127.0.0.1:{lms_port}/"
    process.wait_for(address)
    yield address
    process.end(signal.SIGINT)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_ben_sees_80_and_a_week_later_100(demo: str, page: Page) -> None:
    course = Course(page, demo, "Ben Okafor")
    course.shows("Plans that fire", "80")
    course.shows("Guard your focus", "–")

    # The link without a module opens this week's; first it asks about last week's plan.
    course.open("This week's module")
    course.look_back("I did part of it")
    course.shows("Plans that fire", "100")

    course.go_through()
    course.shows("Guard your focus", "80")

    course.a_week_later()
    course.open("Guard your focus")
    course.look_back("The moment never came")
    expect(course.screen.get_by_role("heading", name="The loop is closed")).to_be_visible()
    course.shows("Guard your focus", "100")


def test_somebody_new_reads_first_who_sees_what(demo: str, page: Page) -> None:
    course = Course(page, demo, "Sara Virtanen")
    course.open("Lead from where you are")
    expect(course.screen.get_by_text("Your answers and your plan are yours alone")).to_be_visible()
    course.go_through()
    course.shows("Lead from where you are", "80")


def test_a_leader_learns_too_though_the_lms_cannot_grade_her(demo: str, page: Page) -> None:
    course = Course(page, demo, "Amira Haddad")
    course.open("Ask early")
    course.look_back_if_asked()
    course.go_through()
    expect(course.screen.get_by_role("heading", level=1)).to_have_text("Done for this week")


def test_it_opens_in_a_window_of_its_own_too(demo: str, page: Page) -> None:
    Course(page, demo, "Elif Demir")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="What can I move?: open in a new window").click()
    expect(opened.value.get_by_role("button", name="Done, hand over")).to_be_visible()


def test_what_jonas_does_in_teams_stands_in_the_gradebook(demo: str, page: Page) -> None:
    course = Course(page, demo, "Jonas Öberg")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Practice Teams").click()
    teams = Teams(opened.value, "Jonas Öberg")

    teams.look_back("I did part of it")
    module = teams.module()
    course.shows(module, "–")
    teams.go_through()
    course.shows(module, "80")
    teams.shows(module, "80")
    assert problems(teams.page) == []

    course.a_week_later()
    teams.is_notified()
    teams.reload()
    teams.look_back("The moment never came")
    course.shows(module, "100")


def comes(teams: "Teams", wanted: str) -> None:
    """See the tab come; on a busy machine it may take a press on *Reload the tab*."""
    screen = teams.screen.locator(wanted)
    try:
        expect(screen).to_be_visible(timeout=SLOWLY)
    except AssertionError:
        teams.page.get_by_role("button", name="Reload the tab").click()
        expect(screen).to_be_visible()


def test_teams_frame_changes_theme_at_once_and_language_anew(demo: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    Course(page, demo, "Mehdi Rahimi")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Practice Teams").click()
    teams = Teams(opened.value, "Mehdi Rahimi")
    root = teams.screen.locator("html")
    teams.page.get_by_label("Contrast").check()
    expect(root).to_have_attribute("data-theme", "contrast")
    teams.page.get_by_label("Meeting, side panel").check()
    expect(teams.page.locator("#window.is-meeting")).to_be_visible()
    comes(teams, "#screen[hx-history-elt] h1")
    teams.page.get_by_label("Svenska").check()
    comes(teams, "html[lang=sv][data-theme=contrast] #screen[hx-history-elt] h1")
    assert problems(teams.page) == []


class Week:
    """A week's module, as it is gone through by keyboard in whatever frame it is."""

    page: Page

    @property
    def screen(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def press(self, name: str) -> None:
        self.screen.get_by_role("button", name=name).press("Enter")

    def look_back(self, answer: str) -> None:
        self.press(answer)
        expect(self.screen.get_by_role("heading", level=1)).to_have_text(
            "Thank you for looking back"
        )
        self.press("Continue")

    def look_back_if_asked(self) -> None:
        # A page before the visit has a heading too, so the one of the screen is waited for.
        heading = self.screen.locator("#screen[hx-history-elt] h1")
        heading.wait_for()
        if heading.inner_text() == "How did your plan go?":
            self.look_back("I did it")

    def go_through(self) -> None:
        """Do the module from its recall to its end."""
        self._recall()
        self.press("Continue")
        expect(self.screen.locator(".examples")).to_be_visible()
        self.press("Continue")
        expect(self.screen.get_by_role("heading", name="Try it")).to_be_visible()
        self._try()
        self.screen.get_by_role("radio").first.check()
        self.press("This is my plan")
        expect(self.screen.get_by_role("heading", name="Read it once more")).to_be_visible()
        self.press("Continue")
        self.press("Not this week")

    def _recall(self) -> None:
        scene = self.screen.get_by_role("heading", name="You may know this moment")
        answers = self.screen.locator("button.choice")
        answers.first.or_(scene).wait_for()
        while not scene.is_visible():
            answers.first.press("Enter")
            self.screen.locator(".reply").wait_for()
            self.press("Continue")
            expect(self.screen.locator(".reply")).to_have_count(0)
            answers.first.or_(scene).wait_for()

    def _try(self) -> None:
        onward = self.screen.get_by_role("button", name="Continue")
        answers, replies = self.screen.locator("button.choice"), self.screen.locator(".reply")
        while not onward.is_visible():
            seen = replies.count()
            answers.first.press("Enter")
            expect(replies).to_have_count(seen + 1)
        onward.press("Enter")


class Course(Week):
    """The course page as one person sees it, with Baton in its frame."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page = page
        page.goto(address)
        page.get_by_role("button", name=name).click()

    def open(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).click()
        # Until then the frame is still that of the link before.
        expect(self.page.get_by_role("heading", name=link, exact=True)).to_be_visible()

    def a_week_later(self) -> None:
        self.page.get_by_role("button", name="A week later").click()
        expect(self.page.get_by_text("It is now")).to_be_visible()

    def shows(self, column: str, grade: str) -> None:
        row = self.page.get_by_role("row").filter(has_text=column)
        expect(row.get_by_role("cell").last).to_have_text(grade, timeout=SLOWLY)


class Teams(Week):
    """The practice Teams, with Baton as a tab, and the LMS's grades beside it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        # Where TeamsJS reads which hosts there are; without it, it knows the usual ones.
        page.route("https://res.cdn.office.net/**", lambda route: route.abort())
        page.get_by_role("button", name=name).click()

    @property
    def screen(self) -> FrameLocator:
        return self.page.frame_locator("#tool").frame_locator("#tab")

    def module(self) -> str:
        """Which module it is: the week depends on what was done before."""
        return self.screen.locator(".progress-here span").last.inner_text()

    def is_notified(self) -> None:
        """Look into the feed: the week's notice is there."""
        expect(self.page.locator("#unread")).to_contain_text("new", timeout=2 * SLOWLY)
        bell = self.page.get_by_role("button", name="Activity")
        bell.click()
        notices = self.page.locator("#notices button")
        expect(notices.first).to_contain_text("This week, five minutes: ")
        bell.click()

    def reload(self) -> None:
        self.page.get_by_role("button", name="Reload the tab").click()

    def shows(self, column: str, grade: str) -> None:
        row = self.page.frame_locator("[title='Practice LMS']").get_by_role("row")
        cell = row.filter(has_text=column).get_by_role("cell").last
        expect(cell).to_have_text(grade, timeout=SLOWLY)


def _free_ports() -> list[int]:
    with ExitStack() as held:
        listeners = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        return [listener.getsockname()[1] for listener in listeners]
