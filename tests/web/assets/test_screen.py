"""A new screen takes the place of the old: focus, title, address, and the way back."""

from typing import Any

from playwright.sync_api import expect


def test_a_new_screen_is_announced_by_its_heading_and_title(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    assert ben.has_focus == "You may know this moment"
    expect(ben.page).to_have_title("Scene: Lead from where you are – Baton")
    assert ben.page.url.endswith("/scene")


def test_the_first_screen_does_not_take_the_focus_from_the_lms(site: Any) -> None:
    ben = site.open_framed("Ben")
    assert ben.page.evaluate("document.activeElement.tagName") == "BODY"
    assert ben.screen.evaluate("document.activeElement.tagName") == "BODY"


def test_the_reply_to_an_answer_takes_the_focus(site: Any) -> None:
    ben = site.open("Ben")
    ben.answer()
    assert ben.find("[data-arrive]").inner_text() == ben.has_focus


def test_back_and_forward_show_the_steps_again(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    ben.go_on()
    ben.page.go_back()
    ben.arrives_at("You may know this moment")
    assert ben.page.url.endswith("/scene")
    ben.page.go_back()
    ben.arrives_at("First, a guess")
    ben.page.go_forward()
    ben.arrives_at("You may know this moment")
    ben.page.go_forward()
    ben.arrives_at("Self-leadership")
    assert ben.page.url.endswith("/tool")


def test_several_steps_back_at_once_end_where_the_last_one_leads(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    ben.go_on()
    for _time in range(5):
        ben.page.evaluate("history.back(); setTimeout(() => history.back(), 15)")
        ben.arrives_at("First, a guess")
        ben.page.evaluate("history.forward(); setTimeout(() => history.forward(), 15)")
        ben.arrives_at("Self-leadership")
        assert ben.page.url.endswith("/tool")


def test_back_after_a_reload_goes_one_step_and_no_more(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    ben.go_on()
    ben.page.reload()
    ben.arrives_at("Self-leadership")
    ben.page.go_back()
    ben.arrives_at("You may know this moment")


def test_a_second_press_while_the_first_is_under_way_does_nothing(site: Any) -> None:
    ben = site.open("Ben")
    sent = ben.watch_posts("/recall")
    ben.find("button.choice").first.dblclick()
    ben.find("[data-arrive]").wait_for()
    ben.go_on()
    assert len(sent) == 2  # the answer, and Continue


def test_everything_can_be_done_by_keyboard_alone(site: Any) -> None:
    ben = site.open("Ben")
    ben.find("#screen h1").focus()
    keys = ben.page.keyboard

    def press_next(control: str) -> None:
        for _step in range(25):
            keys.press("Tab")
            if ben.page.evaluate("name => document.activeElement.matches(name)", control):
                keys.press("Enter")
                return
        raise AssertionError(f"Tab does not reach {control}.")

    ben.page.evaluate("document.querySelector('#screen h1').tabIndex = -1")
    ben.find("#screen h1").focus()
    press_next("button.choice")
    ben.find("[data-arrive]").wait_for()
    for heading in ("You may know this moment", "Self-leadership", "Try it"):
        press_next(".button-primary")
        ben.arrives_at(heading)
    for tried in range(3):
        if ben.button("Continue").count():
            break
        press_next("button.choice")
        ben.find(".is-chosen").nth(tried).wait_for()
    press_next(".button-primary")
    ben.arrives_at("Your plan for this week")
    keys.press("Tab")
    keys.press("Tab")
    while not ben.page.evaluate("document.activeElement.matches('[name=choice]')"):
        keys.press("Tab")
    keys.press("Space")
    press_next(".button-primary")
    ben.arrives_at("Read it once more")
