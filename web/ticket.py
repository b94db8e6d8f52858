"""A ticket: opens one page in a new tab, once. Print, download and ctrl-click go through it."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from web.session import WebSession, hash_token, lock_visit, new_public_id, new_token

LIFE = timedelta(seconds=60)


class Ticket(Base):
    """A one-use key to a new session beside the one that asked for it."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    web_session_id: Mapped[int] = mapped_column(ForeignKey("web_session.id"))
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    web_session: Mapped[WebSession] = relationship()


def issue_ticket(session: Session, web_session: WebSession, at: datetime) -> str:
    """Return a fresh ticket's token."""
    token = secrets.token_urlsafe(32)
    session.add(Ticket(token_hash=hash_token(token), web_session_id=web_session.id, issued_at=at))
    return token


def redeem_ticket(session: Session, token: str, at: datetime) -> tuple[WebSession, str] | None:
    """Use a ticket up and return a session of its own with its token; None if it is no good."""
    wanted = select(Ticket).where(Ticket.token_hash == hash_token(token)).with_for_update()
    ticket = session.scalar(wanted)
    if ticket is None or ticket.used_at is not None or at - ticket.issued_at > LIFE:
        return None
    parent = ticket.web_session
    root = lock_visit(session, parent)
    session.refresh(parent, ["ended_at"])
    if not parent.is_alive(at):
        return None
    ticket.used_at = at
    return _beside(session, parent, root, at)


def _beside(
    session: Session, parent: WebSession, root: int, at: datetime
) -> tuple[WebSession, str]:
    token = new_token()
    child = WebSession(
        public_id=new_public_id(),
        token_hash=hash_token(token),
        person_id=parent.person_id,
        context_id=parent.context_id,
        door=parent.door,
        module=parent.module,
        leads=parent.leads,
        sets_up=parent.sets_up,
        language=parent.language,
        frame_ancestors=parent.frame_ancestors,
        return_url=parent.return_url,
        root_id=root,
        started_at=parent.started_at,
        seen_at=at,
    )
    session.add(child)
    session.flush()
    return child, token
