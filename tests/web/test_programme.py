"""The programme: this week's module, what is open, and the titles of what comes later."""

from typing import Any

from cast.visitor import Visitor
from doubles.lms import LTI

from learning.catalogue import Catalogue

FIRST, SECOND, THIRD = "lead-from-where-you-are", "what-can-i-move", "plans-that-fire"


def this_week(visitor: Visitor) -> str:
    visitor.get("programme")
    return str(visitor.screen.xpath("//section//h2")[0].text_content())


def open_modules(visitor: Visitor) -> list[str]:
    """The list of open modules besides this week's, as it reads."""
    visitor.get("programme")
    entries = visitor.screen.xpath("//ul[contains(@class, 'modules')]/li")
    return [" ".join(entry.text_content().split()) for entry in entries]


def later(visitor: Visitor) -> list[str]:
    visitor.get("programme")
    return [e.text_content() for e in visitor.screen.xpath("//ul[contains(@class, 'titles')]/li")]


def test_in_the_first_week_there_is_one_module(ben: Visitor, catalogue: Catalogue) -> None:
    assert this_week(ben) == catalogue.module(FIRST).title
    assert open_modules(ben) == []
    assert later(ben) == [catalogue.module(slug).title for slug in catalogue.programme[1:]]


def test_what_comes_later_cannot_be_opened(ben: Visitor, catalogue: Catalogue) -> None:
    ben.get("programme")
    links = ben.screen.xpath("//a/@href")
    assert not [link for link in links if SECOND in link]


def test_a_week_later_the_first_is_open_and_tells_how_it_stands(
    opens: Any, catalogue: Catalogue, a_week_later: Any
) -> None:
    opens("ben").finish()
    a_week_later()
    ben, dana = opens("ben"), opens("dana")
    title = catalogue.module(FIRST).title
    assert this_week(ben) == catalogue.module(SECOND).title
    assert open_modules(ben) == [f"1. {title} How did your plan go?"]
    assert open_modules(dana) == [f"1. {title} Open"]
    a_week_later(weeks=3)
    assert f"1. {title} Done" in open_modules(opens("ben"))


def test_a_closed_loop_says_so(opens: Any, catalogue: Catalogue, a_week_later: Any) -> None:
    opens("ben").finish()
    a_week_later()
    ben = opens("ben")
    ben.press("did")
    assert open_modules(ben) == [f"1. {catalogue.module(FIRST).title} Loop closed"]


def test_a_leader_has_next_weeks_early(amira: Visitor, catalogue: Catalogue) -> None:
    assert open_modules(amira) == [f"2. {catalogue.module(SECOND).title} Open"]


def test_what_the_link_names_is_open(opens: Any, catalogue: Catalogue) -> None:
    ben = opens("ben", **{f"{LTI}custom": {"module": THIRD}})
    assert open_modules(ben) == [f"3. {catalogue.module(THIRD).title} Open"]


def test_after_the_last_week_it_says_so_and_leads_on(
    opens: Any, catalogue: Catalogue, a_week_later: Any
) -> None:
    opens("ben")
    a_week_later(weeks=100)
    ben = opens("ben")
    assert this_week(ben) == "You have been through the whole programme"
    assert len(open_modules(ben)) == len(catalogue.programme)
    assert later(ben) == []
    ben.follow("Open (about two minutes)")
    assert ben.title == "You have been through the whole programme"


def test_the_programme_leads_into_a_module(ben: Visitor) -> None:
    ben.get("programme")
    ben.follow("Open (about five minutes)")
    assert (ben.module, ben.part) == (FIRST, "recall")
