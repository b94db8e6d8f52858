"""The media types of the services, compared letter by letter as Moodle does."""

from typing import Any

from flask import Response, json, request

from practice_lms.refusal import Refusal

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
MEMBERSHIPS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def check_accept(media_type: str) -> None:
    """Raise a Refusal (400) unless the tool accepts exactly this type, or anything."""
    accept = request.headers.get("Accept", "*/*")
    if accept != media_type and "*/*" not in accept:
        raise Refusal(400, f"No handler found for {request.path} {accept}")


def check_content_type(media_type: str) -> None:
    """Raise a Refusal (400) unless the body is said to be exactly this type."""
    content_type = request.headers.get("Content-Type", "")
    if content_type != media_type:
        raise Refusal(400, f"No handler found for {request.path} {content_type}")


def answer(body: Any, media_type: str, status: int = 200) -> Response:
    """Return a JSON answer of this type."""
    return Response(json.dumps(body), status, content_type=f"{media_type}; charset=utf-8")
