"""An organisation: the company whose people learn together."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.errors import Incomplete

LONGEST_NAME = LONGEST_CONTACT = 200
DEFAULT_ZONE = "Europe/Stockholm"


class Organisation(Base):
    """A company. Nothing of one organisation is ever shown to another."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    time_zone: Mapped[str] = mapped_column(String(64), default=DEFAULT_ZONE)
    help_contact: Mapped[str | None] = mapped_column(String(200))
    """Whom people ask when something does not work; shown on problem pages."""
    arcs: Mapped[str] = mapped_column(Text, default="")
    """The order of the programme, as arcs; empty for the content's own."""
    created_at: Mapped[datetime]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this organisation's weeks begin."""
        return ZoneInfo(self.time_zone)

    def today(self, moment: datetime) -> date:
        """Return the date that it is at `moment` in this organisation."""
        return moment.astimezone(self.zone).date()

    def move_to(self, time_zone: str) -> None:
        """Let the weeks begin by another zone's calendar, such as `Europe/Helsinki`.

        Raises Incomplete if there is no such zone.
        """
        if time_zone not in _zones():
            raise Incomplete(
                "There is no time zone “%(zone)s”. Write it as %(example)s.",
                zone=time_zone[:64],
                example=DEFAULT_ZONE,
            )
        self.time_zone = time_zone

    def ask_for_help(self, contact: str) -> None:
        """Name whom people ask when something does not work; nobody, if it is empty.

        Raises Incomplete if it is too long.
        """
        tidy = " ".join("".join(c if c.isprintable() else " " for c in contact).split())
        if len(tidy) > LONGEST_CONTACT:
            raise Incomplete(
                "Please shorten whom to ask to %(longest)s characters.", longest=LONGEST_CONTACT
            )
        self.help_contact = tidy or None


def organisation_named(session: Session, name: str) -> Organisation | None:
    """Return the organisation of that name, or None."""
    return session.scalar(select(Organisation).where(Organisation.name == name))


def find_or_create_organisation(session: Session, name: str, at: datetime) -> Organisation:
    """Return the organisation of that name; make it if there is none yet."""
    found = organisation_named(session, name)
    if found is None:
        found = Organisation(name=name, created_at=at)
        session.add(found)
        session.flush()
    return found


@cache
def _zones() -> set[str]:
    return available_timezones()
