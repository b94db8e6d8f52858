"""Where Entra gives tokens for Graph: it looks at everything that the real one looks at."""

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug.wrappers import Request, Response

from doubles.tokens import base64url
from teams_app.entra import Entra as Registration

SECRET = "8Q~the-value-of-a-secret"
ON_BEHALF = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALWAYS = {"openid", "profile", "offline_access"}


class Refused(Exception):
    """Entra's way to say no: its error, its number, and more."""

    def __init__(self, error: str, code: int, status: int = 400, **more: str) -> None:
        self.error, self.code, self.status, self.more = error, code, status, more

    def answer(self) -> Response:
        body = {
            "error": self.error,
            # The real one names people, tenants and apps here.
            "error_description": f"AADSTS{self.code}: said to Ben of Norrvik.",
            "error_codes": [self.code],
            "correlation_id": secrets.token_hex(8),
            **self.more,
        }
        return Response(json.dumps(body), self.status, content_type="application/json")


class Signer(Protocol):
    """The tenants' side: whose keys there are, and how something is signed."""

    url: str
    keys: dict[str, rsa.RSAPrivateKey]
    registration: Registration

    def sign(self, claims: dict[str, Any], tenant: str, /) -> str: ...


@dataclass
class Tokens:
    """The token endpoint of every tenant, for one app registration."""

    entra: Signer
    secret: str = SECRET
    certificate: x509.Certificate | None = None
    """What was uploaded under *Certificates & secrets*."""
    consents: set[tuple[str, str]] = field(default_factory=set)
    """`(oid, scope)`, or `(tenant, scope)` where an administrator said yes for all."""
    slow: int = 0
    """How many more times a consent that was given does not count yet."""
    app_roles: set[str] = field(default_factory=set)
    """Application permissions that a tenant's administrator has granted."""
    wants_more: dict[str, str] = field(default_factory=dict)
    """Whom a policy asks for more, by `oid`, and the claims that it asks for."""
    ended: bool = False
    """Whether the secret has ended."""
    lasting: int = 3599
    busy: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Status and headers of the next answers, in place of tokens."""
    unknown_in: set[str] = field(default_factory=set)
    """Tenants that do not know the registration."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The forms that came, oldest first."""

    def answer(self, request: Request, tenant: str) -> Response:
        form = request.form.to_dict()
        self.asked.append(form)
        if self.busy:
            status, headers = self.busy.pop(0)
            return Response("<html>busy</html>", status, headers, content_type="text/html")
        try:
            body = self._give(form, tenant)
        except Refused as refused:
            return refused.answer()
        return Response(json.dumps(body), content_type="application/json")

    def _give(self, form: dict[str, str], tenant: str) -> dict[str, Any]:
        self._check_client(form, tenant)
        match form.get("grant_type"):
            case "client_credentials":
                return self._as_itself(form, tenant)
            case grant if grant == ON_BEHALF:
                return self._on_behalf(form, tenant)
        raise Refused("unsupported_grant_type", 70003)

    def _check_client(self, form: dict[str, str], tenant: str) -> None:
        known = self.entra.registration.client_id
        if form.get("client_id") != known or tenant in self.unknown_in:
            raise Refused("unauthorized_client", 700016)
        if form.get("client_assertion_type") == _ASSERTION:
            self._check_assertion(form.get("client_assertion", ""), tenant)
        elif form.get("client_secret") != self.secret:
            raise Refused("invalid_client", 7000215, 401)
        elif self.ended:
            raise Refused("invalid_client", 7000222, 401)

    def _check_assertion(self, assertion: str, tenant: str) -> None:
        if self.certificate is None:
            raise Refused("invalid_client", 700027, 401)
        try:
            header = jwt.get_unverified_header(assertion)
            jwt.decode(
                assertion,
                self.certificate.public_key(),
                algorithms=["PS256"],
                audience=_either(f"{self.entra.url}/{tenant}/oauth2/v2.0/token"),
                issuer=self.entra.registration.client_id,
                subject=self.entra.registration.client_id,
            )
        except jwt.PyJWTError:
            raise Refused("invalid_client", 700027, 401) from None
        said = header.get("x5t#S256", "").rstrip("=")
        if said != base64url(self.certificate.fingerprint(SHA256())):
            raise Refused("invalid_client", 700027, 401)

    def _as_itself(self, form: dict[str, str], tenant: str) -> dict[str, Any]:
        graph = self.entra.registration.graph_url
        if form.get("scope") != f"{graph}/.default":
            raise Refused("invalid_scope", 1002012)
        claims = {"idtyp": "app", "roles": sorted(self.app_roles), "oid": secrets.token_hex(8)}
        return self._token(claims, tenant)

    def _on_behalf(self, form: dict[str, str], tenant: str) -> dict[str, Any]:
        if form.get("requested_token_use") != "on_behalf_of":
            raise Refused("invalid_request", 900144)
        person = self._person(form.get("assertion", ""), tenant)
        oid, graph = person["oid"], self.entra.registration.graph_url
        wanted = set(form.get("scope", "").split()) - _ALWAYS
        scopes = {scope.removeprefix(f"{graph}/") for scope in wanted}
        if not scopes or any("/" in scope for scope in scopes):
            raise Refused("invalid_scope", 70011)
        if oid in self.wants_more:
            claims = self.wants_more[oid]
            raise Refused("interaction_required", 50076, suberror="basic_action", claims=claims)
        if any({(oid, one), (tenant, one)}.isdisjoint(self.consents) for one in scopes):
            raise Refused("invalid_grant", 65001, suberror="consent_required")
        if self.slow:
            self.slow -= 1
            raise Refused("invalid_grant", 65001, suberror="consent_required")
        told = {"scp": " ".join(sorted(scopes)), "oid": oid, "name": person.get("name")}
        return self._token(told, tenant) | {"refresh_token": secrets.token_urlsafe(20)}

    def _person(self, assertion: str, tenant: str) -> dict[str, Any]:
        """Return what the tab's token says, if it is one for Baton in this tenant."""
        registration = self.entra.registration
        try:
            told: dict[str, Any] = jwt.decode(
                assertion,
                self.entra.keys[tenant].public_key(),
                algorithms=["RS256"],
                audience=[registration.client_id, registration.identifier_uri],
            )
        except jwt.ExpiredSignatureError:
            raise Refused("invalid_grant", 500133) from None
        except jwt.InvalidAudienceError:
            raise Refused("invalid_grant", 50013) from None
        except jwt.PyJWTError:
            raise Refused("invalid_grant", 50013) from None
        if told.get("tid") != tenant or "access_as_user" not in str(told.get("scp")).split():
            raise Refused("invalid_grant", 50013)
        return told

    def _token(self, more: dict[str, Any], tenant: str) -> dict[str, Any]:
        at = int(time.time())
        claims = {
            "aud": self.entra.registration.graph_url,
            "iss": f"https://sts.windows.net/{tenant}/",
            "iat": at,
            "nbf": at,
            "exp": at + self.lasting,
            "tid": tenant,
            "appid": self.entra.registration.client_id,
            "jti": secrets.token_hex(8),
            **more,
        }
        token = self.entra.sign(claims, tenant)
        return {"token_type": "Bearer", "expires_in": self.lasting, "access_token": token}


def _either(url: str) -> list[str]:
    """Return the address as it is, and as MSAL is told it; the real one has only the second."""
    return [url, url.replace("http://", "https://", 1)]
