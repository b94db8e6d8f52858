"""The button "A week later" moves the tool's learning clock."""

from datetime import date

import pytest
import requests
from flask import Response, jsonify

from practice_lms.learning_clock import in_words

SECRET = "the secret of the clock"


@pytest.fixture
def clocked(make_platform, tool):
    return make_platform(week_later_url=f"{tool.origin}/week-later", week_later_secret=SECRET)


def press(platform, **headers):
    browser = platform.browser("12")
    form = {"link": "module-ask-early"}
    return browser.post(f"{platform.origin}/week-later", data=form, headers=headers)


def test_the_page_says_which_day_it_is_now(clocked, tool):
    page = press(clocked)
    assert "It is now Monday 30 November" in page.text
    assert page.url == f"{clocked.origin}/course?link=module-ask-early"
    assert tool.week_later_asked == [f"Bearer {SECRET}"]


def test_it_can_be_pressed_beside_one_persons_grades(clocked, tool):
    page = requests.post(f"{clocked.origin}/week-later", data={"of": "12"})
    assert page.url == f"{clocked.origin}/grades/12"
    assert "It is now Monday 30 November" in page.text
    assert tool.week_later_asked == [f"Bearer {SECRET}"]


def test_the_day_is_still_known_on_the_next_page(clocked):
    press(clocked)
    page = clocked.browser("13").get(f"{clocked.origin}/course")
    assert "It is Monday 30 November" in page.text


def test_no_day_is_shown_that_nobody_has_told(clocked):
    assert "It is " not in clocked.browser("13").get(f"{clocked.origin}/course").text


def test_the_tool_may_tell_the_day_from_the_start(clocked, tool):
    tool.learning_date = "2026-11-24"
    page = clocked.browser("13").get(f"{clocked.origin}/course")
    assert "It is Tuesday 24 November" in page.text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda: Response(status=401), "answered with status 401."),
        (
            lambda: Response(status=302, headers={"Location": "/lti/jwks"}),
            "answered with status 302.",
        ),
        (lambda: Response("soon"), "did not answer with JSON."),
        (lambda: jsonify(day="2026-11-30"), "answered without a date."),
        (lambda: jsonify(date="soon"), "answered without a date."),
        (lambda: jsonify([]), "answered without a date."),
    ],
)
def test_a_failure_is_said_plainly(clocked, tool, answer, sentence):
    tool.week_later = answer
    page = press(clocked)
    assert f"The week has not moved on. {tool.origin}/week-later {sentence}" in page.text
    assert "It is now" not in page.text


def test_a_clock_that_is_not_there_is_said_plainly(make_platform, free_port):
    url = f"http://127.0.0.1:{free_port}/week-later"
    platform = make_platform(week_later_url=url, week_later_secret=SECRET)
    assert f"The week has not moved on. {url} did not answer." in press(platform).text


def test_without_a_clock_there_is_no_button(platform):
    assert "A week later" not in platform.browser("12").get(f"{platform.origin}/course").text
    assert press(platform).status_code == 404


def test_the_secret_stays_off_the_page(clocked):
    assert SECRET not in press(clocked).text


def test_another_site_cannot_press_it(clocked, tool):
    assert press(clocked, Origin=tool.origin).status_code == 403
    assert tool.week_later_asked == []


def test_a_date_is_written_without_a_leading_zero():
    assert in_words(date(2026, 12, 7)) == "Monday 7 December"
