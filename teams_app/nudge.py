"""A nudge: one notice on its way into somebody's activity feed, and what became of it.

    waiting ──▶ sent         Graph took it
        ├─────▶ unreached    they have not got the app (see `recipient`)
        ├─────▶ refused      Graph will not take it, and says why
        ├─────▶ needless     they were done, or wished for none, or the week was free
        └─────▶ late         the week was over

Whatever is sent twice, because a worker was killed before it could write down that it was sent, has
the same chain and takes its own place in the feed.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base
from learning.notice import NoticeKind

_LONGEST_REASON = 200


class NudgeState(StrEnum):
    """Where a nudge stands."""

    WAITING = "waiting"
    SENT = "sent"
    UNREACHED = "unreached"
    REFUSED = "refused"
    NEEDLESS = "needless"
    LATE = "late"


class Nudge(Base):
    """What was decided about one identity, week and kind. It is decided once."""

    __tablename__ = "teams_nudge"
    __table_args__ = (
        UniqueConstraint("identity_id", "monday", "kind"),
        Index("ix_teams_nudge_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    monday: Mapped[date]
    kind: Mapped[NoticeKind] = mapped_column(String(16))
    module: Mapped[str] = mapped_column(String(80))
    """The week's module; empty if there is none."""
    state: Mapped[NudgeState] = mapped_column(String(16))
    due_at: Mapped[datetime]
    """Real time. Not before it; later after a failure."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it could not be sent; a killed worker does not count."""
    alone: Mapped[bool] = mapped_column(default=False)
    """Whether it is sent by itself, because it could not be sent among many."""
    reason: Mapped[str | None] = mapped_column(String(_LONGEST_REASON))
    sent_at: Mapped[datetime | None]
    """On the learning clock, by which the reminder follows."""

    def mark_sent(self, at: datetime) -> None:
        """Graph took it. `at` is on the learning clock."""
        self.state, self.sent_at, self.reason = NudgeState.SENT, at, None

    def end(self, state: NudgeState, reason: str) -> None:
        """It will not be sent."""
        self.state, self.reason = state, reason[:_LONGEST_REASON]

    def postpone(self, until: datetime, reason: str | None = None) -> None:
        """Not now. With a reason, something went wrong."""
        self.due_at = until
        if reason is not None:
            self.reason, self.attempts = reason[:_LONGEST_REASON], self.attempts + 1


def chain_of(monday: date) -> int:
    """Return the chain of a week, by which the reminder and a repetition replace what was there.

    A feed belongs to one person, so all people have the same chains, and a call for many can too.
    """
    return int(monday.strftime("%Y%m%d"))
