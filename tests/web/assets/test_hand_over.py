"""Done, hand over: the next person at a shared tablet finds nothing of the one before."""

import time
from typing import Any

from playwright.sync_api import expect


def test_the_visit_ends_here_and_on_the_server(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    token = ben.page.evaluate("Object.values(sessionStorage)[0]")
    with ben.page.expect_response("**/hand-over"):
        ben.button("Done, hand over").click()
    ben.arrives_at("Your visit has ended")
    assert ben.stored == []
    late = ben.page.request.get(ben.page.url, headers={"Authorization": f"Bearer {token}"})
    assert late.status == 401


def test_back_and_reload_show_nothing_of_the_person(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    ben.go_on()
    ben.button("Done, hand over").click()
    ben.arrives_at("Your visit has ended")
    for step in (ben.page.go_back, ben.page.go_back, ben.page.reload):
        step()
        ben.arrives_at("Your visit has ended")
        assert "Lead from where you are" not in ben.page.content()


def test_a_page_that_the_browser_remembered_shows_nothing_either(site: Any) -> None:
    ben = site.open("Ben")
    ben.go_to_scene()
    again = site.launch(ben.page)
    with again.page.expect_response("**/hand-over"):
        again.button("Done, hand over").click()
    again.page.evaluate("setTimeout(() => history.back())")
    expect(again.page.locator("h1")).to_have_text("Your visit has ended")
    assert "Lead from where you are" not in again.page.content()


def test_an_answer_that_comes_too_late_is_not_shown(site: Any) -> None:
    ben = site.open("Ben")

    def slow(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"].endswith("/recall"):
            time.sleep(1)
        return usual(environ, start_response)

    usual = site.tool.app
    with site.tool.behind(slow), ben.page.expect_response("**/recall"):
        ben.find("button.choice").first.click()
        ben.button("Done, hand over").click()
    ben.arrives_at("Your visit has ended")
    expect(ben.find("[data-arrive]")).to_have_count(0)


def test_without_a_connection_it_ends_on_the_device_and_says_what_remains(site: Any) -> None:
    ben = site.open("Ben")
    ben.page.context.set_offline(True)
    ben.button("Done, hand over").click()
    ben.arrives_at("Your visit has ended")
    assert ben.stored == []
    expect(ben.message).to_contain_text("ends by itself within half an hour")


def test_it_ends_every_visit_of_the_tab(site: Any) -> None:
    ben = site.open("Ben")
    first = ben.page.url.partition("/modules")[0]
    again = site.launch(ben.page)
    with again.page.expect_response(f"{first}/hand-over") as ended:
        again.button("Done, hand over").click()
    assert ended.value.status == 200
    assert again.stored == []
