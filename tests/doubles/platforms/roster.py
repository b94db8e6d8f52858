"""The roster (NRPS 2.0), in pages where the platform has them."""

from typing import Any

from flask import Flask, Response, json, request

from doubles.platforms.course import Course, Member
from doubles.platforms.spec import NRPS, Refused
from doubles.platforms.stand_in import StandIn
from doubles.platforms.token import bearer

TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def install(app: Flask, platform: StandIn) -> None:
    @app.get("/courses/<course_id>/names_and_roles")
    def list_members(course_id: str) -> Response:
        bearer(platform, f"{NRPS}scope/contextmembership.readonly")
        accepted = request.headers.get("Accept", "*/*")
        if accepted not in platform.roster_types and "*/*" not in accepted:
            raise Refused(platform.wrong_type, f"No handler found for {accepted}")
        return platform.roster_answer(platform.course(course_id))


def page(platform: StandIn, course: Course, members: list[Member], start: int) -> Response:
    """A page of members, with the way to the next one."""
    limit = int(request.args.get("limit", len(members) or 1))
    body = container(platform, course, members[start : start + limit])
    reply = Response(json.dumps(body), content_type=platform.roster_types[0])
    if start + limit < len(members):
        more = f"{platform.roster_url(course)}?limit={limit}&from={start + limit}"
        reply.headers["Link"] = platform.next_link(more)
    return reply


def container(platform: StandIn, course: Course, members: list[Member]) -> dict[str, Any]:
    return {
        "id": platform.roster_url(course),
        "context": {"id": course.id, "title": course.title},
        "members": [platform.roster_member(member) for member in members],
    }
