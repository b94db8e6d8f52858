"""A score as AGS 2.0 sends it (section 3.4), and a result as it comes back (section 3.3)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeGuard
from urllib.parse import urlencode, urlsplit, urlunsplit

from learning.line_item import MAXIMUM

SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
RESULT_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
SUBMISSION = "https://canvas.instructure.com/lti/submission"
"""Canvas's extension: every score is a new attempt there unless this says otherwise."""
_NEAR = 0.01
"""Platforms round; grades nearer than this are the same."""


def score_body(
    subject: str,
    score: float,
    timestamp: datetime,
    *,
    makes_submission: bool | None = None,
    worked_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the body of a final score.

    `makes_submission` is for platforms where a score hands something in: True for a person's
    first one, False for those that only raise it. `worked_at` is when the work was done.
    """
    body: dict[str, Any] = {
        "userId": subject,
        "scoreGiven": score,
        "scoreMaximum": MAXIMUM,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": _moment(timestamp),
    }
    if makes_submission is not None:
        # A teacher's own grade stays. And nothing of ours may empty a cell.
        body[SUBMISSION] = {
            "new_submission": makes_submission,
            "preserve_score": True,
            "prioritize_non_tool_grade": True,
            **({"submission_type": "external_tool"} if makes_submission else {}),
        }
        if makes_submission and worked_at is not None:
            body[SUBMISSION]["submitted_at"] = _moment(worked_at)
            body["submission"] = {"submittedAt": _moment(worked_at)}
    return body


def scores_url(line_item_url: str) -> str:
    """Return where scores go: `/scores` comes before the query, which some platforms have."""
    return _beneath(line_item_url, "scores", {})


def results_url(line_item_url: str, subject: str) -> str:
    """Return where one person's result is."""
    return _beneath(line_item_url, "results", {"user_id": subject})


def all_results_url(line_item_url: str) -> str:
    """Return where everybody's results are."""
    return _beneath(line_item_url, "results", {})


@dataclass(frozen=True)
class Result:
    """What the LMS shows for someone, out of 100; and since when, if it tells."""

    subject: str
    score: float
    at: datetime | None


def read_result(result: Any) -> Result | None:
    """Return one result, or None if it shows no grade or cannot be read."""
    if not isinstance(result, dict) or not isinstance(result.get("userId"), str | int):
        return None
    given, maximum = result.get("resultScore"), result.get("resultMaximum", MAXIMUM)
    if not (_is_number(given) and _is_number(maximum) and maximum):
        return None
    try:
        score = given / maximum * MAXIMUM
    except OverflowError:
        return None
    return Result(str(result["userId"]), score, _time(result.get("timestamp")))


def read_results(results: list[Any]) -> dict[str, Result]:
    """Return the results that can be read, by the platform's id of the person."""
    read = (read_result(result) for result in results)
    return {result.subject: result for result in read if result is not None}


def result_score(results: Any, subject: str) -> float | None:
    """Return what the LMS shows for someone, out of 100; None if nothing or unreadable.

    Some platforms ignore the filter by person, so it is applied again.
    """
    found = read_results(results).get(subject) if isinstance(results, list) else None
    return found.score if found else None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def is_same(one: float, other: float) -> bool:
    """Tell whether two grades are the same but for rounding."""
    return abs(one - other) <= _NEAR


def _is_number(value: Any) -> TypeGuard[float]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and (isinstance(value, int) or isfinite(value))


def _time(value: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _beneath(url: str, name: str, more: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(more))))
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}", query=query))
