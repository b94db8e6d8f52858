"""A recipient: whether somebody's activity feed can be reached, and how they like to be spoken to.

Graph tells one thing at a time: a notice for one person is refused if they have not got the app. A
notice for many is taken in any case, and nobody hears who did not get it.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ForeignKey, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.person import Identity

KNOWN_FOR = timedelta(days=28)
"""For how long it is taken for granted that somebody still has the app."""
TRIED_AGAIN_AFTER = timedelta(days=28)
MOST_TRIES = 3
"""After so many refusals in a row only opening the tab lets somebody be tried again."""
_LONGEST_ZONE = 64
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_OFTEN_ENOUGH = timedelta(days=1)
_NEW = text(
    "INSERT INTO teams_recipient (identity_id, refusals) VALUES (:identity, 0)"
    " ON CONFLICT (identity_id) DO NOTHING"
)


class Recipient(Base):
    """What is known of one identity of Entra. All times are real."""

    __tablename__ = "teams_recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    """What their tab last spoke."""
    time_zone: Mapped[str | None] = mapped_column(String(_LONGEST_ZONE))
    """Where their device last was, such as `Europe/Helsinki`; None is where their company is."""
    known_at: Mapped[datetime | None]
    """When they last had the app: they opened the tab, or a notice for them alone was taken."""
    missing_at: Mapped[datetime | None]
    """When a notice for them was last refused; None once they have the app."""
    refusals: Mapped[int] = mapped_column(default=0)

    def note_known(self, at: datetime) -> None:
        """They have the app."""
        self.known_at, self.missing_at, self.refusals = at, None, 0

    def note_missing(self, at: datetime) -> None:
        """They have not got the app, or are not in the directory."""
        self.missing_at, self.refusals = at, self.refusals + 1

    def is_known(self, at: datetime) -> bool:
        """Tell whether they had the app lately, so that they can be notified among many."""
        known = self.known_at is not None and at - self.known_at <= KNOWN_FOR
        return known and self.missing_at is None

    def may_be_tried(self, at: datetime) -> bool:
        """Tell whether a notice for them may be sent: rarely after a refusal, and not for ever."""
        if self.missing_at is None:
            return True
        return self.refusals < MOST_TRIES and at - self.missing_at >= TRIED_AGAIN_AFTER


def note_tab(session: Session, identity: Identity, language: str, zone: str, at: datetime) -> None:
    """Note that somebody opened the tab: they have the app. Written down once a day."""
    recipient = recipient_of(session, identity.id)
    recipient.language = language
    recipient.time_zone = _known_zone(zone) or recipient.time_zone
    is_news = recipient.known_at is None or at - recipient.known_at > _OFTEN_ENOUGH
    if is_news or recipient.missing_at is not None:
        recipient.note_known(at)


def recipient_of(session: Session, identity_id: int) -> Recipient:
    """Return what is known of an identity, for changing it; made if there is nothing yet."""
    mine = select(Recipient).where(Recipient.identity_id == identity_id).with_for_update()
    found = session.scalar(mine)
    if found is None:
        # The tab and the worker may both be the first.
        session.execute(_NEW, {"identity": identity_id})
        found = session.scalars(mine).one()
    return found


def _known_zone(text: str) -> str | None:
    """Return a name of a time zone as it is, and None for what is none."""
    if len(text) > _LONGEST_ZONE or not _ZONE.fullmatch(text):
        return None
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None
