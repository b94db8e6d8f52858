"""The week starts Monday in the organisation's time zone, through DST and over New Year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.clock import MovedClock, SystemClock, monday_of, next_monday
from learning.database import Database

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ZONES = ["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Havana"]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        pytest.param(utc(2026, 3, 4, 12), utc(2026, 3, 8, 23), id="a Wednesday in winter"),
        pytest.param(utc(2026, 3, 1, 22, 59), utc(2026, 3, 1, 23), id="Sunday 23:59, a minute"),
        pytest.param(utc(2026, 3, 1, 23), utc(2026, 3, 8, 23), id="Monday 00:00, a whole week"),
        pytest.param(utc(2026, 3, 25, 12), utc(2026, 3, 29, 22), id="summer time began on Sunday"),
        pytest.param(utc(2026, 10, 21, 12), utc(2026, 10, 25, 23), id="summer time ended on it"),
        pytest.param(utc(2026, 12, 30, 12), utc(2027, 1, 3, 23), id="over New Year"),
        pytest.param(utc(2028, 2, 28, 12), utc(2028, 3, 5, 23), id="over a leap day"),
    ],
)
def test_next_monday_by_the_calendar_of_stockholm(moment: datetime, opens: datetime) -> None:
    assert next_monday(moment, STOCKHOLM) == opens


def test_the_same_moment_is_in_different_weeks_of_different_zones() -> None:
    sunday_evening_in_new_york = utc(2026, 3, 2, 1)
    assert next_monday(sunday_evening_in_new_york, ZoneInfo("America/New_York")) == utc(
        2026, 3, 2, 5
    )
    assert next_monday(sunday_evening_in_new_york, ZoneInfo("Asia/Tokyo")) == utc(2026, 3, 8, 15)


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)),  # noqa: DTZ001 (hypothesis wants them naive)
    st.sampled_from(ZONES),
)
def test_next_monday_is_a_monday_ahead_within_a_week(naive: datetime, name: str) -> None:
    zone, moment = ZoneInfo(name), naive.replace(tzinfo=UTC)
    monday = next_monday(moment, zone)
    assert moment < monday <= moment + timedelta(weeks=1, hours=1)
    assert (monday.weekday(), monday.hour, monday.minute) == (0, 0, 0)
    assert monday.tzinfo == zone


@given(st.dates())
def test_the_monday_of_a_day_is_at_most_six_days_back(day: date) -> None:
    if day >= date(1, 1, 7):
        assert monday_of(day).weekday() == 0
        assert 0 <= (day - monday_of(day)).days <= 6


def test_learning_time_moves_and_is_shared_while_real_time_does_not(database: Database) -> None:
    with database.write() as session:
        MovedClock().move(session, timedelta(weeks=1))
    with database.write() as session:
        MovedClock().move(session, timedelta(days=1))
    with database.read() as session:
        moved = MovedClock().now(session)
        system = SystemClock().now(session)
    assert moved.learning - moved.real == timedelta(days=8)
    assert system.learning == system.real
