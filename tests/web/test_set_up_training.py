"""Set-up: training days, what teams point to, and what leaders read when the topic comes."""

from datetime import date, timedelta
from typing import Any

from cast.visitor import Visitor
from doubles.lms import INSTRUCTOR, LTI
from sqlalchemy import select

from learning.cohort import Cohort
from learning.database import Database
from learning.poll import AREAS, Step, take_poll

TEACHES = {f"{LTI}roles": [INSTRUCTOR]}


def monday(visitor: Visitor) -> date:
    visitor.get("set-up")
    return date.fromisoformat(visitor.screen.xpath("//input[@name='first']/@value")[0])


def enter(visitor: Visitor, topic: str) -> date:
    day = monday(visitor) + timedelta(days=1)
    visitor.press("Save the training day", day=day.isoformat(), topic=topic)
    return day


def test_an_accepted_training_is_met_next_monday_and_leaders_read_it(
    opens: Any, amira: Visitor, a_week_later: Any
) -> None:
    day = enter(amira, "feedback")
    assert f"Noted: training on Feedback on {day.day} {day:%B}." in amira.text
    amira.press("Begin it on the Monday after")
    assert "Feedback begins on the Monday after it." in amira.text
    a_week_later()
    assert opens("ben").module == "thanks-with-a-why"
    leader = opens("amira", **TEACHES)
    leader.get("my-team")
    said = f"You trained on Feedback on {day.day} {day:%B}; this week your team meets it."
    assert said in leader.text
    a_week_later()
    assert opens("ben").module == "what-can-i-move"


def test_a_training_is_removed_and_taken_back(amira: Visitor) -> None:
    enter(amira, "change")
    amira.press("Remove")
    assert "is not there any more" in amira.text
    amira.press("Take it back")
    assert "Noted: training on" in amira.text
    amira.press("Take it back")
    assert not amira.screen.xpath("//button[@name='training']")


def test_what_is_no_training_is_refused(amira: Visitor) -> None:
    good = {"day": monday(amira).isoformat(), "topic": "change"}
    for wrong in ({"day": "soon"}, {"topic": "dancing"}):
        assert amira.post("set-up/training", {**good, **wrong}).status_code == 422
    for number in ("1", "x", "99999999999"):
        assert amira.post("set-up/training/accept", {"training": number}).status_code == 404


def test_a_stranger_cannot_touch_it(amira: Visitor, opens: Any) -> None:
    enter(amira, "change")
    number = amira.screen.xpath("//button[@name='training']/@value")[0]
    other = {f"{LTI}context": {"id": "course-2", "title": "Another"}, **TEACHES}
    elsewhere = opens("dana", **other)
    for verb in ("accept", "remove"):
        path = f"set-up/training/{verb}"
        assert elsewhere.post(path, {"training": number}).status_code == 404


def test_six_who_answered_point_somewhere_and_whoever_teaches_decides(
    amira: Visitor, database: Database
) -> None:
    answers = dict.fromkeys(AREAS, Step.OFTEN) | {"direction": Step.RARELY}
    for _person in range(6):
        amira.get("set-up")
        assert "point to" not in amira.text
        with database.write() as session:
            take_poll(session, session.scalars(select(Cohort)).one(), 1, answers)
    amira.get("set-up")
    assert "Your teams point to Change next." in amira.text
    amira.press("Let it come next")
    assert "Change comes next." in amira.text
