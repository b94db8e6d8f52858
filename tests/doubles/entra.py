"""Entra for tests: real keys, a key set for each tenant over HTTP, and any token one likes."""

import json
import secrets
import threading
import time
from typing import Any

import jwt
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from doubles.entra_consent import ConsentWindow
from doubles.entra_tokens import Refused, Tokens
from doubles.kept_keys import another_key
from doubles.tokens import signed
from teams_app.entra import Entra as Registration

NORRVIK = "11111111-aaaa-4aaa-8aaa-111111111111"
ELSEWHERE = "22222222-bbbb-4bbb-8bbb-222222222222"
CLIENT_ID = "00001111-aaaa-2222-bbbb-3333cccc4444"
PEOPLE = {
    "amira": "aaaaaaaa-0000-4000-8000-000000000004",
    "ben": "bbbbbbbb-0000-4000-8000-000000000001",
    "dana": "dddddddd-0000-4000-8000-000000000002",
    "chidi": "cccccccc-0000-4000-8000-000000000003",
}


class Entra:
    """Entra as a tab's sign-in sees it, with two tenants. Each has a key of its own."""

    def __init__(self, public_url: str = "http://localhost") -> None:
        tenants = NORRVIK, ELSEWHERE
        self.keys = {tenant: another_key() for tenant in tenants}
        self.kids = {tenant: secrets.token_hex(8) for tenant in tenants}
        self.is_down = False
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.registration = Registration(
            client_id=CLIENT_ID,
            client_secret="",
            authority=self.url,
            graph_url="https://graph.microsoft.com",
            public_url=public_url,
        )
        self.forget()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def forget(self) -> None:
        """Be as at the beginning: no consent, the secret good."""
        self.tokens = Tokens(self)
        self.window = ConsentWindow(self, self.tokens, PEOPLE)

    def claims(self, who: str = "ben", tenant: str = NORRVIK, **changes: Any) -> dict[str, Any]:
        """The claims of a good token of version 2; a change of None removes a claim."""
        at = int(time.time())
        claims = {
            "aud": CLIENT_ID,
            "iss": f"{self.url}/{tenant}/v2.0",
            "iat": at,
            "nbf": at,
            "exp": at + 3600,
            "tid": tenant,
            "oid": PEOPLE[who],
            "sub": f"sub-of-{who}",
            "scp": "access_as_user",
            "azp": "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
            "name": who.title(),
            "preferred_username": f"{who}@norrvik.example",
            "ver": "2.0",
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def claims_of_version_1(self, who: str = "ben", **changes: Any) -> dict[str, Any]:
        """The same in the form of version 1, which Entra sends unless it is told otherwise."""
        older = {
            "aud": self.registration.identifier_uri,
            "iss": f"https://sts.windows.net/{NORRVIK}/",
            "azp": None,
            "appid": "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
            "preferred_username": None,
            "upn": f"{who}@norrvik.example",
            "ver": "1.0",
        }
        return self.claims(who, **{**older, **changes})

    def sign(self, claims: dict[str, Any], tenant: str = NORRVIK, **header: Any) -> str:
        """Sign anything with a tenant's key."""
        return signed({"kid": self.kids[tenant], **header}, claims, self.keys[tenant])

    def token(self, who: str = "ben", **changes: Any) -> str:
        return self.sign(self.claims(who, **changes))

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        tenant, _slash, path = request.path.strip("/").partition("/")
        if self.is_down:
            return Response(status=503)
        if tenant not in self.keys:
            return Refused("invalid_tenant", 90002).answer()
        match request.method, path:
            case "GET", "discovery/v2.0/keys":
                return self._key_set(tenant)
            case "GET", "v2.0/.well-known/openid-configuration":
                return self._configuration(tenant)
            case "GET", "oauth2/v2.0/authorize":
                return self.window.answer(request, tenant)
            case "POST", "oauth2/v2.0/token":
                return self.tokens.answer(request, tenant)
        return Response(status=404)

    def _configuration(self, tenant: str) -> Response:
        here = f"{self.url}/{tenant}"
        told = {
            "issuer": f"{here}/v2.0",
            "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
            "token_endpoint": f"{here}/oauth2/v2.0/token",
            "jwks_uri": f"{here}/discovery/v2.0/keys",
        }
        return Response(json.dumps(told), content_type="application/json")

    def _key_set(self, tenant: str) -> Response:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[tenant].public_key())
        # As Entra has them: without `alg`.
        key = {**json.loads(public), "kid": self.kids[tenant], "use": "sig"}
        return Response(json.dumps({"keys": [key]}), content_type="application/json")
