"""An invite: one address that connects one LMS, once, for one organisation (decision 12)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from learning.organisation import Organisation
from lti_tool.platform import Platform
from lti_tool.register_problems import (
    InviteBusy,
    InviteExpired,
    InviteUnknown,
    InviteUsed,
    InviteWornOut,
)
from web.session import hash_token

MOST_ATTEMPTS = 20
"""How often an invite may be tried: each attempt makes Baton ask another server."""
HELD = timedelta(minutes=2)
"""How long one attempt keeps others off; longer than its two calls can take."""


class Invite(Base):
    """Somebody may connect one LMS. The row holds the token's hash only."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str | None] = mapped_column(String(200))
    """What to call the platform; None lets it be named for its host."""
    allow_http: Mapped[bool] = mapped_column(default=False)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None]
    """Until when an attempt that is under way keeps others off."""
    used_at: Mapped[datetime | None]
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"), index=True)
    """What it became; None until then, and again when that platform is removed."""

    organisation: Mapped[Organisation] = relationship()
    platform: Mapped[Platform | None] = relationship()

    def check(self, at: datetime) -> None:
        """Raise InviteUsed, InviteExpired, InviteWornOut or InviteBusy if it is no good now."""
        if self.used_at is not None:
            raise InviteUsed(f"invite {self.id} was used before")
        if at >= self.expires_at:
            raise InviteExpired(f"invite {self.id} has expired")
        if self.attempts >= MOST_ATTEMPTS:
            raise InviteWornOut(f"invite {self.id} was tried {self.attempts} times")
        if self.held_until is not None and at < self.held_until:
            raise InviteBusy(f"invite {self.id} is being used")

    def hold(self, at: datetime) -> None:
        """Begin an attempt. Raises what `check` raises."""
        self.check(at)
        self.attempts += 1
        self.held_until = at + HELD

    def release(self) -> None:
        """End an attempt that connected nothing; the invite stays good."""
        self.held_until = None

    def use(self, platform: Platform, at: datetime) -> None:
        """End the invite for good: it has become this platform. Raises InviteUsed at the second."""
        if self.used_at is not None:
            raise InviteUsed(f"invite {self.id} was used before")
        self.held_until, self.used_at, self.platform = None, at, platform


def issue_invite(
    session: Session,
    organisation: Organisation,
    at: datetime,
    life: timedelta,
    *,
    name: str | None = None,
    allow_http: bool = False,
) -> str:
    """Return a fresh invite's token. It is shown this once; the row cannot tell it again."""
    token = secrets.token_urlsafe(32)
    session.add(
        Invite(
            token_hash=hash_token(token),
            organisation=organisation,
            name=name,
            allow_http=allow_http,
            issued_at=at,
            expires_at=at + life,
        )
    )
    return token


def find_invite(session: Session, token: str, *, lock: bool = False) -> Invite:
    """Return the invite with this token; raise InviteUnknown if there is none."""
    wanted = select(Invite).where(Invite.token_hash == hash_token(token))
    invite = session.scalar(wanted.with_for_update() if lock else wanted)
    if invite is None:
        raise InviteUnknown("no such invite")
    return invite
