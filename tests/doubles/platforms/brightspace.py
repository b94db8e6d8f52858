"""Brightspace: registered in a new tab, switched on and deployed by hand, strict about `aud`."""

from typing import Any

from flask import Response, request

from doubles.platforms.course import Course
from doubles.platforms.roster import page
from doubles.platforms.stand_in import StandIn


class Brightspace(StandIn):
    name, code = "Brightspace", "desire2learn"
    auth_path, token_path = "/d2l/lti/authenticate", "/core/connect/token"
    keys_path = "/d2l/.well-known/jwks"
    configuration_path = "/d2l/.well-known/openid-configuration"
    register_path = "/d2l/api/lti/registration"
    sends_registration_token = False
    token_life = 3600
    lists_everybody = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.seen: set[str] = set()

    @property
    def audience(self) -> str:
        return "https://api.brightspace.com/auth/token"

    def check_registration_token(self) -> None:
        """There is none: the new tab belongs to the administrator who opened it."""

    def more_configuration(self) -> dict[str, Any]:
        return {"authorization_server": self.audience}

    def switch_on(self) -> None:
        """The administrator enables the registration, and then makes a deployment."""
        super().switch_on()
        self.deployment_id = "5d1f8a2e-0c1b-4c7e-9e6e-1d2c3b4a5f60"

    def sign(self, claims: dict[str, Any]) -> str:
        self.seen.add(claims["sub"])
        return super().sign({**claims, "nbf": claims["iat"]})

    def roster_answer(self, course: Course) -> Response:
        """Only who has opened the tool before, unless an administrator has ticked a box."""
        known = [one for one in course.members if self.lists_everybody or one.sub in self.seen]
        return page(self, course, known, int(request.args.get("from", 0)))
