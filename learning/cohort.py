"""A cohort: people who go through the programme together, from one Monday on."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.clock import monday_of
from learning.database import Base
from learning.organisation import Organisation
from learning.week_off import WEEK, WeeksOff, mondays_of

NEVER_OFF: frozenset[date] = frozenset()


class Cohort(Base):
    """People with a shared "this week"."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    """The Monday of the first week."""
    weeks_off: Mapped[frozenset[date]] = mapped_column(WeeksOff, default=NEVER_OFF)
    """The Mondays of the weeks without a new module."""

    organisation: Mapped[Organisation] = relationship()

    def week(self, today: date) -> int:
        """Return which week of the cohort `today` is in; the first is 1, before it 0 or less.

        Weeks off do not count: in one of them it is still the week before.
        """
        return week_number(self.starts_on, today, self.weeks_off or NEVER_OFF)

    def module_of_week(self, programme: tuple[str, ...], today: date) -> str:
        """Return the slug of this week's module.

        The first before the start, the last after the end; in a week off, the one before it.
        """
        index = self.week(today) - 1
        return programme[min(max(index, 0), len(programme) - 1)]

    def is_off(self, today: date) -> bool:
        """Tell whether `today` is in a week off."""
        return monday_of(today) in (self.weeks_off or NEVER_OFF)

    def next_opening(self, programme: tuple[str, ...], today: date) -> date | None:
        """Return the Monday on which the next module opens; None if none is to come."""
        if self.week(today) >= len(programme):
            return None
        monday = max(monday_of(today) + WEEK, monday_of(self.starts_on))
        while self.is_off(monday):
            monday += WEEK
        return monday

    def start_on(self, day: date) -> None:
        """Let the programme start in the week of `day`. What people have done stays done."""
        self.starts_on = monday_of(day)

    def take_off(self, days: Iterable[date]) -> None:
        """Let the weeks of these days be the weeks off, and no others."""
        self.weeks_off = mondays_of(days)


def week_number(starts_on: date, today: date, weeks_off: frozenset[date] = NEVER_OFF) -> int:
    """Return the number of the week that `today` is in, counted from the week of `starts_on`."""
    start, monday = monday_of(starts_on), monday_of(today)
    off = sum(start <= week <= monday for week in weeks_off)
    return (monday - start) // timedelta(weeks=1) + 1 - off
