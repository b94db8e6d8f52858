"""A kept plan: its owner wants its words to stay for longer than plans usually do."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class KeptPlan(Base):
    """As long as this row is there, nothing but its owner erases the plan."""

    __tablename__ = "kept_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), unique=True)
    at: Mapped[datetime]
    """In learning time."""
