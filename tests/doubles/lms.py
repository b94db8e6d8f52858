"""A platform for launch tests: real keys, a real key set over HTTP, and any message one likes."""

import json
import secrets
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from doubles.kept_keys import another_key

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
AGS_SCOPES = [
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("lineitem", "result.readonly", "score")
]
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


class Lms:
    """An LMS as a launch sees it. `issuer` and `client_id` are what was registered."""

    def __init__(self, issuer: str = "https://lms.norrvik.example", client_id: str = "baton-1"):
        self.issuer, self.client_id, self.deployment = issuer, client_id, "dep-1"
        self.auth_url = f"{issuer}/auth"
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.kid = self.new_key()
        self.key_set_answer: Response | None = None
        self.key_set_requests = 0
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new_key(self) -> str:
        """Make another key and sign with it from now on."""
        self.kid = secrets.token_hex(8)
        self.keys[self.kid] = another_key()
        return self.kid

    def public_key(self, kid: str, **more: Any) -> dict[str, Any]:
        text = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[kid].public_key())
        return {**json.loads(text), "kid": kid, "alg": "RS256", "use": "sig", **more}

    def login_form(self, **changes: str | None) -> dict[str, str]:
        form: dict[str, str | None] = {
            "iss": self.issuer,
            "client_id": self.client_id,
            "login_hint": "hint & more",
            "lti_message_hint": '{"cmid":3}',
            "lti_deployment_id": self.deployment,
            "target_link_uri": "http://localhost/lti/launch",
            **changes,
        }
        return {name: value for name, value in form.items() if value is not None}

    def claims(self, sub: str = "ben", **changes: Any) -> dict[str, Any]:
        """The claims of a good launch; a change of None removes a claim."""
        at = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": sub,
            "iat": at,
            "exp": at + 60,
            "name": sub.title(),
            f"{LTI}message_type": "LtiResourceLinkRequest",
            f"{LTI}version": "1.3.0",
            f"{LTI}deployment_id": self.deployment,
            f"{LTI}target_link_uri": "http://localhost/lti/launch",
            f"{LTI}resource_link": {"id": "link-1", "title": "This week"},
            f"{LTI}context": {"id": "course-1", "title": "Leadership"},
            f"{LTI}roles": [LEARNER],
            f"{LTI}launch_presentation": {"locale": "en", "return_url": f"{self.issuer}/course"},
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def grading(self, number: int = 1) -> dict[str, Any]:
        """The AGS claim with a column of its own."""
        items = f"{self.url}/course-1/lineitems"
        column = f"{items}/{number}/lineitem?type_id=1"
        return {AGS: {"scope": AGS_SCOPES, "lineitems": items, "lineitem": column}}

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        kid = header.pop("kid", self.kid)
        return jwt.encode(
            claims, self.keys[self.kid], algorithm="RS256", headers={"kid": kid, **header}
        )

    def begin(self, client: FlaskClient, **changes: str | None) -> dict[str, str]:
        """Log in; return what Baton sent to the authorization endpoint."""
        answer = client.post("/lti/login", data=self.login_form(**changes))
        assert answer.status_code == 302, answer.text
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {name: values[0] for name, values in query.items()}

    def launch(self, client: FlaskClient, sub: str = "ben", **changes: Any) -> TestResponse:
        """Log in and launch, as a browser would."""
        asked = self.begin(client)
        claims = self.claims(sub, **{"nonce": asked["nonce"], **changes})
        return self.post(client, asked["state"], self.sign(claims))

    @staticmethod
    def post(client: FlaskClient, state: str | None, token: str | None) -> TestResponse:
        form = {"state": state, "id_token": token}
        return client.post(
            "/lti/launch", data={name: value for name, value in form.items() if value is not None}
        )

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path != "/jwks":
            return Response(status=404)
        self.key_set_requests += 1
        if self.key_set_answer is not None:
            return self.key_set_answer
        keys = [self.public_key(kid) for kid in self.keys]
        return Response(json.dumps({"keys": keys}), content_type="application/json")
