"""One practice LMS: what it is set to and everything it remembers."""

from typing import cast

from flask import current_app

from practice_lms.access_tokens import AccessTokens
from practice_lms.assertion import ToolKeys
from practice_lms.course import LINKS
from practice_lms.faults import Faults
from practice_lms.gradebook import Gradebook
from practice_lms.keys import Keys
from practice_lms.launches import Launches
from practice_lms.learning_clock import LearningClock
from practice_lms.link_requests import LinkRequests
from practice_lms.links import Links
from practice_lms.settings import Settings


class PracticeLms:
    """Found at `app.extensions["practice_lms"]`; all of it is lost when the process ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keys = Keys()
        self.launches = Launches()
        self.links = Links(LINKS)
        self.link_requests = LinkRequests()
        self.gradebook = Gradebook(LINKS)
        self.access_tokens = AccessTokens(settings.token_seconds)
        self.tool_keys = ToolKeys(settings.tool_jwks_url)
        self.faults = Faults(settings.hold_scores_seconds)
        self.learning_clock = LearningClock(settings.week_later_url, settings.week_later_secret)


def this_lms() -> PracticeLms:
    """Return the LMS that answers the request at hand."""
    return cast("PracticeLms", current_app.extensions["practice_lms"])
