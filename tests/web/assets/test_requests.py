"""What goes wrong on the way is said beside the screen, and never takes its place."""

from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("status", [200, 404, 502])
def test_a_page_of_something_in_between_never_replaces_the_screen(site: Any, status: int) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    address = ben.page.url
    with site.trouble(status):
        ben.button("Continue").click()
        expect(ben.message).to_contain_text("Something went wrong on the way.")
    assert ben.heading == "You may know this moment"
    assert ben.page.url == address


def test_without_a_connection_nothing_is_lost_and_the_press_can_be_repeated(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    ben.write_own_plan("the meeting drags", "ask what we decide")
    ben.page.context.set_offline(True)
    ben.button("This is my plan").click()
    expect(ben.message).to_contain_text("Baton could not be reached.")
    assert ben.field("If").input_value() == "the meeting drags"
    ben.page.context.set_offline(False)
    ben.button("Try again").click()
    ben.arrives_at("Read it once more")
    expect(ben.find(".plan")).to_contain_text("If the meeting drags, then I ask what we decide.")
    expect(ben.message).to_be_empty()


def test_a_refusal_stands_beside_what_was_typed(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    ben.write_own_plan("   ", "ask")
    ben.button("This is my plan").click()
    expect(ben.message).to_contain_text("Almost there")
    assert ben.field("then I").input_value() == "ask"
    assert ben.page.url.endswith("/plan")


def test_when_the_visit_has_ended_the_typed_text_stays(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    ben.write_own_plan("my cue", "act")
    site.end_visits()
    ben.button("This is my plan").click()
    expect(ben.message).to_contain_text("Your visit has ended")
    assert ben.field("If").input_value() == "my cue"


def test_a_step_back_that_fails_leaves_the_screen_and_says_so(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    site.end_visits()
    ben.page.go_back()
    expect(ben.message).to_contain_text("Your visit has ended")
    assert ben.heading == "You may know this moment"


def test_a_message_is_read_out_and_goes_away_with_the_next_step(site: Any) -> None:
    ben = site.open("Ben")
    assert ben.message.get_attribute("role") == "alert"
    with site.trouble():
        ben.find("button.choice").first.click()
        expect(ben.message).not_to_be_empty()
    ben.answer()
    expect(ben.message).to_be_empty()
