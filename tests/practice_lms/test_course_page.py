"""The course as Ben and Amira see it in a browser."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 768, 1280)


def go_in(page, platform, name="Ben Okafor"):
    page.goto(platform.origin)
    page.get_by_role("button", name=name).click()
    expect(page.frame_locator("#tool").get_by_role("heading", name="The tool")).to_be_visible()


def test_ben_chooses_himself_and_the_tool_opens_in_the_course(page, platform, tool):
    go_in(page, platform)
    expect(page.get_by_role("heading", name="Leadership at Norrvik")).to_be_visible()
    assert page.locator("iframe").get_attribute("title") == "This week's module"
    claims = platform.verify(tool.launched[0]["id_token"])
    assert (claims["name"], tool.launched[0]["state"]) == ("Ben Okafor", "state-1")


def test_another_link_opens_another_module(page, platform, tool):
    go_in(page, platform)
    page.get_by_role("link", name="Ask early", exact=True).click()
    expect(page.get_by_role("heading", name="Ask early")).to_be_visible()
    expect(page.frame_locator("#tool").get_by_role("heading", name="The tool")).to_be_visible()
    claims = platform.verify(tool.launched[-1]["id_token"])
    assert claims["https://purl.imsglobal.org/spec/lti/claim/custom"] == {"module": "ask-early"}


def test_a_link_can_be_opened_in_a_window_of_its_own(page, platform, tool):
    go_in(page, platform)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Ask early: open in a new window").click()
    expect(opened.value.get_by_role("heading", name="The tool")).to_be_visible()
    claims = platform.verify(tool.launched[-1]["id_token"])
    presentation = claims["https://purl.imsglobal.org/spec/lti/claim/launch_presentation"]
    assert presentation["document_target"] == "window"


def test_a_grade_appears_by_itself_and_is_announced(page, platform):
    go_in(page, platform)
    news = page.locator("#news")
    expect(news).to_have_text("")
    platform.post_score(1)
    expect(news).to_have_text("This week's module: 80 of 100")
    assert news.get_attribute("role") == "status"
    expect(page.get_by_role("row", name="This week's module 80")).to_be_visible()
    platform.post_score(1, timestamp="2026-11-30T10:00:00Z", scoreGiven=100)
    expect(news).to_have_text("This week's module: 100 of 100")


def test_amira_watches_the_whole_course(page, platform):
    go_in(page, platform, "Amira Haddad")
    platform.post_score(1, userId="13")
    expect(page.locator("#news")).to_have_text("Dana Lindqvist, This week's module: 80 of 100")


def test_many_grades_at_once_are_announced_in_a_few_words(page, platform):
    go_in(page, platform, "Amira Haddad")
    gradebook = platform.lms.gradebook
    with gradebook._lock:
        for sub in ("12", "13", "14"):
            gradebook.set_by_teacher(1, sub, 80, datetime.now(UTC))
    expect(page.locator("#news")).to_have_text("3 grades have changed")


def test_a_new_column_appears_by_itself(page, platform):
    go_in(page, platform)
    platform.lms.gradebook.add_column(label="The first arc", score_maximum=100)
    expect(page.get_by_role("row", name="The first arc")).to_be_visible()


def test_a_week_later_the_page_says_so_and_the_tool_opens_anew(page, make_platform, tool):
    platform = make_platform(week_later_url=f"{tool.origin}/week-later", week_later_secret="s")
    go_in(page, platform)
    page.get_by_role("button", name="A week later").click()
    expect(page.get_by_text("It is now Monday 30 November")).to_be_focused()
    expect(page.frame_locator("#tool").get_by_role("heading", name="The tool")).to_be_visible()
    assert len(tool.launched) == 2


def test_somebody_else_in_another_tab_does_not_change_who_launches(page, platform, tool):
    go_in(page, platform)
    go_in(page.context.new_page(), platform, "Amira Haddad")
    reload = "() => { const tool = document.getElementById('tool'); tool.src += ''; }"
    page.evaluate(reload)
    notice = page.frame_locator("#tool").get_by_text("You are Amira Haddad now.")
    expect(notice).to_be_visible()
    assert len(tool.launched) == 2


def test_the_keyboard_reaches_everything_in_order(page, make_platform, tool):
    platform = make_platform(week_later_url=f"{tool.origin}/week-later", week_later_secret="s")
    go_in(page, platform)
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == [
        "Choose someone else",
        "A week later",
        "This week's module",
        "This week's module: open in a new window",
        "Lead from where you are",
    ]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lead from where you are")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["Ben Okafor", "Amira Haddad"])
def test_pages_have_no_faults_that_axe_can_find(page, make_platform, tool, scheme, name):
    platform = make_platform(week_later_url=f"{tool.origin}/week-later", week_later_secret="s")
    page.emulate_media(color_scheme=scheme)
    page.goto(platform.origin)
    assert violations(page) == []
    go_in(page, platform, name)
    page.get_by_role("button", name="A week later").click()
    platform.post_score(1)
    expect(page.locator("#news")).to_contain_text("80 of 100")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
    page.goto(f"{platform.origin}/return?lti_msg=Done")
    assert violations(page) == []
    page.goto(f"{platform.origin}/course?link=unheard-of")
    assert violations(page) == []


def violations(page):
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, { iframes: false, resultTypes: ['violations'] })")
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in result["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["Ben Okafor", "Amira Haddad"])
def test_no_page_is_wider_than_its_window(page, make_platform, tool, width, name):
    platform = make_platform(week_later_url=f"{tool.origin}/week-later", week_later_secret="s")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(platform.origin)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    go_in(page, platform, name)
    page.get_by_role("button", name="A week later").click()
    expect(page.get_by_text("It is now Monday 30 November")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_persons_grades_stand_alone_for_the_practice_teams(make_platform):
    teams = "http://127.0.0.1:8802"
    platform = make_platform(teams_url=teams)
    platform.post_score(2)
    answer = requests.get(f"{platform.origin}/grades/12")
    assert "Grades of Ben Okafor" in answer.text
    assert f"frame-ancestors 'self' {teams}" in answer.headers["Content-Security-Policy"]
    assert ">80<" in requests.get(f"{platform.origin}/gradebook?of=12").text
    assert requests.get(f"{platform.origin}/grades/99").status_code == 404
    course = platform.browser("12").get(f"{platform.origin}/course").text
    assert f'href="{teams}/?person=12"' in course


def test_without_a_practice_teams_nobody_hears_of_one(platform):
    answer = platform.browser("12").get(f"{platform.origin}/course")
    assert "Teams" not in answer.text
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
