"""Moodle 4.5 and 5 (`mod/lti`), as recorded and as read in its source."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, request

from doubles.platforms.course import Column, Course, Member
from doubles.platforms.spec import LTI, TOOL, Refused
from doubles.platforms.stand_in import StandIn

_PERSON = {"name", "given_name", "family_name", "email"}


class Moodle(StandIn):
    name, code = "Moodle", "moodle"
    auth_path, token_path = "/mod/lti/auth.php", "/mod/lti/token.php"
    keys_path = "/mod/lti/certs.php"
    configuration_path = "/mod/lti/openid-configuration.php"
    register_path = "/mod/lti/openid-registration.php"
    context_type = ("CourseSection",)
    not_gradable = 400
    deep_linking_data = None

    def check_registration_token(self) -> None:
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        if token not in self.registration_tokens:
            raise Refused(401, "Bad token")
        if not self.registration_tokens[token]:
            raise Refused(401, "token_already_used")
        self.registration_tokens[token] = False

    def check_tool(self, tool: dict[str, Any]) -> None:
        for value in tool.get("custom_parameters", {}).values():
            if "=" in value:
                raise Refused(400, "a custom parameter has a =")

    def registered(self, message: dict[str, Any]) -> dict[str, Any]:
        answer = super().registered(message)
        self.deployment_id = "2"
        configuration = {**message[TOOL], "version": "1.3.0", "deployment_id": "2"}
        return {**answer, "logo_uri": message.get("logo_uri", ""), TOOL: configuration}

    def personal(self, member: Member) -> dict[str, Any]:
        # Without these claims in the registration, a Moodle tells nothing of anybody.
        told = super().personal(member)
        return told if set(told) == _PERSON else {}

    def more_claims(self, member: Member) -> dict[str, Any]:
        return {
            f"{LTI}lis": {"person_sourcedid": f"ID-{member.user_name}"},
            f"{LTI}ext": {"user_username": member.user_name, "lms": "moodle-2"},
        }

    def line_items_url(self, course: Course) -> str:
        return f"{super().line_items_url(course)}?type_id=2"

    def line_item_url(self, course: Course, column: Column) -> str:
        return f"{super().line_item_url(course, column)}?type_id=2"

    def check_service_query(self, query: Mapping[str, str]) -> None:
        if query.get("type_id") != "2":
            raise Refused(404, "type_id is missing")

    def is_old(self, at: datetime, held: datetime) -> bool:
        return int(at.timestamp()) <= int(held.timestamp())

    def roster_member(self, member: Member) -> dict[str, Any]:
        return {
            **super().roster_member(member),
            "roles": [member.role],
            "lis_person_sourcedid": f"ID-{member.user_name}",
            "ext_user_username": member.user_name,
        }

    def roster_answer(self, course: Course) -> Response:
        reply = super().roster_answer(course)
        if "limit" not in request.args:
            reply.headers.pop("Link", None)
        return reply

    def next_link(self, url: str) -> str:
        # Its quotation marks are curly, and its headers UTF-8.
        return f"<{url.replace('&', '&amp;')}>; rel=“next”".encode().decode("latin-1")
