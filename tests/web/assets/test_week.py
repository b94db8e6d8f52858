"""A whole week by keyboard alone, and a person's own pages, open to everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from doubles.access import THEMES, problems


def make_a_plan(ben: Any) -> None:
    """Do the first week."""
    ben.go_to_plan()
    ben.write_own_plan("the late shift ends", "thank one person with a why")
    ben.button("This is my plan").click()
    ben.arrives_at("Read it once more")
    ben.go_on()
    ben.button("Not this week").click()
    ben.arrives_at("Done for this week")


def test_a_whole_week_by_keyboard_alone(site: Any, a_week_later: Callable[[], None]) -> None:
    ben = site.open("Ben")
    make_a_plan(ben)
    a_week_later()
    ben = site.launch(ben.page)
    ben.arrives_at("How did your plan go?")
    keys = ben.page.keyboard

    def go_to(control: str) -> None:
        for _step in range(25):
            keys.press("Tab")
            if ben.page.evaluate("name => document.activeElement.matches(name)", control):
                return
        raise AssertionError(f"Tab does not reach {control}.")

    def press(control: str, key: str = "Enter") -> None:
        go_to(control)
        keys.press(key)

    press("[value=partly]")
    ben.arrives_at("Thank you for looking back")
    press("[name=hindrance]", "Space")
    keys.press("ArrowDown")
    press("[name=obstacle]")
    keys.type("A long queue")
    press("[value=shrink]")
    ben.arrives_at("Make it smaller")
    go_to("#action")
    keys.press("Control+A")
    keys.type("nod")
    press("[value=shrink]")
    ben.arrives_at("Do you remember?")
    press("button.choice")
    ben.find("[data-arrive]").wait_for()
    press(".button-primary")
    ben.arrives_at("You may know this moment")
    press(".button-primary")
    ben.find(".examples").wait_for()
    press(".button-primary")
    ben.arrives_at("Try it")
    for tried in range(3):
        if ben.button("Continue").count():
            break
        press("button.choice")
        ben.find(".is-chosen").nth(tried).wait_for()
    press(".button-primary")
    ben.arrives_at("Your plan for this week")
    press("[name=choice]", "Space")
    press(".button-primary")
    ben.arrives_at("Read it once more")
    press(".button-primary")
    ben.arrives_at("Pass it on")
    press("[value=not_now]")
    ben.arrives_at("Done for this week")
    press(".foot a[href$=plans]")
    ben.arrives_at("My plans")
    told = ben.find("#screen").inner_text()
    assert "If the late shift ends, then I nod." in told
    assert "It slipped my mind; A long queue" in told


@pytest.mark.parametrize(("theme", "width"), [("dark", 320), ("forced colours", 1280)])
def test_a_persons_own_pages_are_open_to_everybody(
    site: Any, a_week_later: Callable[[], None], theme: str, width: int
) -> None:
    ben = site.open("Ben", site.device(viewport={"width": width, "height": 800}, **THEMES[theme]))
    seen: dict[str, list[str]] = {}

    def look(name: str) -> None:
        seen[name] = problems(ben.screen)

    make_a_plan(ben)
    ben.link("All modules").click()
    ben.arrives_at("Your programme")
    look("the card")
    a_week_later()
    ben = site.launch(ben.page)
    ben.button("I did part of it").click()
    ben.arrives_at("Thank you for looking back")
    ben.button("Choose another moment").click()
    ben.arrives_at("Choose another moment")
    look("new words")
    ben.button("Save and continue").click()
    ben.arrives_at("Do you remember?")
    ben.link("My plans").click()
    ben.arrives_at("My plans")
    ben.find("[value=keep]").click()
    ben.find(".note").wait_for()
    assert ben.has_focus == "Kept. Its words stay until you erase them."
    look("the plans")
    with ben.page.expect_download() as file:
        ben.link("Take along as text").click()
    assert file.value.suggested_filename == "my-plans.txt"
    with ben.page.expect_popup() as opened:
        ben.find("a[href$='/card']").click()
    opened.value.locator(".card").wait_for()
    seen["the card to print"] = problems(opened.value)
    ben.link("Erase all").click()
    ben.find(".sees").wait_for()
    look("erasing")
    ben.link("Back").click()
    ben.arrives_at("My plans")
    ben.link("My year").click()
    ben.arrives_at("My year")
    ben.find("summary").click()
    look("the year")
    ben.link("The plans I keep, on one page").click()
    ben.find(".kept").wait_for()
    look("the kept plans")
    assert {name: lines for name, lines in seen.items() if lines} == {}
