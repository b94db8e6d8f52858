"""Reminders: a time of one's own, silence in one tap, a pause, and the calendar entry."""

from datetime import timedelta
from typing import Any

import pytest
from cast.visitor import Visitor
from doubles.lms import LTI
from icalendar import Calendar, Event

from web.calendar_entry import course_address


def entry(visitor: Visitor) -> Event:
    visitor.get("reminders/calendar.ics")
    assert visitor.answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(visitor.answer.data).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def returning_to(url: str) -> dict[str, Any]:
    return {f"{LTI}launch_presentation": {"return_url": url}}


def test_it_is_found_below_each_page_and_takes_another_time(ben: Visitor) -> None:
    ben.follow("Reminders")
    assert "Tuesday at 9:00" in ben.text
    ben.press("Save the time", day="4", hour="8")
    assert "Your time is Friday at 8:00" in ben.text


@pytest.mark.parametrize("wrong", [{"day": "6"}, {"hour": "23"}, {"day": ""}, {"hour": "²"}])
def test_a_time_that_cannot_be_is_refused(ben: Visitor, wrong: dict[str, str]) -> None:
    assert ben.post("reminders/time", {"day": "1", "hour": "9", **wrong}).status_code == 422


def test_one_tap_mutes_and_one_tap_undoes_it(ben: Visitor, dana: Visitor) -> None:
    ben.get("reminders")
    ben.press("Send nothing")
    assert "Nothing is sent to you any more." in ben.text
    dana.get("reminders")
    assert "Send nothing" in dana.text
    ben.press("Send again")
    assert "You are reminded again" in ben.text


def test_a_pause_keeps_a_look_back_open(opens: Any, a_week_later: Any) -> None:
    ben = opens("ben")
    ben.finish()
    ben.get("reminders")
    ben.press("Pause")
    a_week_later(weeks=8)
    ben = opens("ben")
    assert ben.title == "How did your plan go?"
    ben.get("reminders")
    ben.press("End the pause")
    assert "Good to have you back." in ben.text


def test_the_entry_is_weekly_and_a_later_one_takes_its_place(opens: Any, dana: Visitor) -> None:
    ben = opens("ben", **returning_to("https://lms.example/course/7"))
    first = entry(ben)
    assert first["RRULE"]["BYDAY"] == ["TU"]
    assert first["RRULE"]["FREQ"] == ["WEEKLY"]
    assert first["URL"] == "https://lms.example/course/7"
    assert first.decoded("DURATION") == timedelta(minutes=5)
    assert first.decoded("DTSTART").hour == 9
    ben.post("reminders/time", {"day": "3", "hour": "15"})
    second = entry(ben)
    assert (second["UID"], second["RRULE"]["BYDAY"]) == (first["UID"], ["TH"])
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert entry(dana)["UID"] != first["UID"]


def test_the_entry_holds_no_key_of_anybodys_sign_in(opens: Any) -> None:
    moodles = "https://lms.example/mod/lti/return.php?course=2&sesskey=Tq5"
    ben = opens("ben", **returning_to(moodles))
    assert entry(ben)["URL"] == "https://lms.example/"
    for secret in ("sesskey", ben.token, ben.public_id):
        assert secret not in ben.answer.text


@pytest.mark.parametrize(
    ("return_url", "address"),
    [
        (None, None),
        ("https://lms.example/course/7", "https://lms.example/course/7"),
        ("https://lms.example/course/7#token", "https://lms.example/"),
        ("https://kim:secret@lms.example/course/7", "https://lms.example/course/7"),
    ],
)
def test_the_courses_address(return_url: str | None, address: str | None) -> None:
    assert course_address(return_url) == address
