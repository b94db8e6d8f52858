"""After the last module: two cases a week, and a kit to teach again."""

from typing import Any

import pytest
from cast.visitor import Visitor
from doubles.lms import LTI

from learning.catalogue import Catalogue

TITLE = "You have been through the whole programme"


@pytest.fixture
def after(opens: Any, a_week_later: Any) -> Visitor:
    """Ben, who has met one module, long after the last."""
    opens("ben").finish()
    a_week_later(weeks=60)
    visitor = opens("ben")
    assert isinstance(visitor, Visitor)
    return visitor


def test_two_cases_come_each_week_and_never_end(
    opens: Any, after: Visitor, a_week_later: Any
) -> None:
    asked = []
    for _week in range(3):
        ben = opens("ben")
        assert ben.title == TITLE
        for _case in range(2):
            asked.append(ben.screen.xpath("//input[@name='case']/@value")[0])
            ben.press(ben.screen.xpath("//button[@name='option']/@value")[0])
            assert "Your answer" in ben.text
            ben.follow("Continue")
        assert "Those were the two cases of this week." in ben.text
        a_week_later()
    assert asked[0] != asked[1]
    assert len(set(asked)) >= 3


def test_answers_there_change_nothing_in_the_modules_own_recall(after: Visitor) -> None:
    after.press(after.screen.xpath("//button[@name='option']/@value")[0])
    after.get("modules/lead-from-where-you-are/recall")
    assert "Case 1 of" not in after.text


def test_a_kit_to_teach_again_is_there_and_another_one_next_week(
    opens: Any, after: Visitor, a_week_later: Any
) -> None:
    first = after.screen.xpath("//h2[@id='again']")[0].text_content()
    after.follow("Open the huddle kit")
    assert first in after.text
    a_week_later()
    assert opens("ben").screen.xpath("//h2[@id='again']")[0].text_content() != first


def test_who_comes_when_all_is_over_finds_every_module_open(
    opens: Any, after: Visitor, catalogue: Catalogue
) -> None:
    dana = opens("dana")
    assert dana.title == TITLE
    assert "All of them are open to you" in dana.text
    assert not dana.screen.xpath("//button[@name='option']")


def test_a_link_to_one_module_still_opens_it(opens: Any, after: Visitor) -> None:
    ben = opens("ben", **{f"{LTI}custom": {"module": "ask-early"}})
    assert ben.module == "ask-early"


def test_the_last_plan_is_looked_back_at_first(
    opens: Any, catalogue: Catalogue, a_week_later: Any
) -> None:
    opens("ben")
    a_week_later(weeks=len(catalogue.programme) - 1)
    opens("ben").finish()
    a_week_later()
    ben = opens("ben")
    assert ben.title == "How did your plan go?"
    ben.press("did")
    assert opens("ben").title == TITLE


def test_before_that_there_is_no_such_page(ben: Visitor) -> None:
    assert ben.get("afterwards").status_code == 404
    assert ben.post("afterwards", {"case": "x/y", "option": "z"}).status_code == 404


def test_what_was_not_asked_is_not_taken(after: Visitor) -> None:
    case = after.screen.xpath("//input[@name='case']/@value")[0]
    assert after.post("afterwards", {"case": "ask-early/x", "option": "a"}).status_code == 404
    assert after.post("afterwards", {"case": case, "option": "none"}).status_code == 422
    assert after.get("afterwards?case=²").status_code == 200
