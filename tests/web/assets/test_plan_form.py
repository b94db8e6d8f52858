"""The plan form: pick a suggestion, change any word, or write one's own."""

from typing import Any

from playwright.sync_api import expect


def test_the_fields_come_once_something_is_picked(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    expect(ben.field("If")).to_be_hidden()
    ben.find("[name=choice]").first.check()
    expect(ben.field("If")).to_be_visible()
    assert ben.field("If").input_value()


def test_changed_words_are_there_again_after_a_look_at_another_suggestion(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    choices = ben.find("[name=choice]")
    choices.nth(0).check()
    suggested = ben.field("If").input_value()
    ben.field("If").fill("my Tuesday starts")
    choices.nth(1).check()
    assert ben.field("If").input_value() not in ("my Tuesday starts", suggested)
    choices.nth(0).check()
    assert ben.field("If").input_value() == "my Tuesday starts"


def test_the_plan_is_read_once_more_and_can_be_changed(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    ben.write_own_plan("a shift ends", "thank one person")
    ben.button("This is my plan").click()
    ben.arrives_at("Read it once more")
    expect(ben.find(".plan")).to_contain_text("If a shift ends, then I thank one person.")
    ben.page.get_by_text("Change the plan").click()
    ben.field("then I").fill("thank two people")
    ben.button("Save the change").click()
    expect(ben.find(".plan")).to_contain_text("then I thank two people.")


def test_a_plan_without_words_is_asked_for_by_the_browser(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    sent = ben.watch_posts("/plan")
    ben.page.get_by_label("My own plan").check()
    ben.button("This is my plan").click()
    assert ben.page.evaluate("document.activeElement.name") == "cue"
    assert sent == []
