"""Where it is working time: by the clocks of where people are, in their company's week."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from cast.staff import Staff
from doubles.activity_feed import ActivityFeed
from doubles.entra import CLIENT_ID
from sqlalchemy import select

from learning.database import Database
from teams_app.tenant import Tenant
from teams_app.working_zones import working_zones

STOCKHOLM, TOKYO, AUCKLAND, NEW_YORK = (
    "Europe/Stockholm",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "America/New_York",
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class NoGraph:
    feed = ActivityFeed(CLIENT_ID)


@pytest.fixture
def world(database: Database) -> Database:
    """Norrvik of Stockholm, with people in four places."""
    staff = Staff(database, NoGraph())  # type: ignore[arg-type] # nobody is notified here
    for number, zone in zip(staff.come(4), (TOKYO, AUCKLAND, NEW_YORK, STOCKHOLM), strict=True):
        staff.change(number).is_in(zone)
    return database


@pytest.mark.parametrize(
    ("at", "zones"),
    [
        (datetime(2026, 3, 3, 8, tzinfo=UTC), [STOCKHOLM]),
        (datetime(2026, 3, 3, 7, 30, tzinfo=UTC), [TOKYO, STOCKHOLM]),
        (datetime(2026, 3, 3, 15, tzinfo=UTC), [NEW_YORK, STOCKHOLM]),
        (datetime(2026, 3, 3, 23, 30, tzinfo=UTC), [AUCKLAND, TOKYO]),
        (datetime(2026, 3, 7, 9, tzinfo=UTC), []),
        # In Auckland it is Monday morning, and in Stockholm still the week before.
        (datetime(2026, 3, 1, 20, tzinfo=UTC), []),
    ],
)
def test_where_it_is_working_time(world: Database, at: datetime, zones: list[str]) -> None:
    with world.read() as session:
        tenant = session.scalars(select(Tenant)).one()
        assert set(working_zones(session, tenant, at)) == {ZoneInfo(zone) for zone in zones}
