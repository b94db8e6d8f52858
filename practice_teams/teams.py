"""One practice Teams: what it is set to and everything it remembers."""

from typing import cast

from flask import current_app

from practice_lms.keys import Keys
from practice_teams.feed import Feed
from practice_teams.settings import Settings


class PracticeTeams:
    """Found at `app.extensions["practice_teams"]`; all of it is lost when the process ends."""

    def __init__(self, settings: Settings, client_secret: str = "") -> None:
        self.settings, self.client_secret = settings, client_secret
        self.keys, self.feed = Keys(), Feed()


def this_teams() -> PracticeTeams:
    """Return the Teams that answers the request at hand."""
    return cast("PracticeTeams", current_app.extensions["practice_teams"])
