"""When a message is good: not before it was made, and not for long (Security Framework, 5.1.3)."""

from typing import Any

from lti_tool.problems import ClocksDiffer, NotVerified

LEEWAY = 60
"""Seconds by which the two servers' clocks may differ."""


def check_times(body: dict[str, Any], begun: int, now: float) -> None:
    """Check `exp`, `iat` and `nbf` of a message whose login was begun then.

    All in seconds since 1970. Raises NotVerified for what is no time, and ClocksDiffer for a
    message that is over, from the future, or older than its login.
    """
    if _time(body, "exp") <= now - LEEWAY:
        raise ClocksDiffer("exp has passed")
    issued = _time(body, "iat")
    if issued > now + LEEWAY:
        raise ClocksDiffer("iat is in the future")
    if issued < begun - LEEWAY:
        raise ClocksDiffer("iat is before the login")
    if "nbf" in body and _time(body, "nbf") > now + LEEWAY:
        raise ClocksDiffer("nbf is in the future")


def _time(body: dict[str, Any], claim: str) -> int:
    try:
        return int(body[claim])
    except (KeyError, ValueError, TypeError, OverflowError):
        raise NotVerified(f"{claim} is missing or not a time") from None
