"""Who sees what, and Everything about me, in the browser: saved, erased, and open to everybody."""

import json
from pathlib import Path
from typing import Any

import pytest
from doubles.access import THEMES, problems


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 320), ("dark", 768), ("forced colours", 1280)]
)
def test_the_pages_of_privacy_are_open_to_everybody(site: Any, theme: str, width: int) -> None:
    device = site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    amira = site.open("Amira", device)
    seen: dict[str, list[str]] = {}
    amira.link("Set-up").click()
    amira.arrives_at("Set-up")
    amira.link("Read the log").click()
    amira.arrives_at("The log")
    seen["the log"] = problems(amira.screen)
    amira.link("Who sees what").click()
    amira.arrives_at("Who sees what")
    seen["who sees what"] = problems(amira.screen)
    amira.link("Everything about me").click()
    amira.arrives_at("Everything about me")
    seen["everything about me"] = problems(amira.screen)
    amira.page.goto(f"{site.url}/privacy")
    seen["for anybody"] = problems(amira.page)
    assert {name: lines for name, lines in seen.items() if lines} == {}


def test_somebody_saves_all_of_it_and_erases_it(site: Any, tmp_path: Path) -> None:
    ben = site.open("Ben")
    ben.answer()
    ben.link("Who sees what").click()
    ben.arrives_at("Who sees what")
    ben.link("Everything about me").click()
    ben.arrives_at("Everything about me")
    with ben.page.expect_download() as saved:
        ben.link("Save everything about me").click()
    assert saved.value.suggested_filename == "about-me.json"
    saved.value.save_as(tmp_path / "mine.json")
    parts = json.loads((tmp_path / "mine.json").read_text("utf-8"))["parts"]
    assert "recall_answer" in {part["part"] for part in parts}
    ben.find("input[name=sure]").check()
    ben.button("Erase everything about me").click()
    ben.arrives_at("Everything about you is erased")
    kept = ben.find("html").evaluate("() => Object.keys(sessionStorage)")
    assert [name for name in kept if name.startswith("baton:")] == []
