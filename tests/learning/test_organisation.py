"""An organisation: made once by its name, and its own calendar."""

from datetime import UTC, date, datetime

import pytest
from cast.company import MONDAY
from sqlalchemy.orm import Session

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
