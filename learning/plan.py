"""A plan: one small if–then for the coming week. Nobody but its owner reads it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.clock import next_monday
from learning.database import Base
from learning.errors import Incomplete

LONGEST = 300
"""Characters that fit in each field of a plan."""


class Plan(Base):
    """ "If {cue}, then I {action}", perhaps with somebody. Its content is never judged."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loop.id"), unique=True)
    suggestion: Mapped[str | None] = mapped_column(String(80))
    """The suggestion it grew from; None for one's own."""
    cue: Mapped[str] = mapped_column(String(LONGEST))
    action: Mapped[str] = mapped_column(String(LONGEST))
    with_: Mapped[str] = mapped_column("with", String(LONGEST), default="")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    def follow_up_opens(self, zone: ZoneInfo) -> datetime:
        """Return when the follow-up opens: the Monday after the plan was made."""
        return next_monday(self.made_at, zone)


def plan_field(text: str, name: str, *, required: bool) -> str:
    """Return one field of a plan, tidied.

    Raises Incomplete if a required field is empty, or any field is too long.
    """
    tidy = " ".join(text.replace("\x00", "").split())
    if required and not tidy:
        raise Incomplete(f"Please add {name}. A few words are enough.")
    if len(tidy) > LONGEST:
        raise Incomplete(f"Please shorten {name} to {LONGEST} characters.")
    return tidy
