"""A picker: somebody is choosing what to add to a course. Its token can do nothing else."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from learning.database import Base
from lti_tool.platform import Deployment
from web.session import hash_token

LIFE = timedelta(hours=2)
"""How long a picker may stay open; most platforms forget who asked after that."""


class Picker(Base):
    """One deep-linking request that waits for its answer. Nothing of the person is kept.

    The page holds the token; the row has its hash, as a visit's has (decision 2).
    """

    __tablename__ = "picker"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id", ondelete="CASCADE"))
    return_url: Mapped[str] = mapped_column(String(2000))
    data: Mapped[str | None] = mapped_column(Text)
    """What the platform wants back, byte for byte; None if it sent nothing."""
    accept_multiple: Mapped[bool]
    accept_lineitem: Mapped[bool]
    in_window: Mapped[bool]
    """Whether the platform shows links in a window of their own only."""
    chosen: Mapped[str | None] = mapped_column(String(100))
    """The selection of the link that is being changed, where the platform tells it."""
    language: Mapped[str] = mapped_column(String(8))
    frame_ancestors: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime]

    deployment: Mapped[Deployment] = relationship()

    def is_alive(self, at: datetime) -> bool:
        """Tell whether one may still choose."""
        return at - self.started_at <= LIFE


def find_picker(session: Session, public_id: str, token: str) -> Picker | None:
    """Return the picker that this token opens, with its deployment, alive or not."""
    wanted = (
        select(Picker)
        .where(Picker.public_id == public_id, Picker.token_hash == hash_token(token))
        .options(
            joinedload(Picker.deployment).joinedload(Deployment.platform),
            joinedload(Picker.deployment).joinedload(Deployment.organisation),
        )
    )
    return session.scalar(wanted)


def forget_pickers(session: Session, at: datetime) -> None:
    """Delete pickers that have ended."""
    session.execute(delete(Picker).where(Picker.started_at < at - LIFE))
