"""Sakai: short roles, rosters that may be empty, and tokens for all scopes or for none."""

from typing import Any

from flask import Response, json, request

from doubles.platforms.course import Course, Member
from doubles.platforms.roster import container
from doubles.platforms.spec import TOOL, Refused
from doubles.platforms.stand_in import StandIn


class Sakai(StandIn):
    name, code = "Sakai", "sakailms.org"
    auth_path, token_path = "/imsoidc/lti13/oidc_auth", "/imsblis/lti13/token/7"
    keys_path = "/imsblis/lti13/keyset"
    configuration_path = "/imsblis/lti13/well_known?clientId=7&sakai=1"
    register_path = "/imsblis/lti13/registration/7"
    token_life = 3600
    not_gradable, without_token = 400, 403
    accepts_multiple = False
    # It asks for no type, and answers with this one.
    roster_types = (
        "application/json",
        "application/vnd.ims.lti-nrps.v2.membershipcontainer+json",
    )

    def sub(self, number: int) -> str:
        return f"{self.origin}/user/{number}"

    def check_configuration_request(self) -> None:
        if request.args.to_dict() != {"clientId": "7", "sakai": "1"}:
            raise Refused(404, "the address was changed")

    def check_registration_token(self) -> None:
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        if not self.registration_tokens.get(token):
            raise Refused(403, "Invalid registration_token")
        self.registration_tokens[token] = False

    def registered(self, message: dict[str, Any]) -> dict[str, Any]:
        return {**super().registered(message), TOOL: {**message[TOOL], "deployment_id": "1"}}

    def more_login_fields(self) -> dict[str, str]:
        return {**super().more_login_fields(), "lti_storage_target": "_parent"}

    def granted(self, wanted: list[str]) -> set[str]:
        """One scope that is not allowed fails them all."""
        granted = super().granted(wanted)
        if granted != set(wanted):
            raise Refused(400, {"error": "invalid_scope"})
        return granted

    def roster_member(self, member: Member) -> dict[str, Any]:
        role = "membership#Instructor" if member.role == "Instructor" else "Learner"
        return {**super().roster_member(member), "roles": [role], "user_id": member.sub}

    def roster_answer(self, course: Course) -> Response:
        start, limit = int(request.args.get("start", 0)), int(request.args.get("limit", 100))
        members = course.members[start : start + limit]
        if not members:
            return Response("", content_type="application/json")
        body = json.dumps(container(self, course, members))
        return Response(body, content_type="application/json")
