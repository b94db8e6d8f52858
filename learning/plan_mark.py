"""A mark on a plan's card: "I did it", or that the card is put away."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Mark(StrEnum):
    """What was tapped."""

    DID = "did"
    HIDDEN = "hidden"


class PlanMark(Base):
    """One tap on the card. It is never the follow-up, and never counts for anything."""

    __tablename__ = "plan_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    mark: Mapped[Mark] = mapped_column(String(8))
    at: Mapped[datetime]
    """In learning time."""
