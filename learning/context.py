"""A context: a course in an LMS (or, later, a team in Teams), and who is in it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.cohort import Cohort
from learning.database import Base
from learning.person import Identity


class Context(Base):
    """A place where people of one organisation meet the programme."""

    __tablename__ = "context"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[str | None] = mapped_column(String(200))
    set_up_at: Mapped[datetime | None]
    """When somebody first set something up here; None until then."""

    cohort: Mapped[Cohort] = relationship()


class Enrolment(Base):
    """One identity in one context. `leads` says that the door called them an instructor there."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("context_id", "identity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"))
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    leads: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """Since when the door's roster has not had them any more; None for who is here."""
    roster_at: Mapped[datetime | None]
    """When a roster last named them; None if none ever did. For who came by Teams alone, where
    there is no roster: about when they last came."""

    context: Mapped[Context] = relationship()
    identity: Mapped[Identity] = relationship()
