"""What is known of somebody's feed: that they have the app, or that they have not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doubles.entra import Entra as Microsoft
from sqlalchemy import select

from learning.database import Database
from teams_app.recipient import KNOWN_FOR, Recipient

AT = datetime(2026, 3, 3, 8, tzinfo=UTC)
SignIn = Callable[..., Any]


def test_who_had_the_app_lately_has_it() -> None:
    recipient = Recipient(refusals=0)
    assert not recipient.is_known(AT)
    assert recipient.may_be_tried(AT)
    recipient.note_known(AT)
    assert recipient.is_known(AT + KNOWN_FOR)
    assert not recipient.is_known(AT + KNOWN_FOR + timedelta(days=1))
    recipient.note_missing(AT)
    assert not recipient.is_known(AT)


def test_after_a_refusal_they_are_tried_rarely_and_after_three_no_more() -> None:
    recipient = Recipient(refusals=0)
    tried = []
    for week in range(52):
        at = AT + timedelta(weeks=week)
        if recipient.may_be_tried(at):
            tried.append(week)
            recipient.note_missing(at)
    assert tried == [0, 4, 8]
    recipient.note_known(at)
    assert recipient.may_be_tried(at)


def test_opening_the_tab_shows_that_they_have_it(
    sign_in: SignIn, microsoft: Microsoft, database: Database
) -> None:
    sign_in(microsoft.token("ben"), locale="sv-SE", zone="Europe/Helsinki")
    with database.write() as session:
        recipient = session.scalars(select(Recipient)).one()
        assert (recipient.language, recipient.time_zone) == ("sv", "Europe/Helsinki")
        assert recipient.is_known(datetime.now(UTC))
        recipient.note_missing(datetime.now(UTC))
    sign_in(microsoft.token("ben"), locale="en-GB", zone="Europe/Helsinki")
    with database.read() as session:
        recipient = session.scalars(select(Recipient)).one()
        assert (recipient.language, recipient.refusals) == ("en", 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "zone", ["", "Mars/Base", "../../etc/passwd", "/etc/localtime", "x" * 300, "Europe", "a\x00b"]
)
def test_a_zone_that_is_none_is_not_taken(
    sign_in: SignIn, microsoft: Microsoft, database: Database, zone: str
) -> None:
    assert sign_in(microsoft.token("ben"), zone=zone).status_code == 200
    with database.read() as session:
        assert session.scalars(select(Recipient.time_zone)).one() is None
