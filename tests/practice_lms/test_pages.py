"""What a person sees, as the server writes it."""

import pytest
import requests


def test_everybody_can_be_chosen_by_team(platform):
    page = requests.get(platform.origin).text
    assert page.index("Day shift") < page.index("Ben Okafor") < page.index("Night shift")
    assert page.count('name="person"') == 12
    assert "A good start" in page


def test_nobody_else_can_be_chosen(platform):
    answer = requests.post(f"{platform.origin}/sign-in", data={"person": "99"})
    assert answer.status_code == 400


def test_another_site_cannot_choose(platform, tool):
    answer = requests.post(
        f"{platform.origin}/sign-in", data={"person": "12"}, headers={"Origin": tool.origin}
    )
    assert answer.status_code == 403


def test_without_a_person_the_course_leads_to_the_choice(platform):
    assert requests.get(f"{platform.origin}/course").url == f"{platform.origin}/"


def test_the_course_opens_this_weeks_module(platform):
    page = platform.browser("12").get(f"{platform.origin}/course").text
    assert "Leadership at Norrvik" in page
    assert 'src="/launch/week-now?as=12"' in page
    assert 'href="/launch/module-ask-early?target=window&amp;as=12"' in page


def test_a_link_can_be_opened(platform):
    page = platform.browser("12").get(f"{platform.origin}/course?link=module-ask-early").text
    assert 'src="/launch/module-ask-early?as=12"' in page


def test_a_link_that_does_not_exist_is_not_found(platform):
    answer = platform.browser("12").get(f"{platform.origin}/course?link=unheard-of")
    assert answer.status_code == 404


def test_ben_sees_his_own_grades_only(platform):
    platform.post_score(userId="12", scoreGiven=80)
    platform.post_score(userId="13", scoreGiven=100)
    page = platform.browser("12").get(f"{platform.origin}/gradebook").text
    assert "Lead from where you are: 80 of 100" in page
    assert "Dana" not in page


def test_amira_sees_everybody_who_can_be_graded(platform):
    platform.post_score(userId="13", scoreGiven=100)
    page = platform.browser("11").get(f"{platform.origin}/gradebook").text
    assert "Dana Lindqvist, Lead from where you are: 100 of 100" in page
    assert page.count('<th scope="row">') == 10
    assert "Amira" not in page


def test_an_unchanged_gradebook_is_not_sent_again(platform):
    browser = platform.browser("12")
    etag = browser.get(f"{platform.origin}/gradebook").headers["ETag"]
    asked = {"If-None-Match": etag}
    assert browser.get(f"{platform.origin}/gradebook", headers=asked).status_code == 304
    platform.post_score()
    assert browser.get(f"{platform.origin}/gradebook", headers=asked).status_code == 200


def test_the_gradebook_is_for_people_in_the_course(platform):
    assert requests.get(f"{platform.origin}/gradebook").status_code == 401


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lti_errormsg=No+module+this+week", "went wrong: No module this week"),
        ("lti_msg=Well+done", "The tool says: Well done"),
        ("lti_msg=%3Cscript%3E", "The tool says: &lt;script&gt;"),
    ],
)
def test_the_tool_can_send_a_person_back_with_a_message(platform, query, said):
    page = requests.get(f"{platform.origin}/return?link=week-now&{query}").text
    assert said in page
    assert 'href="/course?link=week-now"' in page
