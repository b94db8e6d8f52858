"""A token of Entra: checked, it says who is in the tab.

Nothing of it is believed before all of it is checked. It is never kept, and never written to a log.
"""

from dataclasses import dataclass
from typing import Any

import jwt

from learning.errors import Refusal
from teams_app.entra import SCOPE, Entra
from teams_app.host import HOSTS
from teams_app.problems import ClocksDiffer, GuestHere, NotAllowed, NotVerified
from teams_app.tenant import tenant_id
from web.key_set import KeySets, NoSuchKey

LEEWAY = 60
"""Seconds by which the two servers' clocks may differ."""
LARGEST_TOKEN = 64 * 1024
_FORBIDDEN_HEADERS = {"jwk", "jku", "x5u", "crit"}
_LONGEST = 200
_GUEST = 1
"""The claim `acct` of a guest; 0 is a member."""


@dataclass(frozen=True)
class Person:
    """Whom a token names. `(tenant_id, object_id)` is who they are; the rest may change."""

    tenant_id: str
    object_id: str
    name: str | None
    user_name: str | None


@dataclass(frozen=True)
class TenantKeys:
    """Where a tenant's signing keys are published."""

    name: str
    jwks_url: str
    allow_http: bool


def claimed_tenant(token: str) -> str:
    """Return the tenant that a token claims to come from; nothing is checked yet.

    Raises NotVerified for what is no token.
    """
    if len(token) > LARGEST_TOKEN:
        raise NotVerified("the token is too large")
    try:
        body = jwt.decode(token, options={"verify_signature": False})
        return tenant_id(str(body.get("tid", "")))
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise NotVerified("not a JWT") from None
    except Refusal:
        raise NotVerified("no tenant in the token") from None


def read_token(token: str, tenant: str, entra: Entra, key_sets: KeySets) -> Person:
    """Return whom a token names, after checking all of it for this tenant.

    Raises NotVerified, ClocksDiffer, NotAllowed or GuestHere.
    """
    body = _decode(token, _key(token, tenant, entra, key_sets))
    if body.get("tid") != tenant or body.get("iss") not in issuers(entra, tenant):
        raise NotVerified("issuer and tenant do not belong together")
    if body.get("aud") not in (entra.client_id, entra.identifier_uri):
        raise NotVerified("the token is for another audience")
    _check_person(body)
    if str(body.get("azp", body.get("appid"))) not in HOSTS:
        raise NotAllowed("asked for by an app that is not one of Microsoft's hosts")
    if _is_guest(body, tenant):
        raise GuestHere("a guest of the tenant")
    return Person(
        tenant_id=tenant,
        object_id=tenant_id(body["oid"]),
        name=_text(body.get("name")),
        user_name=_text(body.get("preferred_username") or body.get("upn")),
    )


def issuers(entra: Entra, tenant: str) -> tuple[str, str]:
    """Return who issues a tenant's tokens of version 2, and of version 1."""
    return entra.issuer(tenant), f"https://sts.windows.net/{tenant}/"


def _key(token: str, tenant: str, entra: Entra, key_sets: KeySets) -> jwt.PyJWK:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise NotVerified("the header cannot be read") from None
    if header.get("alg") != "RS256" or _FORBIDDEN_HEADERS & set(header):
        raise NotVerified("alg is not RS256, or the header brings a key of its own")
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise NotVerified("no kid")
    keys = TenantKeys(
        name=f"Entra tenant {tenant}",
        jwks_url=f"{entra.authority}/{tenant}/discovery/v2.0/keys",
        # The operator chose the authority. Only a stand-in on this machine has plain http.
        allow_http=entra.authority.startswith("http://"),
    )
    try:
        return key_sets.key(keys, kid)
    except NoSuchKey as problem:
        raise NotVerified(str(problem)) from None


def _decode(token: str, key: jwt.PyJWK) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            leeway=LEEWAY,
            # Two audiences and two issuers are right; both are compared by the caller, as a whole.
            options={
                "require": ["exp", "iat", "nbf", "iss", "aud"],
                "verify_aud": False,
                "verify_sub": False,
                "verify_jti": False,
            },
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as problem:
        raise ClocksDiffer(type(problem).__name__) from None
    except (jwt.PyJWTError, RecursionError) as problem:
        raise NotVerified(type(problem).__name__) from None


def _check_person(body: dict[str, Any]) -> None:
    """Raise NotAllowed unless the token is a person's and lets Baton sign them in."""
    scopes = body.get("scp")
    if body.get("idtyp") == "app" or not isinstance(scopes, str):
        raise NotAllowed("a token of an app, not of a person")
    if SCOPE not in scopes.split():
        raise NotAllowed(f"without the scope {SCOPE}")
    try:
        tenant_id(body["oid"])
    except (Refusal, KeyError, AttributeError):
        raise NotVerified("no oid") from None


def _is_guest(body: dict[str, Any], tenant: str) -> bool:
    home = body.get("idp")
    return body.get("acct") == _GUEST or (isinstance(home, str) and tenant not in home)


def _text(value: object) -> str | None:
    """Return a name as it may be kept; None for what cannot be one."""
    if not isinstance(value, str) or "\x00" in value:
        return None
    return value.encode("utf-8", "replace").decode().strip()[:_LONGEST] or None
