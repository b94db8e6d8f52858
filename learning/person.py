"""A person, and the identities by which the doors know them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.database import Base
from learning.organisation import Organisation


class Person(Base):
    """Somebody who learns. Progress belongs to the person, whichever door it came through."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[str | None] = mapped_column(String(8))
    """Chosen by the person; None follows the door's language."""
    setting: Mapped[str] = mapped_column(String(16), default="office")
    """Which variant of a scene fits: office, frontline or remote."""
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()


class Identity(Base):
    """A person's name at one door: `(issuer, subject)` is `(iss, sub)` or `(tid, oid)`."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("organisation_id", "issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    user_name: Mapped[str | None] = mapped_column(String(255), index=True)
    """What the person types to sign in there, if the door tells; for matching uploaded teams."""
    sourced_id: Mapped[str | None] = mapped_column(String(255), index=True)
    """The organisation's own number for the person (`lis.person_sourcedid`), if the door tells."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
