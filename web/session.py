"""A session: who is here, and from which link. A token, not a cookie (decision 2)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, bindparam, insert, or_, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from learning.context import Context
from learning.database import Base
from learning.person import Person
from learning.plain import Plain
from learning.ready import DriverConnection, Ready

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
_NOTICE = timedelta(minutes=1)
"""How old `seen_at` may be before it is written again."""


class WebSession(Base):
    """One visit. The row holds the token's hash only, so the database cannot be used to sign in."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"))
    door: Mapped[str] = mapped_column(String(8))
    module: Mapped[str | None] = mapped_column(String(80))
    """The module that the link names; None opens this week's."""
    leads: Mapped[bool] = mapped_column(default=False)
    """Whether they lead here: the team data names them, or they teach where there is none."""
    sets_up: Mapped[bool] = mapped_column(default=False)
    """Whether they may set this context up: they teach or administer it, leading or not."""
    language: Mapped[str] = mapped_column(String(8))
    frame_ancestors: Mapped[str | None] = mapped_column(Text)
    """Origins that may frame this visit, as a CSP source list; None where unknown."""
    return_url: Mapped[str | None] = mapped_column(String(2000))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("web_session.id"), index=True)
    """The visit whose ticket opened this one; None after a launch."""
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    context: Mapped[Context] = relationship()

    @property
    def offers_set_up(self) -> bool:
        """Whether Set-up is offered by itself: the visitor may, and nobody has done it yet."""
        return self.sets_up and self.context.set_up_at is None

    def is_alive(self, at: datetime) -> bool:
        """Tell whether the visit goes on: not ended, not idle for 30 minutes, not 8 hours old."""
        return (
            self.ended_at is None and at - self.seen_at <= IDLE and at - self.started_at <= LONGEST
        )

    def is_stale(self, at: datetime) -> bool:
        """Tell whether `seen_at` should be written again."""
        return at - self.seen_at > _NOTICE


_PLAIN = Plain(WebSession)
_NEW = {column.key: None for column in WebSession.__table__.columns if column.key != "id"}
_INSERT = Ready(insert(WebSession).values({name: bindparam(name) for name in _NEW}).inline())


def insert_session(
    connection: DriverConnection, person: Person, context: Context, **values: object
) -> WebSession:
    """Write a new session down, and return it for looking at: every launch does this."""
    begun = {**_NEW, **values, "person_id": person.id, "context_id": context.id}
    _INSERT.change(connection, begun)
    return _PLAIN.make({**begun, "person": person, "context": context})


def new_public_id() -> str:
    """Return an id that may stand in an address."""
    return secrets.token_urlsafe(12)


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def lock_visit(session: Session, web_session: WebSession) -> int:
    """Hold the launch's own session until the transaction ends, and return its id.

    Beginning a session beside it and ending them all exclude each other in this way.
    """
    root = web_session.root_id or web_session.id
    return session.scalars(
        select(WebSession.id).where(WebSession.id == root).with_for_update()
    ).one()


def end_visit(session: Session, web_session: WebSession, at: datetime) -> None:
    """End at once what the launch began: its own session and all that tickets have opened."""
    root = lock_visit(session, web_session)
    of_this_visit = or_(WebSession.id == root, WebSession.root_id == root)
    alive = update(WebSession).where(of_this_visit, WebSession.ended_at.is_(None))
    session.execute(alive.values(ended_at=at))


def end_visits_of(session: Session, person_id: int, at: datetime) -> None:
    """End every visit of somebody at once."""
    alive = WebSession.person_id == person_id, WebSession.ended_at.is_(None)
    session.execute(update(WebSession).where(*alive).values(ended_at=at))


def find_session(session: Session, public_id: str, token: str) -> WebSession | None:
    """Return the session that this token opens, with its person and context, alive or not."""
    wanted = (
        select(WebSession)
        .where(WebSession.public_id == public_id, WebSession.token_hash == hash_token(token))
        .options(
            joinedload(WebSession.person).joinedload(Person.organisation),
            joinedload(WebSession.context).joinedload(Context.cohort),
        )
    )
    return session.scalar(wanted)
