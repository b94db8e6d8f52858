"""Set-up, the programme: which topic comes next, and whose free weeks there are."""

from typing import Any

from cast.visitor import Visitor
from doubles.lms import INSTRUCTOR, LTI
from sqlalchemy import select

from learning.cohort import Cohort
from learning.database import Database

TEACHES = {f"{LTI}roles": [INSTRUCTOR]}


def topics(visitor: Visitor) -> list[str]:
    visitor.get("set-up")
    found = visitor.screen.xpath("//ol[contains(@class, 'topics')]//strong")
    return [topic.text_content() for topic in found]


def test_a_topic_comes_next_after_the_one_at_hand_and_is_taken_back(
    opens: Any, amira: Visitor, a_week_later: Any
) -> None:
    usual = topics(amira)
    amira.press("change")
    assert f"{usual[6]} comes next." in amira.text
    assert topics(amira) == [usual[0], usual[6], *usual[1:6], *usual[7:]]
    a_week_later(weeks=6)
    assert opens("ben").module == "for-and-against"
    amira.press("Follow the company's order again")
    a_week_later()
    assert opens("ben").module == "thanks-with-a-why"


def test_taking_it_back_is_as_if_nothing_had_been(amira: Visitor) -> None:
    usual = topics(amira)
    amira.press("strategy")
    amira.press("Take it back")
    assert topics(amira) == usual


def test_what_is_no_topic_to_come_is_refused(amira: Visitor) -> None:
    for wrong in ("self-leadership", "nothing"):
        assert amira.post("set-up/order", {"next": wrong}).status_code == 422
    assert amira.post("set-up/order", {"arcs": "nothing"}).status_code == 422


def test_a_calendar_is_followed_and_left(amira: Visitor, database: Database) -> None:
    def followed() -> str:
        with database.read() as session:
            return session.scalars(select(Cohort.calendar)).one()

    amira.get("set-up")
    amira.press("Save the calendar", calendar="nordic")
    assert followed() == "nordic"
    assert amira.screen.xpath("//input[@name='week'][@checked]")
    amira.press("Take it back")
    assert followed() == "none"
    assert amira.post("set-up/calendar", {"calendar": "lunar"}).status_code == 422
