"""A refused service request, said as Moodle says it."""

from flask import Response, json, request


class Refusal(Exception):
    """A service will not do what was asked: an HTTP status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def answer(refusal: Refusal) -> Response:
    """Return the refusal as JSON, with what was asked, but never with the token."""
    body = {
        "status": refusal.status,
        "reason": refusal.reason,
        "request": {
            "method": request.method,
            "url": request.full_path.rstrip("?"),
            "accept": request.headers.get("Accept", ""),
            "contentType": request.headers.get("Content-Type", ""),
        },
    }
    return Response(
        json.dumps(body), refusal.status, content_type="application/json; charset=utf-8"
    )
