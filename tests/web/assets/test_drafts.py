"""What someone types into a plan is not lost, and nobody else gets to see it."""

from typing import Any

from playwright.sync_api import expect

TYPED = "my leader asks who can"


def test_a_pause_in_typing_saves_a_draft(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    with ben.page.expect_response("**/drafts") as saved:
        ben.write_own_plan(TYPED, "say yes")
    assert saved.value.status == 204
    again = site.open("Ben")
    assert again.field("If").input_value() == TYPED


def test_leaving_in_the_middle_of_a_word_saves_it_too(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    ben.write_own_plan(TYPED, "say yes")
    ben.page.goto("about:blank")
    again = site.launch(ben.page)
    expect(again.field("If")).to_have_value(TYPED)


def test_what_the_server_could_not_take_comes_back_in_this_tab(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    site.end_visits()
    ben.write_own_plan(TYPED, "say yes")
    ben.button("This is my plan").click()
    expect(ben.message).to_contain_text("Your visit has ended")
    again = site.launch(ben.page)
    expect(again.field("If")).to_have_value(TYPED)
    expect(again.page.get_by_label("My own plan")).to_be_checked()
    again.button("This is my plan").click()
    again.arrives_at("Read it once more")
    assert not [name for name in again.stored if "draft" in name]


def test_it_does_not_come_back_for_somebody_else(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    site.end_visits()
    ben.write_own_plan(TYPED, "say yes")
    ben.button("This is my plan").click()
    expect(ben.message).to_contain_text("Your visit has ended")
    dana = site.launch(site.tab("Dana", ben.page.context))
    dana.go_to_plan()
    assert TYPED not in dana.page.content()
    ben.page.goto(dana.page.url)
    expect(ben.find("#screen h1")).not_to_have_text("One moment …")
    assert TYPED not in [box.input_value() for box in ben.find("textarea").all()]


def test_a_draft_does_not_overwrite_what_the_form_already_says(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    with ben.page.expect_response("**/drafts"):
        ben.write_own_plan("newer words", "say yes")
    name = ben.page.evaluate("document.querySelector('[data-draft]').dataset.draft")
    kept = f'\'{{"module": "", "cue": "{TYPED}", "action": "", "with": ""}}\''
    ben.page.evaluate(f"sessionStorage.setItem('baton:draft:{name}', {kept})")
    ben.page.reload()
    expect(ben.field("If")).to_have_value("newer words")


def test_a_hand_over_erases_it(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_plan()
    ben.page.context.set_offline(True)
    ben.write_own_plan(TYPED, "say yes")
    expect(ben.page.get_by_label("My own plan")).to_be_checked()
    ben.waits_until("Object.keys(sessionStorage).some(name => name.includes('draft'))")
    ben.button("Done, hand over").click()
    assert ben.stored == []
