"""The headline: a quiet line for everyone about how far it has spread. It tells of nobody."""

from sqlalchemy.orm import Session

from learning.shown_spread import ShownSpread, show_spread
from learning.snapshot import latest_snapshot


def headline(session: Session, organisation_id: int) -> ShownSpread | None:
    """Return the newest week's measures, if they have something to say to everyone."""
    newest = latest_snapshot(session, organisation_id)
    shown = show_spread(newest.spread) if newest else None
    return shown if shown and shown.teams_huddled else None
