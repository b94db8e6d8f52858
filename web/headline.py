"""The headline: a quiet line for everyone about how far it has spread. It tells of nobody."""

from sqlalchemy.orm import Session

from learning.shown_spread import ShownSpread, show_weeks
from learning.snapshot import latest_snapshot


def headline(session: Session, organisation_id: int) -> ShownSpread | None:
    """Return the newest week's measures, if they have something to say to everyone."""
    newest = latest_snapshot(session, organisation_id)
    if newest is None:
        return None
    # The weeks before it matter for reach alone, which is not in the headline.
    (shown,) = show_weeks([(newest.monday, newest.spread)]).values()
    return shown if shown.teams_huddled else None
