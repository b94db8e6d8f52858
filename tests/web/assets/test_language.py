"""Svenska / English below each page, in a browser: at once, and nothing typed is lost."""

from typing import Any

from doubles.access import THEMES, problems
from playwright.sync_api import expect


def test_the_whole_page_is_in_the_other_language_at_once(site: Any) -> None:
    ben = site.open("Ben", site.device(viewport={"width": 320, "height": 640}, **THEMES["light"]))
    ben.button("Svenska").click()
    ben.arrives_at("Gissa först")
    assert ben.page.evaluate("document.documentElement.lang") == "sv"
    assert ben.page.title() == "Minnas: Led där du är – Baton"
    assert ben.has_focus == "Gissa först"
    expect(ben.button("Klar, lämna över")).to_be_visible()
    expect(ben.find(".languages [aria-current]")).to_have_text("Svenska")
    assert problems(ben.screen) == []
    ben.page.reload()
    ben.arrives_at("Gissa först")
    ben.button("English").click()
    ben.arrives_at("First, a guess")


def test_what_was_typed_is_there_in_the_other_language(site: Any) -> None:
    ben = site.open()
    ben.go_to_plan()
    ben.write_own_plan("a shift ends", "thank one person")
    ben.button("Svenska").click()
    ben.arrives_at("Din plan för veckan")
    expect(ben.field("Om")).to_have_value("a shift ends")
    expect(ben.field("då")).to_have_value("thank one person")
    ben.button("Det här är min plan").click()
    ben.arrives_at("Läs den en gång till")


def test_what_was_ticked_and_typed_in_set_up_is_there_too(site: Any) -> None:
    amira = site.open("Amira")
    visit = amira.page.evaluate("location.pathname.split('/')[2]")
    amira.page.goto(f"{site.url}/s/{visit}/set-up")
    amira.arrives_at("Set-up")
    amira.find("#contact").fill("Amira, extension 12")
    amira.find("[name=week]").nth(3).check()
    amira.button("Svenska").click()
    amira.arrives_at("Inställningar")
    expect(amira.find("#contact")).to_have_value("Amira, extension 12")
    expect(amira.find("[name=week]").nth(3)).to_be_checked()


def test_the_picker_changes_its_language_and_keeps_what_was_chosen(site: Any) -> None:
    page = site.tab("Amira")
    page.goto(f"{site.lms_url}/course")
    page.get_by_role("button", name="Add from Baton").or_(
        page.get_by_role("link", name="Add from Baton")
    ).click()
    frame = page.frame_locator("iframe").locator("form.picker")
    frame.wait_for()
    frame.locator("[name=item]").first.check()
    frame.get_by_role("button", name="Svenska").click()
    page.frame_locator("iframe").get_by_role(
        "heading", name="Lägg till Baton i din kurs"
    ).wait_for()
    expect(frame.locator("[name=item]").first).to_be_checked()


def test_when_the_server_cannot_answer_it_says_so_and_nothing_changes(site: Any) -> None:
    ben = site.open()
    with site.trouble():
        ben.button("Svenska").click()
        expect(ben.message).to_contain_text("Something went wrong on the way.")
    assert ben.heading == "First, a guess"
