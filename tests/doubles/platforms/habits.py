"""What platforms differ in. These are the standard's ways; a platform has its own beside them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response, request

from doubles.platforms.course import Column, Course, Grade, Member
from doubles.platforms.spec import SCOPES, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doubles.platforms.stand_in import Tool

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


class Habits:
    """The points at which a stand-in asks what this platform does."""

    origin: str
    tool: "Tool | None"
    deployment_id: str
    registration_tokens: dict[str, bool]

    token_life = 60
    """Seconds that an id_token is good for."""
    accepts_multiple = True
    sends_registration_token = True
    scores_are = 200
    not_gradable = 422
    old_timestamp = 409
    wrong_type = 400
    without_token = 401
    context_type: tuple[str, ...] = ("http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection",)
    deep_linking_data: str | None = "data & more"
    roster_types: tuple[str, ...] = ("application/vnd.ims.lti-nrps.v2.membershipcontainer+json",)

    # Registration

    def check_configuration_request(self) -> None:
        """Whether the configuration may be read."""

    def check_registration_token(self) -> None:
        """A token is good for one registration."""
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        if not self.registration_tokens.get(token):
            raise Refused(401, "invalid token")
        self.registration_tokens[token] = False

    def check_tool(self, tool: dict[str, Any]) -> None:
        """What this platform insists on beyond the standard."""

    def registered(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to a registration."""
        assert self.tool is not None
        return {**message, "client_id": self.tool.client_id}

    def more_configuration(self) -> dict[str, Any]:
        return {}

    # Sign-in

    def more_login_fields(self) -> dict[str, str]:
        return {"lti_deployment_id": self.deployment_id}

    def personal(self, member: Member) -> dict[str, Any]:
        """What of a person is told: only what was asked for when the tool was registered."""
        known = {
            "name": member.name,
            "given_name": member.first_name,
            "family_name": member.name.partition(" ")[2],
            "email": member.email,
        }
        asked = self.tool.claims if self.tool else []
        return {name: value for name, value in known.items() if name in asked}

    def roles(self, member: Member) -> list[str]:
        return [f"{_MEMBERSHIP}{member.role}"]

    def more_claims(self, member: Member) -> dict[str, Any]:  # noqa: ARG002 (most have none)
        return {}

    def deep_linking_settings(self, course: Course) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": self.accepts_multiple,
            "deep_link_return_url": f"{self.origin}/deep-link?{urlencode({'course': course.id})}",
        }
        if self.deep_linking_data is not None:
            settings["data"] = self.deep_linking_data
        return settings

    def makes_column(self, item: dict[str, Any]) -> bool:
        """Whether an item that was placed has a column of its own."""
        return "lineItem" in item

    # Services

    def granted(self, wanted: list[str]) -> set[str]:
        """The scopes of an access token."""
        allowed = set(self.tool.scopes if self.tool else ()) & set(SCOPES)
        return set(wanted) & allowed

    def line_items_url(self, course: Course) -> str:
        return f"{self.origin}/courses/{course.id}/line_items"

    def line_item_url(self, course: Course, column: Column) -> str:
        return f"{self.origin}/courses/{course.id}/line_items/{column.number}"

    def roster_url(self, course: Course) -> str:
        return f"{self.origin}/courses/{course.id}/names_and_roles"

    def check_service_query(self, query: "Mapping[str, str]") -> None:
        """What must stand in the query of a service's address."""

    def check_new_column(self, wanted: dict[str, Any]) -> None:
        if not wanted.get("label") or not wanted.get("scoreMaximum", 0) > 0:
            raise Refused(400, "label and scoreMaximum are needed")

    def is_old(self, at: datetime, held: datetime) -> bool:
        return at <= held

    def attempts(self, score: dict[str, Any], held: Grade | None) -> int:  # noqa: ARG002 (as above)
        """How many hand-ins somebody has after this score."""
        return 1

    def roster_member(self, member: Member) -> dict[str, Any]:
        return {
            "user_id": member.sub,
            "status": "Active",
            "roles": [f"{_MEMBERSHIP}{member.role}"],
            "name": member.name,
            "email": member.email,
        }

    def roster_answer(self, course: Course) -> Response:
        from doubles.platforms.roster import page

        return page(self, course, course.members, int(request.args.get("from", 0)))

    def next_link(self, url: str) -> str:
        return f'<{url}>; rel="next"'
