"""The token endpoint (Security Framework 1.0, section 4.1). The tool's keys are fetched anew."""

import json
import secrets
from urllib.request import urlopen

import jwt
from flask import Flask, Response, jsonify, request

from doubles.platforms.spec import SCOPES, Refused
from doubles.platforms.stand_in import StandIn

_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def install(app: Flask, platform: StandIn) -> None:
    @app.post(platform.token_path)
    def give() -> Response:
        form = request.form
        if form.get("grant_type") != "client_credentials":
            raise Refused(400, {"error": "unsupported_grant_type"})
        if form.get("client_assertion_type") != _TYPE:
            raise Refused(400, {"error": "invalid_request"})
        check_assertion(form.get("client_assertion", ""), platform)
        granted = platform.granted(form.get("scope", "").split())
        if not granted:
            raise Refused(400, {"error": "invalid_scope"})
        token = secrets.token_urlsafe(24)
        platform.access_tokens[token] = granted
        return jsonify(
            access_token=token, token_type="bearer", expires_in=3600, scope=" ".join(granted)
        )


def check_assertion(assertion: str, platform: StandIn) -> None:
    tool = platform.tool
    if tool is None or not tool.works:
        raise Refused(400, {"error": "invalid_client"})
    try:
        claims = jwt.decode(
            assertion,
            tool_key(assertion, platform),
            algorithms=["RS256"],
            audience=platform.audience,
            issuer=tool.client_id,
            subject=tool.client_id,
            options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
        )
    except jwt.PyJWTError as problem:
        raise Refused(400, {"error": "invalid_client", "why": str(problem)}) from None
    if claims["jti"] in platform.spent:
        raise Refused(400, {"error": "invalid_client", "why": "jti was used"})
    platform.spent.add(claims["jti"])


def tool_key(token: str, platform: StandIn) -> jwt.PyJWK:
    """The key that the tool says it has signed with, as its key set has it now."""
    assert platform.tool is not None
    kid = jwt.get_unverified_header(token).get("kid")
    with urlopen(platform.tool.jwks_url, timeout=10) as answer:
        keys = json.load(answer)["keys"]
    found = next((key for key in keys if key["kid"] == kid), None)
    if not kid or found is None:
        raise jwt.PyJWTError(f"no key {kid}")
    return jwt.PyJWK(found, algorithm="RS256")


def bearer(platform: StandIn, *scopes: str) -> None:
    """Refuse a request without a token for one of these scopes."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    has = platform.access_tokens.get(token)
    if kind.lower() != "bearer" or has is None:
        raise Refused(platform.without_token, "no valid token")
    if not has & set(scopes):
        raise Refused(403, "insufficient scope")


def known(wanted: list[str]) -> set[str]:
    """The scopes that exist."""
    return set(wanted) & set(SCOPES)
