"""An organisation: the company whose people learn together."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base

DEFAULT_ZONE = "Europe/Stockholm"


class Organisation(Base):
    """A company. Nothing of one organisation is ever shown to another."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    time_zone: Mapped[str] = mapped_column(String(64), default=DEFAULT_ZONE)
    help_contact: Mapped[str | None] = mapped_column(String(200))
    """Whom people ask when something does not work; shown on problem pages."""
    created_at: Mapped[datetime]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this organisation's weeks begin."""
        return ZoneInfo(self.time_zone)

    def today(self, moment: datetime) -> date:
        """Return the date that it is at `moment` in this organisation."""
        return moment.astimezone(self.zone).date()


def find_or_create_organisation(session: Session, name: str, at: datetime) -> Organisation:
    """Return the organisation of that name; make it if there is none yet."""
    found = session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        found = Organisation(name=name, created_at=at)
        session.add(found)
        session.flush()
    return found
