"""A score as a tool reports it.

LTI Assignment and Grade Services 2.0, section 3.4, with the fields that Moodle insists on.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from practice_lms.json_object import BadJson, number_in, read_object, text_in

ACTIVITY_PROGRESS = {"Initialized", "Started", "InProgress", "Submitted", "Completed"}
GRADING_PROGRESS = {"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"}
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Score:
    """What a tool says about one person's work at one moment."""

    user_id: str
    timestamp: datetime
    activity_progress: str
    grading_progress: str
    score_given: float | None
    score_maximum: float | None
    comment: str

    @classmethod
    def read(cls, body: bytes) -> "Score":
        """Read a score from a request's body; raises BadJson."""
        message = read_object(body)
        given, maximum = _points(message)
        return cls(
            user_id=_needed(message, "userId"),
            timestamp=_moment(_needed(message, "timestamp")),
            activity_progress=_one_of(ACTIVITY_PROGRESS, message, "activityProgress"),
            grading_progress=_one_of(GRADING_PROGRESS, message, "gradingProgress"),
            score_given=given,
            score_maximum=maximum,
            comment=text_in(message, "comment"),
        )

    @property
    def fraction(self) -> float | None:
        """The final grade between 0 and 1, or None where the tool gives no final grade."""
        if self.grading_progress != "FullyGraded":
            return None
        if self.score_given is None or self.score_maximum is None:
            return None
        return min(self.score_given / self.score_maximum, 1.0)


def _needed(message: dict[str, Any], name: str) -> str:
    value = text_in(message, name)
    if not value:
        raise BadJson(f"{name} is missing.")
    return value


def _one_of(allowed: set[str], message: dict[str, Any], name: str) -> str:
    value = _needed(message, name)
    if value not in allowed:
        raise BadJson(f"{name} cannot be {value!r}.")
    return value


def _moment(text: str) -> datetime:
    if not _TIMESTAMP.fullmatch(text):
        raise BadJson("timestamp must be ISO 8601 with a time zone.")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadJson("timestamp names no moment.") from error


def _points(message: dict[str, Any]) -> tuple[float | None, float | None]:
    given, maximum = number_in(message, "scoreGiven"), number_in(message, "scoreMaximum")
    if given is not None and maximum is None:
        raise BadJson("scoreGiven needs scoreMaximum.")
    if given is not None and given < 0:
        raise BadJson("scoreGiven cannot be negative.")
    if maximum is not None and maximum <= 0:
        raise BadJson("scoreMaximum must be above 0.")
    return given, maximum
