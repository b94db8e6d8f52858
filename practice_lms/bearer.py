"""The check that stands before every service: does this token open it?"""

from flask import request

from practice_lms.lms import this_lms
from practice_lms.refusal import Refusal


def check_bearer(*scopes: str) -> None:
    """Raise a Refusal (401) unless the request bears a live token with one of the scopes."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not this_lms().access_tokens.scopes_of(token) & set(scopes):
        raise Refusal(401, "Unauthorized")
