"""A cohort: people who go through the programme together, from one Monday on."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.clock import monday_of
from learning.database import Base
from learning.organisation import Organisation


class Cohort(Base):
    """People with a shared "this week"."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    """The Monday of the first week."""

    organisation: Mapped[Organisation] = relationship()

    def week(self, today: date) -> int:
        """Return which week of the cohort `today` is in; the first is 1, before it 0 or less."""
        return week_number(self.starts_on, today)

    def module_of_week(self, programme: tuple[str, ...], today: date) -> str:
        """Return the slug of this week's module (see `module_of_week`)."""
        return module_of_week(self.starts_on, programme, today)


def week_number(starts_on: date, today: date) -> int:
    """Return the number of the week that `today` is in, counted from the week of `starts_on`."""
    return (monday_of(today) - monday_of(starts_on)).days // 7 + 1


def module_of_week(starts_on: date, programme: tuple[str, ...], today: date) -> str:
    """Return the module of that week: the first before the start, the last after the end."""
    index = week_number(starts_on, today) - 1
    return programme[min(max(index, 0), len(programme) - 1)]
