"""A version of a plan: how it goes on after the look back and in which words, or that it ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Choice(StrEnum):
    """What somebody does with a plan: as it is, smaller, at another moment, or not any more."""

    KEEP = "keep"
    SHRINK = "shrink"
    CUE = "cue"
    DROP = "drop"


class PlanVersion(Base):
    """What was chosen for a plan, and its words from then on. It never touches the score."""

    __tablename__ = "plan_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    choice: Mapped[Choice] = mapped_column(String(8))
    cue: Mapped[str] = mapped_column(String(300))
    action: Mapped[str] = mapped_column(String(300))
    with_: Mapped[str] = mapped_column("with", String(300), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    """That of these words, as `Plan` has it."""
    at: Mapped[datetime]
    """In learning time."""

    def says(self, choice: Choice, cue: str, action: str, with_: str) -> bool:
        """Tell whether this is the same choice in the same words."""
        mine = (self.choice, self.cue, self.action, self.with_)
        return mine == (choice, cue, action, with_)
