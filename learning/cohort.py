"""A cohort: people who go through the programme together, from one Monday on."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.database import Base
from learning.nordic_year import NO_CALENDAR, free_weeks
from learning.organisation import Organisation
from learning.programme_order import Programme, arc_order, programme_of
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
    """The Mondays of the weeks without a new module that somebody chose."""
    calendar: Mapped[str] = mapped_column(String(16), default=NO_CALENDAR)
    """Whose free weeks come on top of these (see `learning.nordic_year`)."""
    weeks_on: Mapped[frozenset[date]] = mapped_column(WeeksOff, default=NEVER_OFF)
    """The Mondays of the calendar's free weeks that somebody took for a module all the same."""
    arcs: Mapped[str] = mapped_column(Text, default="")
    """The order of its own, as arcs; empty while it follows the organisation's."""
    met: Mapped[str] = mapped_column(Text, default="")
    """The modules of the weeks before the order was last changed; they keep their weeks."""

    organisation: Mapped[Organisation] = relationship()

    def programme(self, catalogue: Catalogue, organisation: Organisation) -> Programme:
        """Return the modules in this cohort's order; `organisation` is its own."""
        return programme_of(catalogue, self.arcs or organisation.arcs or "", self.met or "")

    def week(self, today: date) -> int:
        """Return which week of the cohort `today` is in; the first is 1, before it 0 or less.

        Weeks off do not count: in one of them it is still the week before.
        """
        start = monday_of(self.starts_on)
        return week_number(start, today, self.off_between(start, today))

    def module_of_week(self, programme: Programme, today: date) -> str:
        """Return the slug of this week's module.

        The first before the start; after the end they come round again, to be taught to somebody.
        In a week off, the one before it.
        """
        return programme.module_of(self.week(today))

    def has_ended(self, programme: Programme, today: date) -> bool:
        """Tell whether every module has had its week."""
        return programme.is_over(self.week(today))

    def is_off(self, today: date) -> bool:
        """Tell whether `today` is in a week off."""
        return monday_of(today) in self.off_between(today, today)

    def off_between(self, first: date, last: date) -> frozenset[date]:
        """Return the Mondays of the weeks off in these days' years, chosen or by the calendar."""
        chosen = self.weeks_off or NEVER_OFF
        by_rule = free_weeks(self.calendar, first, last)
        on = self.weeks_on or NEVER_OFF
        # Mostly there is only one of them: the same object has its hash ready for `week_number`.
        return (by_rule - on) | chosen if by_rule and (on or chosen) else by_rule or chosen

    def next_opening(self, programme: Programme, today: date) -> date | None:
        """Return the Monday on which the next module opens; None if none is to come."""
        if self.week(today) >= len(programme.modules):
            return None
        monday = max(monday_of(today) + WEEK, monday_of(self.starts_on))
        while self.is_off(monday):
            monday += WEEK
        return monday

    def start_on(self, day: date) -> None:
        """Let the programme start in the week of `day`. What people have done stays done."""
        self.starts_on = monday_of(day)

    def take_off(self, days: Iterable[date]) -> None:
        """Let the weeks of these days be the chosen weeks off, and no others."""
        self.weeks_off = mondays_of(days)
        self.weeks_on = (self.weeks_on or NEVER_OFF) - self.weeks_off

    def choose_weeks(self, listed: frozenset[date], off: frozenset[date]) -> None:
        """Let these weeks be off, of those listed; what is not listed stays as it is."""
        by_rule = free_weeks(self.calendar, min(listed), max(listed)) & listed
        self.weeks_off = ((self.weeks_off or NEVER_OFF) - listed) | (off - by_rule)
        self.weeks_on = ((self.weeks_on or NEVER_OFF) - listed) | (by_rule - off)

    def follow_calendar(self, calendar: str, today: date) -> None:
        """Let a calendar's weeks be free from this week on, or no calendar's.

        The weeks before stay as they were, so that no module comes twice or is left out.
        """
        start, monday = monday_of(self.starts_on), monday_of(today)
        past = frozenset(week for week in self.off_between(start, today) if week < monday)
        by_rule = frozenset(w for w in free_weeks(calendar, start, today) if w < monday)
        ahead = frozenset(week for week in self.weeks_off or NEVER_OFF if week >= monday)
        self.calendar, self.weeks_off = calendar, past | ahead
        self.weeks_on = by_rule - past

    def follow_order(
        self, catalogue: Catalogue, arcs: Iterable[str], today: date, *, at_once: bool = False
    ) -> None:
        """Take the arcs in this order after the one that is at hand, or `at_once`, from next week.

        Without arcs it is the organisation's order again. The weeks until now keep their modules.
        Raises Incomplete for an arc that is unknown or named twice.
        """
        named = list(arcs)
        order = arc_order(catalogue, named) if named else ""
        self.keep_weeks(catalogue, today, whole_arc=not at_once)
        self.arcs = order

    def keep_weeks(self, catalogue: Catalogue, today: date, *, whole_arc: bool) -> None:
        """Let the weeks until now keep their modules, whatever order comes.

        With `whole_arc`, the weeks until the end of the arc at hand.
        """
        known, kept = self.programme(catalogue, self.organisation), max(self.week(today), 0)
        while whole_arc and 0 < kept < len(known.arcs) and known.arcs[kept] == known.arcs[kept - 1]:
            kept += 1
        self.met = " ".join(known.modules[:kept])


@lru_cache(maxsize=4096)
def week_number(starts_on: date, today: date, weeks_off: frozenset[date] = NEVER_OFF) -> int:
    """Return the number of the week that `today` is in, counted from the week of `starts_on`."""
    start, monday = monday_of(starts_on), monday_of(today)
    off = sum(start <= week <= monday for week in weeks_off)
    return (monday - start) // timedelta(weeks=1) + 1 - off
