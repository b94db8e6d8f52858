"""Two clocks. Learning time can be moved; real time cannot (decision 11)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base


@dataclass(frozen=True)
class Now:
    """This moment on both clocks: `learning` decides weeks, `real` stamps what others check."""

    learning: datetime
    real: datetime


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self, session: Session) -> Now:
        """Return this moment on both clocks."""


class SystemClock:
    """The clock of a real installation: both times are the same."""

    def now(self, session: Session) -> Now:  # noqa: ARG002 (the protocol's other clock needs it)
        """Return the system's time, twice."""
        moment = datetime.now(UTC)
        return Now(moment, moment)


class ClockOffset(Base):
    """How many seconds learning time has been moved. One row, shared by web and worker."""

    __tablename__ = "clock_offset"

    id: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[int] = mapped_column(Integer, default=0)


class MovedClock:
    """The demo's and the tests' clock: learning time runs ahead by the stored offset."""

    def now(self, session: Session) -> Now:
        """Return real time, and learning time moved by what `move` has added so far."""
        moment = datetime.now(UTC)
        row = session.get(ClockOffset, 1)
        return Now(moment + timedelta(seconds=row.seconds if row else 0), moment)

    def move(self, session: Session, by: timedelta) -> None:
        """Move learning time further."""
        row = session.get(ClockOffset, 1) or ClockOffset(id=1, seconds=0)
        row.seconds += int(by.total_seconds())
        session.add(row)


def monday_of(day: date) -> date:
    """Return the Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def next_monday(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the start of the Monday after `moment`, by the calendar of `zone`."""
    day = monday_of(moment.astimezone(zone).date()) + timedelta(weeks=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)
