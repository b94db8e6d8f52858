"""Nonces: each is good once (Security Framework 1.0, section 5.1.3)."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, String, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.ready import DriverConnection, Ready

KEPT = timedelta(hours=1)
"""Longer than any state lives, so that a spent nonce is remembered for as long as it matters."""

_SPEND = Ready(
    text("INSERT INTO spent_nonce (nonce, spent_at) VALUES (:nonce, :at) ON CONFLICT DO NOTHING")
)


class SpentNonce(Base):
    """A nonce that came back from a platform."""

    __tablename__ = "spent_nonce"

    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    spent_at: Mapped[int]
    """Seconds since 1970; plain, since this is written at every launch."""


def spend_nonce(connection: DriverConnection, nonce: str, at: datetime) -> bool:
    """Use a nonce up; False if somebody was faster, however close."""
    return _SPEND.change(connection, {"nonce": nonce, "at": int(at.timestamp())}) == 1


def is_spent(connection: Connection, nonce: str) -> bool:
    """Tell whether a nonce has been used up."""
    return connection.scalar(select(SpentNonce.nonce).where(SpentNonce.nonce == nonce)) is not None


def forget_spent_nonces(session: Session, at: datetime) -> None:
    """Delete nonces whose states have long expired."""
    before = int((at - KEPT).timestamp())
    session.execute(delete(SpentNonce).where(SpentNonce.spent_at < before))
