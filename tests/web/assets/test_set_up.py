"""Set-up in a browser: a file is chosen and confirmed, weeks are ticked, and all can use it."""

from pathlib import Path
from typing import Any

import pytest
from doubles.access import THEMES, problems
from playwright.sync_api import expect

TEAMS = "team,leader,person\nDay shift,amira.haddad@norrvik.example,ben.okafor@norrvik.example\n"
TEAMS += "Day shift,,nobody@norrvik.example\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "teams.csv"
    file.write_text(TEAMS)
    return file


def test_a_file_of_teams_is_looked_at_and_confirmed_in_the_frame(site: Any, table: Path) -> None:
    site.open("Ben")
    amira = site.open_framed("Amira", site.device(viewport={"width": 700, "height": 800}))
    amira.link("Set it up").click()
    amira.arrives_at("Set-up")
    amira.find("#file").set_input_files(table)
    amira.button("Look at the file").click()
    amira.arrives_at("What this file would change")
    expect(amira.find("#screen")).to_contain_text("Joins: Ben Okafor")
    with amira.page.expect_download() as download:
        amira.link("Download all of them").click()
    assert download.value.suggested_filename == "left-out.csv"
    assert "nobody@norrvik.example" in Path(download.value.path()).read_text("utf-8-sig")
    amira.button("Change the teams").click()
    amira.arrives_at("Set-up")
    expect(amira.find(".done")).to_contain_text("Teams changed: Day shift.")
    assert "Teams changed" in amira.has_focus
    amira.button("Take it back").click()
    expect(amira.find(".done")).to_contain_text("The teams are as they were before.")


def test_a_file_that_cannot_be_read_leaves_the_page_as_it_was(site: Any, tmp_path: Path) -> None:
    amira = site.open("Amira")
    amira.link("Set-up").click()
    amira.arrives_at("Set-up")
    amira.find("#contact").fill("Kim, phone 12")
    (tmp_path / "teams.csv").write_bytes(b"PK\x03\x04")
    amira.find("#file").set_input_files(tmp_path / "teams.csv")
    amira.button("Look at the file").click()
    expect(amira.message).to_contain_text("This is an Excel workbook")
    assert amira.find("#contact").input_value() == "Kim, phone 12"


def test_weeks_are_ticked_with_the_keyboard(site: Any) -> None:
    amira = site.open("Amira")
    amira.link("Set-up").click()
    amira.arrives_at("Set-up")
    amira.find("[name=week]").nth(2).focus()
    amira.page.keyboard.press("Space")
    amira.page.keyboard.press("Enter")
    expect(amira.find(".done")).to_contain_text("Free weeks begin on: Monday")
    expect(amira.find("[name=week]").nth(2)).to_be_checked()


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 320), ("light", 1280), ("dark", 320), ("forced colours", 768)]
)
def test_it_is_open_to_everybody(site: Any, table: Path, theme: str, width: int) -> None:
    site.open("Ben")
    device = site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    amira = site.open("Amira", device)
    seen = {"the card": problems(amira.screen)}
    amira.link("Set it up").click()
    amira.arrives_at("Set-up")
    seen["set-up"] = problems(amira.screen)
    amira.find("#file").set_input_files(table)
    amira.button("Look at the file").click()
    amira.arrives_at("What this file would change")
    seen["the file"] = problems(amira.screen)
    amira.button("Change the teams").click()
    amira.arrives_at("Set-up")
    seen["done"] = problems(amira.screen)
    assert {name: lines for name, lines in seen.items() if lines} == {}
