"""The score rule of one module, and what the LMS hears of it (design, section 3)."""

from datetime import datetime, timedelta

RECALL, TRY, PLAN, FOLLOW_UP = 20, 40, 20, 20
COMPLETE = RECALL + TRY + PLAN
CLOSED = COMPLETE + FOLLOW_UP
REPLY_TIME = timedelta(days=21)
"""How long after the plan a follow-up still earns its points, not counting pauses."""


def points(*, recalled: bool, solved: bool, planned: bool, followed_up: bool) -> int:
    """Return a module's score, 0 to 100, from what has been done of it."""
    return RECALL * recalled + TRY * solved + PLAN * planned + FOLLOW_UP * (followed_up and planned)


def heard(score: int) -> int:
    """Return what the LMS hears of a module's score: 80, 100, or 0 for "nothing yet"."""
    return score if score in (COMPLETE, CLOSED) else 0


def in_time(planned_at: datetime, answered_at: datetime, paused: timedelta = timedelta()) -> bool:
    """Tell whether a follow-up came within 21 days of its plan; `paused` time does not count."""
    return answered_at - planned_at - paused <= REPLY_TIME
