"""Is Baton connected well? The page fills itself, one check after another, and the reader stays."""

from typing import Any

from playwright.sync_api import expect

CHECKS = [
    "Baton knows the LMS",
    "The LMS knows Baton",
    "Clocks",
    "Access",
    "Gradebook",
    "Members",
    "What arrives",
]


def look(site: Any) -> Any:
    """Amira, who teaches the course, comes from Set-up."""
    amira = site.open("Amira")
    visit = amira.page.evaluate("location.pathname.split('/')[2]")
    amira.page.goto(f"{site.url}/s/{visit}/set-up")
    amira.link("Is Baton connected well?").click()
    amira.arrives_at("Is Baton connected well?")
    return amira


def test_all_is_well_with_a_good_lms(site: Any) -> None:
    amira = look(site)
    expect(amira.find(".check-end")).to_have_text("That was everything.", timeout=60_000)
    assert amira.find(".check h2").all_inner_texts() == CHECKS
    assert amira.find(".check .is-wrong").count() == 0
    assert "membership#Instructor" in amira.find(".names").first.inner_text()
    assert amira.has_focus == "Is Baton connected well?"


def test_a_reader_may_leave_before_everything_was_looked_at(site: Any) -> None:
    amira = look(site)
    amira.link("All modules").first.click()
    amira.arrives_at("Your programme")
    assert amira.message.inner_text() == ""
