"""Canvas: one issuer for every school, and scores that make submissions."""

from datetime import datetime
from typing import Any, ClassVar

from flask import request

from doubles.platforms.course import Course, Grade, Member
from doubles.platforms.spec import Refused
from doubles.platforms.stand_in import StandIn

_LTI = "https://canvas.instructure.com/lti"
_SUBMISSION = f"{_LTI}/submission"


class Canvas(StandIn):
    name, code = "Canvas", "canvas"
    auth_path, token_path = "/api/lti/authorize_redirect", "/login/oauth2/token"
    keys_path = "/api/lti/security/jwks"
    configuration_path = "/api/lti/security/openid-configuration"
    register_path = "/api/lti/registrations"
    token_life = 3600
    old_timestamp = 400
    privacy = "anonymous"
    menu: ClassVar[dict[str, str]] = {}
    assignments_only = True

    @property
    def issuer(self) -> str:
        return "https://canvas.instructure.com"

    def check_configuration_request(self) -> None:
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        if token not in self.registration_tokens:
            raise Refused(401, {"error": "unauthorized"})

    def check_tool(self, tool: dict[str, Any]) -> None:
        if not isinstance(tool.get("claims"), list) or not isinstance(tool.get("messages"), list):
            raise Refused(422, {"errors": "claims and messages are required"})
        for sent in tool["messages"]:
            if not sent.get("placements"):
                raise Refused(422, {"errors": "placements are required"})
            if "course_navigation" in sent["placements"]:
                self.menu = sent.get("custom_parameters", {})
        self.privacy = tool.get(f"{_LTI}/privacy_level", "anonymous")

    def registered(self, message: dict[str, Any]) -> dict[str, Any]:
        # It tells no deployment: that comes when an administrator installs the tool.
        return super().registered(message)

    def switch_on(self) -> None:
        super().switch_on()
        self.deployment_id = "9:d89e3c"

    def more_login_fields(self) -> dict[str, str]:
        return {
            "deployment_id": self.deployment_id,
            "canvas_environment": "prod",
            "canvas_region": "eu-north-1",
            "lti_storage_target": "post_message_forwarding",
        }

    def personal(self, member: Member) -> dict[str, Any]:
        return super().personal(member) if self.privacy == "public" else {}

    def more_claims(self, member: Member) -> dict[str, Any]:
        more = {"https://www.instructure.com/placement": "course_navigation"}
        if self.privacy == "public":
            more["https://www.instructure.com/canvas_user_login_id"] = member.user_name
        return more

    def is_old(self, at: datetime, held: datetime) -> bool:
        return at < held

    def attempts(self, score: dict[str, Any], held: Grade | None) -> int:
        """Each score is a hand-in of its own, unless it says otherwise."""
        if "scoreGiven" in score and score.get("scoreMaximum") is None:
            raise Refused(422, {"errors": "scoreMaximum is required"})
        is_new = score.get(_SUBMISSION, {}).get("new_submission", True)
        before = held.attempts if held else 0
        return before + 1 if is_new else before

    def hand_ins(self, course: Course, title: str, name: str) -> int:
        """How often somebody has handed in; with none their work counts as missing."""
        column = course.column_of(course.link(title))
        assert column is not None
        grade = column.grades.get(course.member(name).sub)
        return grade.attempts if grade else 0

    def missing(self, course: Course, title: str, name: str) -> bool:
        """Whether the gradebook calls somebody's work missing."""
        return self.hand_ins(course, title, name) == 0
