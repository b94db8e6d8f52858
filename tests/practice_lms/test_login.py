"""Opening a link starts a login as Moodle starts it."""

import json

import requests


def test_a_login_carries_what_lti_asks_for(platform, tool):
    login = platform.begin("12")
    hint = json.loads(login.pop("lti_message_hint"))
    assert login == {
        "iss": platform.origin,
        "target_link_uri": f"{tool.origin}/lti/launch",
        "login_hint": "12",
        "client_id": "baton-demo",
        "lti_deployment_id": "1",
    }
    assert list(hint) == ["launchid"]


def test_each_opening_is_a_launch_of_its_own(platform):
    assert platform.begin("12")["lti_message_hint"] != platform.begin("12")["lti_message_hint"]


def test_a_frame_is_offered_storage_only_where_the_lms_has_it(make_platform):
    with_storage = make_platform(offers_storage=True)
    assert with_storage.begin("12")["lti_storage_target"] == "_parent"
    assert "lti_storage_target" not in with_storage.begin("12", target="window")
    assert "lti_storage_target" not in make_platform().begin("12")


def test_nobody_signed_in_means_no_launch(platform):
    page = requests.get(f"{platform.origin}/launch/week-now")
    assert page.status_code == 401
    assert "Choose who you are" in page.text


def test_a_page_of_somebody_else_does_not_launch_as_me(platform):
    page = platform.browser("11").get(f"{platform.origin}/launch/week-now", params={"as": "12"})
    assert page.status_code == 409
    assert "You are Amira Haddad now" in page.text


def test_a_link_that_is_not_in_the_course_is_not_found(platform):
    page = platform.browser("12").get(f"{platform.origin}/launch/module-unheard-of")
    assert page.status_code == 404
