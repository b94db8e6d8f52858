"""An organisation: made once by its name, and its own calendar."""

from datetime import UTC, date, datetime

import pytest
from cast.company import MONDAY
from sqlalchemy.orm import Session

from learning.errors import Incomplete
from learning.organisation import Organisation, find_or_create_organisation


def test_an_organisation_is_made_once(session: Session) -> None:
    made = find_or_create_organisation(session, "Norrvik", MONDAY)
    assert find_or_create_organisation(session, "Norrvik", MONDAY) is made
    assert find_or_create_organisation(session, "Elsewhere", MONDAY) is not made


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("Europe/Stockholm", date(2026, 12, 31)),
        ("Asia/Tokyo", date(2027, 1, 1)),
        ("America/New_York", date(2026, 12, 31)),
    ],
)
def test_today_is_by_the_organisations_zone(zone: str, today: date) -> None:
    organisation = Organisation(name="Norrvik", time_zone=zone)
    assert organisation.today(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == today


def test_it_may_move_to_another_zone_that_exists() -> None:
    organisation = Organisation(name="Norrvik")
    organisation.move_to("Europe/Helsinki")
    assert organisation.time_zone == "Europe/Helsinki"
    for nowhere in ("Europe/Norrvik", "", "../etc/passwd", "CET+1"):
        with pytest.raises(Incomplete, match="time zone"):
            organisation.move_to(nowhere)
    assert organisation.time_zone == "Europe/Helsinki"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Kim,\n phone 12 ", "Kim, phone 12"), ("", None), ("\x00\u2028 ", None), ("x" * 200,) * 2],
)
def test_whom_to_ask_is_kept_tidy(typed: str, kept: str | None) -> None:
    organisation = Organisation(name="Norrvik")
    organisation.ask_for_help(typed)
    assert organisation.help_contact == kept


def test_whom_to_ask_has_a_length() -> None:
    with pytest.raises(Incomplete, match="200 characters"):
        Organisation(name="Norrvik").ask_for_help("x" * 201)
