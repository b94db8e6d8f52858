"""A platform to register with, over real HTTP: strict, and with the habits of one LMS.

What each LMS demands and answers is told in `HABITS`; what it has been asked is kept in `asked`.
"""

import json
import re
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
TOOL_SETTING = "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting"
SCOPES = [f"{AGS}{name}" for name in ("lineitem", "lineitem.readonly", "result.readonly", "score")]
_PER_MESSAGE = {
    "LtiResourceLinkRequest": {"course_navigation", "assignment_selection", "link_selection"},
    "LtiDeepLinkingRequest": {"assignment_selection", "link_selection", "editor_button"},
}


@dataclass(frozen=True)
class Habits:
    """How one LMS registers tools."""

    family: str
    path: str = "/openid-configuration"
    query: str = ""
    """Stands in the configuration's address already."""
    config_needs_token: bool = False
    gives_token: bool = True
    tells_deployment: bool = True
    used_token: tuple[int, str] = (401, "token_already_used")
    issuer: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


HABITS = {
    "moodle": Habits("moodle", path="/mod/lti/openid-configuration.php"),
    "canvas": Habits(
        "canvas",
        path="/api/lti/security/openid-configuration",
        config_needs_token=True,
        tells_deployment=False,
        issuer="https://canvas.instructure.com",
        more={"authorization_server": "canvas.instructure.com"},
    ),
    "brightspace": Habits(
        "desire2learn",
        gives_token=False,
        tells_deployment=False,
        more={"authorization_server": "https://api.brightspace.com/auth/token"},
    ),
    "sakai": Habits(
        "sakailms.org",
        path="/imsblis/lti13/sakai_config",
        query="key=42&clientId=c%2F1",
        used_token=(403, "Registration key has been used"),
    ),
}


class Registrar:
    """One LMS that tools register with."""

    def __init__(self, habits: Habits) -> None:
        self.habits = habits
        self.asked: list[Request] = []
        self.registered: list[dict[str, Any]] = []
        self.configuration_changes: dict[str, Any] = {}
        self.configuration_answer: Response | None = None
        self.answer_changes: dict[str, Any] = {}
        self.registration_answer: Response | None = None
        self.words_of_refusal: str | None = None
        self.client_id: str | None = None
        self._tokens: dict[str, bool] = {}
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def issuer(self) -> str:
        return self.habits.issuer or self.url

    def opens(self, address: str) -> tuple[str, dict[str, str]]:
        """Return the tool's path and what this LMS sends along when an address is pasted."""
        path, _sep, query = address.partition("?")
        configuration = self.url + self.habits.path
        if self.habits.query:
            configuration += f"?{self.habits.query}"
        sent = {
            **dict(re.findall(r"([^=&]+)=([^&]*)", query)),
            "openid_configuration": configuration,
        }
        if self.habits.gives_token:
            # A JWT in its outer form; who holds it may register a tool.
            token = ".".join(secrets.token_urlsafe(30) for _part in range(3))
            self._tokens[token] = False
            sent["registration_token"] = token
        return path, sent

    @property
    def configuration(self) -> dict[str, Any]:
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.url}/auth",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "registration_endpoint": f"{self.url}/register",
            "scopes_supported": ["openid", *SCOPES, NRPS],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            PLATFORM: {"product_family_code": self.habits.family, "version": "1"},
            **self.habits.more,
        }
        changed = {**usual, **self.configuration_changes}
        return {name: value for name, value in changed.items() if value is not GONE}

    @Request.application
    def _serve(self, request: Request) -> Response:
        self.asked.append(request)
        if request.path == self.habits.path:
            return self._configure(request)
        if request.path == "/register" and request.method == "POST":
            return self._register(request)
        if request.path == "/admin":
            return Response(_ADMIN, content_type="text/html")
        return Response("nothing here", 404)

    def _configure(self, request: Request) -> Response:
        if self.configuration_answer is not None:
            return self.configuration_answer
        if request.query_string.decode() != self.habits.query:
            return Response("unknown configuration", 404)
        if self.habits.config_needs_token and self._token(request) not in self._tokens:
            return Response(json.dumps({"errors": "invalid token"}), 401)
        return Response(json.dumps(self.configuration), content_type="application/json")

    def _token(self, request: Request) -> str | None:
        authorization = request.headers.get("Authorization", "")
        return authorization.removeprefix("Bearer ") if authorization else None

    def _register(self, request: Request) -> Response:
        refused = self._check_token(self._token(request))
        if refused is not None:
            return refused
        if self.registration_answer is not None:
            return self.registration_answer
        body = request.get_json()
        problem = check(body, self.habits)
        if problem:
            return Response(problem, 400, content_type="text/plain")
        self.registered.append(body)
        answer = self._answer(body)
        return Response(json.dumps(answer), content_type="application/json")

    def _check_token(self, token: str | None) -> Response | None:
        if not self.habits.gives_token:
            return None
        if token not in self._tokens:
            return Response("invalid token", 401)
        if self._tokens[token]:
            status, words = self.habits.used_token
            said = self.words_of_refusal or words
            return Response(said, status, content_type="text/plain")
        self._tokens[token] = True
        return None

    def _answer(self, body: dict[str, Any]) -> dict[str, Any]:
        client_id = self.client_id or secrets.token_hex(8)
        tool = dict(body[TOOL])
        if self.habits.tells_deployment:
            tool["deployment_id"] = str(len(self.registered))
        changed = {**body, "client_id": client_id, TOOL: tool, **self.answer_changes}
        return {name: value for name, value in changed.items() if value is not GONE}


GONE = object()
_ADMIN = """<!doctype html><html lang="en"><title>Tools</title><h1>Tools</h1><p id="heard"></p>
<script>
addEventListener('message', (event) => {
  document.getElementById('heard').textContent = event.data.subject || '';
});
const asked = new URLSearchParams(location.search);
if (asked.get('in') === 'tab') open(asked.get('tool'));
else {
  const frame = document.createElement('iframe');
  frame.src = asked.get('tool');
  frame.title = 'Tool';
  frame.width = '100%';
  frame.height = '600';
  document.body.append(frame);
}
</script></html>"""
"""Where tools are added: the tool's page in a frame, or in a new tab."""


_FIXED = {
    "application_type": "web",
    "response_types": ["id_token"],
    "token_endpoint_auth_method": "private_key_jwt",
}


def check(body: dict[str, Any], habits: Habits) -> str | None:
    """Return what a strict LMS would say is wrong with a registration; None if it takes it."""
    tool = body.get(TOOL) or {}
    wanted = ("client_name", "initiate_login_uri", "redirect_uris", "jwks_uri", "scope")
    missing = [name for name in wanted if not body.get(name)]
    wanted = ("domain", "target_link_uri", "claims", "messages")
    missing += [name for name in wanted if not tool.get(name)]
    if missing:
        return f"missing {missing[0]}"
    unsupported = [name for name, value in _FIXED.items() if body.get(name) != value]
    if unsupported or sorted(body.get("grant_types", [])) != ["client_credentials", "implicit"]:
        return f"unsupported {unsupported}"
    return _check_values(body, tool) or (_check_canvas(tool) if habits.family == "canvas" else None)


def _check_values(body: dict[str, Any], tool: dict[str, Any]) -> str | None:
    if set(body["scope"].split()) - {*SCOPES, NRPS, TOOL_SETTING}:
        return "invalid_scope"
    if tool["target_link_uri"] not in body["redirect_uris"]:
        return "target_link_uri is not registered"
    if any("=" in value for value in tool.get("custom_parameters", {}).values()):
        return "custom parameters must not hold ="
    return None


def _check_canvas(tool: dict[str, Any]) -> str | None:
    for message in tool["messages"]:
        if not set(message.get("placements", [])) <= _PER_MESSAGE[message["type"]]:
            return "invalid placement"
        if not message.get("placements"):
            return "no placement"
    return None
