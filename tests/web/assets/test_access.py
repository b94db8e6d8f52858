"""Every screen in every theme: axe finds nothing, nothing is wider than a small phone."""

from collections.abc import Callable
from typing import Any

import pytest
from doubles.access import THEMES, problems


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 280), ("light", 1280), ("dark", 320), ("forced colours", 768)]
)
def test_the_whole_way_is_open_to_everybody(
    site: Any, a_week_later: Callable[[], None], theme: str, width: int
) -> None:
    device = site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    ben = site.open("Ben", device)
    seen: dict[str, list[str]] = {}

    def look(name: str) -> None:
        seen[name] = problems(ben.screen)

    look("a guess")
    ben.answer()
    look("its reply")
    ben.go_on()
    look("the scene")
    ben.go_on()
    look("the tool")
    ben.go_on()
    look("the try")
    while not ben.button("Continue").count():
        ben.answer()
        look("a consequence")
    ben.go_on()
    look("the suggestions")
    ben.write_own_plan("a shift ends", "thank one person")
    look("a plan of one's own")
    ben.button("This is my plan").click()
    ben.arrives_at("Read it once more")
    look("the plan, once more")
    ben.go_on()
    look("passing on")
    ben.button("Not this week").click()
    ben.arrives_at("Done for this week")
    look("the end")
    ben.link("Open the huddle kit").click()
    ben.arrives_at("Lead from where you are")
    look("the kit")
    ben.link("All modules").click()
    ben.arrives_at("Your programme")
    look("the programme")
    ben.link("Who sees what").click()
    ben.arrives_at("Who sees what")
    look("who sees what")
    ben.link("Reminders").click()
    ben.arrives_at("Reminders")
    look("reminders")
    a_week_later()
    ben = site.launch(ben.page)
    ben.arrives_at("How did your plan go?")
    look("looking back")
    ben.button("I did part of it").click()
    ben.arrives_at("Thank you for looking back")
    look("what got in the way")
    with site.trouble():
        ben.button("Continue").click()
        ben.button("Try again").wait_for()
    look("a message")
    ben.button("Done, hand over").click()
    ben.arrives_at("Your visit has ended")
    look("the end of the visit")
    ben.page.goto(f"{site.url}/lti/launch")
    look("a problem")
    assert {name: lines for name, lines in seen.items() if lines} == {}


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 320), ("dark", 768), ("forced colours", 1280)]
)
def test_the_check_of_the_connection_is_open_to_everybody(
    site: Any, theme: str, width: int
) -> None:
    amira = site.open(
        "Amira", site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    )
    visit = amira.page.evaluate("location.pathname.split('/')[2]")
    amira.page.goto(f"{site.url}/s/{visit}/connection")
    amira.find(".check-end").wait_for(timeout=60_000)
    assert problems(amira.screen) == []


def test_nothing_shifts_while_the_first_screen_loads(site: Any) -> None:
    device = site.device(viewport={"width": 320, "height": 640})
    device.add_init_script(
        "window.shifts = [];"
        "new PerformanceObserver((list) => shifts.push(...list.getEntries()))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    ben = site.open("Ben", device)
    ben.page.wait_for_timeout(300)
    assert ben.page.evaluate("shifts.map((one) => one.value)") == []


def test_what_moves_stands_still_for_who_asks_for_it(site: Any) -> None:
    ben = site.open("Ben", site.device(reduced_motion="reduce"))
    moving = "document.getAnimations().length"
    ben.find("button.choice").first.click()
    assert ben.page.evaluate(moving) == 0
