"""A reminder: when in the week somebody wants to hear of Baton, and whether at all.

These are the rules; a door that can notify people follows them, and none notifies by itself.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.errors import Incomplete

WORKDAYS = range(5)
"""Monday to Friday, as `date.weekday` counts."""
HOURS = range(8, 17)
"""The hours in which somebody may be notified; the last one ends at 17."""
TUESDAY, NINE = 1, 9


class Reminder(Base):
    """One person's choices. Who has none yet is reminded on Tuesdays at nine."""

    __tablename__ = "reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    weekday: Mapped[int] = mapped_column(default=TUESDAY)
    hour: Mapped[int] = mapped_column(default=NINE)
    muted_at: Mapped[datetime | None]
    """Since when nothing is to be sent; None while something may be."""
    changed_at: Mapped[datetime]
    """Real time: a newer calendar entry takes the place of an older one by it."""

    def choose(self, weekday: int, hour: int, at: datetime) -> None:
        """Take another time of the week. Raises Incomplete outside working hours."""
        if weekday not in WORKDAYS or hour not in HOURS:
            raise Incomplete("Please choose a time on a working day, from 8 to 16.")
        self.weekday, self.hour, self.changed_at = weekday, hour, at

    def mute(self, at: datetime) -> None:
        """Let nothing be sent any more. Muted twice, the first time stands."""
        self.muted_at = self.muted_at or at

    def unmute(self) -> None:
        """Let something be sent again."""
        self.muted_at = None

    def time_in(self, monday: date, zone: ZoneInfo) -> datetime:
        """Return the chosen time in the week of this Monday, by `zone`'s clocks."""
        return datetime.combine(monday + timedelta(days=self.weekday), time(self.hour), zone)

    def next_time(self, after: datetime, zone: ZoneInfo) -> datetime:
        """Return the chosen time that comes next."""
        today = after.astimezone(zone).date()
        monday = today - timedelta(days=today.weekday())
        this_week = self.time_in(monday, zone)
        return this_week if this_week > after else self.time_in(monday + timedelta(weeks=1), zone)


def read_reminder(session: Session, person_id: int) -> Reminder:
    """Return a person's choices; the usual ones, not written down, if there are none."""
    found = session.scalar(select(Reminder).where(Reminder.person_id == person_id))
    usual = datetime(2026, 1, 1, tzinfo=UTC)
    return found or Reminder(person_id=person_id, weekday=TUESDAY, hour=NINE, changed_at=usual)


def change_reminder(session: Session, person_id: int) -> Reminder:
    """Return a person's choices for changing them; call it with the person's row locked."""
    reminder = read_reminder(session, person_id)
    session.add(reminder)
    return reminder


def is_working_time(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether people may be notified at this moment, by `zone`'s clocks."""
    local = moment.astimezone(zone)
    return local.weekday() in WORKDAYS and local.hour in HOURS
