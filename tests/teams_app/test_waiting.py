"""What waits is said in the tab too, and notices are muted there with one tap."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cast.visitor import Visitor
from sqlalchemy import select

from learning.database import Database
from teams_app.nudging import nudging_of
from teams_app.tenant import Tenant

Opens = Callable[..., Visitor]
MUTE = "Send no notices"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def notified(database: Database, norrvik: None) -> None:
    with database.write() as session:
        tenant = session.scalars(select(Tenant)).one()
        nudging_of(session, tenant).switch(on=True, at=datetime.now(UTC))


def test_what_waits_is_said_from_the_second_visit_on(
    opens: Opens, a_week_later: Callable[[], None]
) -> None:
    assert "Waiting for you" not in opens().text
    ben = opens()
    ben.go_on()
    assert "Waiting for you" not in ben.text, "on the first screen only"
    assert "Waiting for you: “Lead from where you are”" in opens().text
    ben.finish()
    assert "Waiting for you" not in opens().text
    a_week_later()
    assert "Waiting for you: how your plan went, and then “" in opens().text


def test_one_tap_mutes(opens: Opens, notified: None) -> None:
    opens().go_on()
    ben = opens()
    ben.press(MUTE)
    assert "Nothing is sent to you any more." in ben.text
    assert MUTE not in opens().text
    assert "Waiting for you" in opens().text
    ben.press("Send again")
    assert MUTE in opens().text


def test_where_nothing_is_sent_nothing_has_to_be_muted(opens: Opens) -> None:
    opens().go_on()
    assert MUTE not in opens().text


def test_where_several_people_look_it_says_nothing_of_one(opens: Opens, notified: None) -> None:
    opens().go_on()
    text = opens(where="channel").text
    assert "Waiting for you" not in text
    assert MUTE not in text


def test_it_is_said_in_swedish(opens: Opens, notified: None) -> None:
    opens(locale="sv-SE").go_on()
    text = opens(locale="sv-SE").text
    assert "Väntar på dig: ”" in text
    assert "Skicka inga meddelanden" in text
