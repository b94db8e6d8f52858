"""A link: two accounts of one person have become one, and how they can be parted again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from learning.person import Person


class How(StrEnum):
    """By what the two were known to be one person."""

    CODE = "code"
    """A code and six digits were carried between the two, each way."""
    EMAIL = "email"
    """Both had the same address, and the organisation trusts its addresses."""


class AccountLink(Base):
    """Somebody's second account was joined to their first: whose it was, and when.

    The columns after `learning_at` are those of the person who is not there any more. Name, address
    and language are emptied when that account has a person of its own again.
    """

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who stays."""
    how: Mapped[How] = mapped_column(String(8))
    at: Mapped[datetime]
    """Real time."""
    learning_at: Mapped[datetime]
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[str | None] = mapped_column(String(8))
    setting: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    parted_at: Mapped[datetime | None]
    """When the two were parted again; None while they are one."""
    parted_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who has the second account since."""

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    brought: Mapped[list["BroughtRow"]] = relationship(cascade="all, delete-orphan")


class BroughtRow(Base):
    """A row that came with the second account, and goes with it if the two are parted."""

    __tablename__ = "brought_row"
    __table_args__ = (UniqueConstraint("link_id", "key", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("account_link.id"))
    key: Mapped[str] = mapped_column(String(64))
    """The table, and the column that led to its owner, such as `loop.person_id`."""
    row_id: Mapped[int]
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Whether both had such a row, and one was kept for the two."""


def links_of(session: Session, person_id: int) -> list[AccountLink]:
    """Return the links by which somebody has several accounts now, the oldest first."""
    mine = AccountLink.person_id == person_id, AccountLink.parted_at.is_(None)
    return list(session.scalars(select(AccountLink).where(*mine).order_by(AccountLink.id)))


def linked_by_itself(session: Session, person_id: int, since: datetime) -> AccountLink | None:
    """Return the newest link that nobody asked for, if it was made since then (real time)."""
    found = [
        link for link in links_of(session, person_id) if link.how == How.EMAIL and link.at >= since
    ]
    return found[-1] if found else None


def was_parted(session: Session, *person_ids: int) -> bool:
    """Tell whether any of these has parted accounts before; no link is then made by itself."""
    mine = AccountLink.person_id.in_(person_ids) | AccountLink.parted_id.in_(person_ids)
    parted = select(AccountLink.id).where(mine, AccountLink.parted_at.is_not(None)).limit(1)
    return session.scalar(parted) is not None
