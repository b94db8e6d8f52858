"""The bar and the foot are kept for a kind of visitor, and hold nothing of any visitor."""

from typing import Any

from flask import Flask

from web.furniture import bar, foot, forget_furniture
from web.language import speak
from web.page import Page


def page(public_id: str = "abc", **more: Any) -> Page:
    given = {"person_key": "key", "help_contact": None, "return_url": None, **more}
    return Page(public_id=public_id, language="en", **given)


def test_each_visit_has_its_own_addresses(app: Flask) -> None:
    with app.test_request_context():
        mine, yours = (
            bar(page("mine")) + foot(page("mine")),
            bar(page("yours")) + foot(page("yours")),
        )
    assert "/s/mine/plans" in mine
    assert "/s/mine/hand-over" in mine
    assert "yours" not in mine
    assert mine.replace("/s/mine/", "/s/yours/") == yours


def test_what_an_address_calls_a_visit_is_never_markup(app: Flask) -> None:
    with app.test_request_context():
        assert "<b>" not in bar(page('"><b>')) + foot(page('"><b>'))


def test_it_differs_by_what_one_may_do_and_whom_to_ask(app: Flask) -> None:
    with app.test_request_context():
        assert "Set-up" not in foot(page())
        assert "Set-up" in foot(page(sets_up=True))
        assert "Set-up" not in foot(page())
        assert "Help: Ida &lt;1&gt;" in foot(page(help_contact="Ida <1>"))
        assert "Help" not in foot(page())


def test_nothing_of_a_person_is_in_it(app: Flask) -> None:
    forget_furniture()
    with app.test_request_context():
        first = page(person_key="her-key", token="her-token", title="Her plan", note="Her note")
        kept = bar(first) + foot(first)
    for hers in ("her-key", "her-token", "Her plan", "Her note"):
        assert hers not in kept


def test_it_follows_the_language_at_once(app: Flask) -> None:
    with app.test_request_context():
        assert "All modules" in foot(page())
        speak("sv")
        assert "Alla moduler" in foot(page())


def test_the_line_of_parts_stands_as_it_does_for_the_visitor(opens: Any) -> None:
    ben, dana = opens("ben"), opens("dana")
    ben.finish(until="tool")
    here = ben.screen.xpath("//nav//li/@class")
    assert here == ["is-done", "is-done", "is-current", *["is-ahead"] * 3]
    dana.get("modules/lead-from-where-you-are")
    there = dana.screen.xpath("//nav//li/@class")
    assert there == ["is-current", *["is-ahead"] * 5]
    links = ben.screen.xpath("//nav//a/@href")
    assert links
    assert all(link.startswith(f"/s/{ben.public_id}/modules/") for link in links)
