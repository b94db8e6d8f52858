"""What all stand-ins share: addresses, keys, courses, and the tool that was connected."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import jwt
from flask import Flask, Response, jsonify

from doubles.kept_keys import another_key
from doubles.platforms.course import Course, Member
from doubles.platforms.habits import Habits
from doubles.platforms.spec import Refused


@dataclass
class Tool:
    """The tool as it was registered. `works` is whether an administrator has switched it on."""

    client_id: str
    login_url: str
    redirect_uris: list[str]
    jwks_url: str
    scopes: list[str]
    claims: list[str]
    custom: dict[str, str]
    works: bool = False


@dataclass
class Waiting:
    """A sign-in that has begun. Without a link the tool is asked to choose items."""

    member: Member
    course: Course
    link_id: str | None
    fields: dict[str, str]


@dataclass
class StandIn(Habits):
    """One platform, served at `origin`."""

    origin: str
    courses: list[Course] = field(default_factory=list)
    tool: Tool | None = None
    deployment_id: str = "1"

    name = "a platform"
    code = "stand-in"
    auth_path, token_path, keys_path = "/auth", "/token", "/keys"
    configuration_path, register_path = "/.well-known/openid-configuration", "/register"

    def __post_init__(self) -> None:
        self.kid = secrets.token_hex(8)
        self.key = another_key()
        self.waiting: dict[str, Waiting] = {}
        self.registration_tokens: dict[str, bool] = {}
        self.access_tokens: dict[str, set[str]] = {}
        self.spent: set[str] = set()
        self.messages: list[str] = []

    @property
    def issuer(self) -> str:
        return self.origin

    @property
    def audience(self) -> str:
        """What a client assertion must be for."""
        return self.url(self.token_path)

    def url(self, path: str) -> str:
        return f"{self.origin}{path}"

    def teach(self, title: str) -> Course:
        """Make a course that Amira teaches, with Ben and Dana in it."""
        course = Course(title, self.people())
        self.courses.append(course)
        return course

    def people(self) -> list[Member]:
        return [
            Member(self.sub(3), "Amira Haddad", "Instructor"),
            Member(self.sub(4), "Ben Okafor"),
            Member(self.sub(5), "Dana Lindqvist"),
        ]

    def sub(self, number: int) -> str:
        return str(number)

    def copy(self, course: Course, title: str) -> Course:
        self.courses.append(course.copy(title))
        return self.courses[-1]

    def course(self, course_id: str) -> Course:
        found = next((one for one in self.courses if one.id == course_id), None)
        if found is None:
            raise Refused(404, "no such course")
        return found

    def registration_url(self, invite: str) -> str:
        """Where the LMS sends the administrator who has pasted the tool's address."""
        fields = {"openid_configuration": self.url(self.configuration_path)}
        if self.sends_registration_token:
            token = secrets.token_urlsafe(24)
            self.registration_tokens[token] = True
            fields["registration_token"] = token
        return f"{invite}{'&' if '?' in invite else '?'}{urlencode(fields)}"

    def switch_on(self) -> None:
        """The administrator does what the LMS asks for after a registration."""
        assert self.tool is not None
        self.tool.works = True

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})

    def key_set(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "alg": "RS256", "use": "sig"}]}

    def app(self) -> Flask:
        """The application that answers for it."""
        from doubles.platforms import deep_link, gradebook, registration, roster, sign_in, token

        app = Flask(self.name)
        app.add_url_rule(self.keys_path, "keys", lambda: jsonify(self.key_set()))
        for part in (registration, sign_in, deep_link, token, gradebook, roster):
            part.install(app, self)
        app.register_error_handler(Refused, _refuse)
        return app


def _refuse(refused: Refused) -> Response:
    if isinstance(refused.said, str):
        return Response(refused.said, refused.status, content_type="text/plain")
    answer = jsonify(refused.said)
    answer.status_code = refused.status
    return answer
