"""A follow-up: how it went with last week's plan. Any answer closes the loop."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Outcome(StrEnum):
    """The four answers. None of them is better than another."""

    DID = "did"
    PARTLY = "partly"
    NO_MOMENT = "no_moment"
    NOT_NOW = "not_now"


class Obstacle(StrEnum):
    """What often gets in the way, to tap instead of writing."""

    TIME = "time"
    FORGOT = "forgot"
    NOBODY = "nobody"
    AWKWARD = "awkward"
    OTHER_FIRST = "other_first"


class FollowUp(Base):
    """What became of a plan, in one tap, and perhaps what got in the way."""

    __tablename__ = "follow_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loop.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(String(16))
    obstacle: Mapped[str] = mapped_column(String(300), default="")
    """What got in the way, in one's own words."""
    hindrance: Mapped[Obstacle | None] = mapped_column(String(16))
    """What got in the way, tapped."""
    at: Mapped[datetime]
