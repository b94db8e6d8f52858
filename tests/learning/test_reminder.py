"""When somebody may be notified: once, and once more at most, in working hours, when they chose."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.errors import Incomplete
from learning.notice import NoticeKind, due_notice
from learning.reminder import Reminder

ZONE = ZoneInfo("Europe/Helsinki")
MONDAY = datetime(2026, 3, 2, tzinfo=ZONE)
WEEK, AGAIN = NoticeKind.WEEK, NoticeKind.REMINDER


def reminder(weekday: int = 1, hour: int = 9) -> Reminder:
    return Reminder(person_id=1, weekday=weekday, hour=hour, changed_at=MONDAY)


def due(choices: Reminder, at: datetime, *sent: NoticeKind, **states: bool) -> NoticeKind | None:
    usual = {"is_done": False, "rests": False}
    return due_notice(choices, sent, at, ZONE, **(usual | states))


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return (MONDAY + timedelta(days=day, hours=hour, minutes=minute)).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (moment(0, 12), None),
        (moment(1, 8, 59), None),
        (moment(1, 9), WEEK),
        (moment(1, 17), None),
        (moment(2, 7), None),
        (moment(3, 16, 59), WEEK),
        (moment(5, 12), None),
        (moment(6, 12), None),
    ],
)
def test_the_notice_comes_from_the_chosen_time_on_in_working_hours_of_their_zone(
    at: datetime, kind: NoticeKind | None
) -> None:
    assert due(reminder(), at) == kind


@pytest.mark.parametrize(
    ("weekday", "comes"), [(0, moment(2, 9)), (2, moment(4, 9)), (3, moment(4, 9)), (4, None)]
)
def test_the_reminder_comes_two_days_later_and_on_friday_at_the_latest(
    weekday: int, comes: datetime | None
) -> None:
    hours = [moment(day, hour) for day in range(7) for hour in range(24)]
    found = [at for at in hours if due(reminder(weekday), at, WEEK) is AGAIN]
    assert (found[0] if found else None) == comes


def test_after_both_there_is_nothing_more_until_monday() -> None:
    hours = [moment(day, hour) for day in range(7) for hour in range(24)]
    assert {due(reminder(), at, WEEK, AGAIN) for at in hours} == {None}


@pytest.mark.parametrize("state", ["is_done", "rests"])
def test_who_is_done_or_rests_is_left_alone(state: str) -> None:
    assert due(reminder(), moment(2, 10), **{state: True}) is None
    assert due(reminder(), moment(4, 10), WEEK, **{state: True}) is None


def test_one_tap_mutes_and_one_brings_it_back() -> None:
    choices = reminder()
    choices.mute(MONDAY)
    choices.mute(MONDAY + timedelta(days=1))
    assert choices.muted_at == MONDAY
    assert due(choices, moment(2, 10)) is None
    choices.unmute()
    assert due(choices, moment(2, 10)) is WEEK


@pytest.mark.parametrize(("weekday", "hour"), [(5, 9), (-1, 9), (1, 7), (1, 17), (1, 24)])
def test_a_time_outside_working_hours_cannot_be_chosen(weekday: int, hour: int) -> None:
    with pytest.raises(Incomplete):
        reminder().choose(weekday, hour, MONDAY)


def test_the_next_time_is_the_same_hour_when_the_clocks_change() -> None:
    choices = reminder(weekday=0, hour=9)
    before = datetime(2026, 3, 23, 12, tzinfo=ZONE)
    assert choices.next_time(before, ZONE) == datetime(2026, 3, 30, 9, tzinfo=ZONE)
    assert choices.next_time(MONDAY, ZONE) == MONDAY + timedelta(hours=9)
