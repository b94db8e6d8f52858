"""The one optional question in a visit: after the module, put away for weeks, never twice."""

from typing import Any

import pytest
from cast.two_doors import connect

from learning.poll import AREAS

ASKED = "One question, if you like"


@pytest.fixture
def opens_in_week_four(opens: Any, a_week_later: Any) -> Any:
    """At the module of week four, after which there is a poll; Ben has finished the first one."""
    opens("ben").finish()
    a_week_later(weeks=3)
    return opens


def answers(step: str = "often") -> dict[str, str]:
    return dict.fromkeys(AREAS, step)


def test_it_comes_after_the_module_and_only_then(opens_in_week_four: Any) -> None:
    ben = opens_in_week_four("ben")
    ben.get("modules/guard-your-focus/finished")
    assert ASKED not in ben.text
    ben.finish()
    assert ASKED in ben.text
    assert ASKED not in opens_in_week_four("ben").text


def test_answered_it_says_thanks_and_asks_no_more(opens_in_week_four: Any) -> None:
    ben = opens_in_week_four("ben")
    ben.finish()
    ben.press("Send", **answers())
    assert "Thank you." in ben.text
    for visitor in (ben, opens_in_week_four("ben")):
        visitor.get("modules/guard-your-focus/finished")
        assert ASKED not in visitor.text


def test_what_is_not_answered_whole_stays(opens_in_week_four: Any) -> None:
    ben = opens_in_week_four("ben")
    ben.finish()
    assert ben.press("Send").status_code == 422
    assert "or “Not now”" in ben.message
    ben.get("modules/guard-your-focus/finished")
    assert ASKED in ben.text


def test_put_away_it_stays_away_for_some_weeks(opens_in_week_four: Any, a_week_later: Any) -> None:
    ben = opens_in_week_four("ben")
    ben.finish()
    ben.press("Not now")
    assert "It will not come back for some weeks." in ben.text
    assert ASKED not in ben.text
    a_week_later(weeks=2)
    ben = opens_in_week_four("ben")
    ben.finish()
    assert ASKED not in ben.text


def test_sent_twice_it_counts_once(opens_in_week_four: Any) -> None:
    ben = opens_in_week_four("ben")
    ben.finish()
    form = ben.screen.xpath("//form[contains(@action, '/optional/')]")[0]
    data = {**dict(form.form_values()), **answers()}
    assert ben.post(form.action, data).status_code == 200
    assert ben.post(form.action, data).status_code == 200
    assert "Thank you." not in ben.text


def test_after_the_first_module_a_calendar_entry_is_offered_once(
    opens: Any, a_week_later: Any
) -> None:
    ben = opens("ben")
    ben.finish()
    assert "Five minutes in your calendar?" in ben.text
    ben.press("Choose this time", day="3", hour="14")
    assert "Your time is Thursday at 2:00" in ben.text
    ben.follow("Put five minutes in my calendar")
    assert "BYDAY=TH" in ben.answer.text
    assert "DTSTART;TZID=Europe/Stockholm:" in ben.answer.text
    a_week_later()
    ben = opens("ben")
    ben.finish()
    assert "Five minutes in your calendar?" not in ben.text


def test_what_is_not_asked_cannot_be_answered(opens_in_week_four: Any) -> None:
    visitor = opens_in_week_four("ben")
    for name in ("poll", "nothing"):
        path = f"modules/guard-your-focus/optional/{name}"
        assert visitor.post(path, {"occasion": "1/1", **answers()}).status_code == 404


ON_ONE = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
"""For what has nothing to do with the database."""
OTHER_DOOR = "Do you have Baton in Microsoft Teams too?"


@ON_ONE
def test_who_could_come_by_another_door_is_asked_once(
    opens: Any, teams: Any, a_week_later: Any
) -> None:
    ben = opens("ben")
    ben.finish()
    assert OTHER_DOOR not in ben.text, "the calendar was asked about in this visit"
    ben.press("Not now")
    a_week_later()
    ben = opens("ben")
    ben.finish()
    assert OTHER_DOOR in ben.text
    ben.press("Yes, show me how")
    ben.follow("Connected accounts")
    assert ben.title == "Connected accounts"
    a_week_later()
    ben = opens("ben")
    ben.finish()
    assert OTHER_DOOR not in ben.text


@ON_ONE
def test_put_away_the_other_door_is_never_asked_about_again(
    opens: Any, teams: Any, a_week_later: Any
) -> None:
    there = teams.open("ben")
    there.finish()
    assert "Do you have Baton in a learning platform too?" in there.text
    there.press("Not now")
    assert "It will not be asked again." in there.text
    a_week_later(weeks=9)
    there = teams.open("ben")
    there.get("modules/what-can-i-move")
    there.finish()
    assert "learning platform too?" not in there.text


@ON_ONE
@pytest.mark.parametrize("connected", [True, False])
def test_who_has_both_doors_is_not_asked(opens: Any, teams: Any, connected: bool) -> None:
    there = teams.open("ben")
    if connected:
        connect(opens("ben"), there)
        there = teams.open("ben")
    there.finish()
    assert ("learning platform too?" not in there.text) is connected
