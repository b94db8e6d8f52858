"""An attempt at a module's try. Retries are free."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Attempt(Base):
    """One option chosen in a try; `best` means that it solved the try."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("loop_id", "option"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loop.id"))
    option: Mapped[str] = mapped_column(String(80))
    best: Mapped[bool]
    at: Mapped[datetime]
