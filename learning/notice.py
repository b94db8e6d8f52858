"""A notice: the week's one notification, and the one reminder that takes its place."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.clock import monday_of
from learning.database import Base
from learning.reminder import Reminder, is_working_time

_FRIDAY = 4


class NoticeKind(StrEnum):
    """What may be sent in a week, each once."""

    WEEK = "week"
    """This week's module is there."""
    REMINDER = "reminder"
    """It is still there, for who has not finished it."""


class Notice(Base):
    """Something was sent, or given to a door to send."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "monday", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    monday: Mapped[date]
    """The week that it is about."""
    kind: Mapped[NoticeKind] = mapped_column(String(16))
    at: Mapped[datetime]
    """Real time."""


def reminder_days(weekday: int) -> int:
    """Return how many days after the chosen one the reminder comes; none for 0 and less."""
    return min(2, _FRIDAY - weekday)


def due_notice(
    reminder: Reminder,
    sent: Collection[NoticeKind],
    at: datetime,
    zone: ZoneInfo,
    *,
    is_done: bool,
    rests: bool,
) -> NoticeKind | None:
    """Return what is due to somebody now, in this week; mostly nothing.

    `sent` is what they have had this week, `is_done` says that they have finished the module, and
    `rests` that it is a free week or they pause. The reminder comes two days after the chosen
    time, on Friday at the latest; who chose Friday gets none.
    """
    if reminder.muted_at is not None or rests or is_done or not is_working_time(at, zone):
        return None
    monday = monday_of(at.astimezone(zone).date())
    first = reminder.time_in(monday, zone)
    if NoticeKind.WEEK not in sent:
        return NoticeKind.WEEK if at >= first else None
    days = reminder_days(reminder.weekday)
    is_time = days > 0 and at >= first + timedelta(days=days)
    return NoticeKind.REMINDER if is_time and NoticeKind.REMINDER not in sent else None
