"""Dynamic registration (1EdTech Dynamic Registration 1.0), as a platform answers it."""

import secrets
from typing import Any

from flask import Flask, Response, jsonify, request

from doubles.platforms.spec import SCOPES, TOOL, Refused
from doubles.platforms.stand_in import StandIn, Tool

_NEEDED = ("initiate_login_uri", "redirect_uris", "jwks_uri", "client_name", "scope")
_FIXED = {
    "application_type": "web",
    "token_endpoint_auth_method": "private_key_jwt",
    "response_types": ["id_token"],
}
_PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"


def install(app: Flask, platform: StandIn) -> None:
    @app.get(platform.configuration_path.partition("?")[0])
    def configuration() -> Response:
        platform.check_configuration_request()
        return jsonify(openid_configuration(platform))

    @app.post(platform.register_path)
    def register() -> Response:
        platform.check_registration_token()
        message = request.get_json(silent=True)
        if not isinstance(message, dict):
            raise Refused(400, "not JSON")
        check(message, platform)
        platform.tool = tool_of(message)
        return jsonify(platform.registered(message))


def openid_configuration(platform: StandIn) -> dict[str, Any]:
    return {
        "issuer": platform.issuer,
        "authorization_endpoint": platform.url(platform.auth_path),
        "token_endpoint": platform.url(platform.token_path),
        "jwks_uri": platform.url(platform.keys_path),
        "registration_endpoint": platform.url(platform.register_path),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", *SCOPES],
        "response_types_supported": ["id_token"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
        _PLATFORM: {
            "product_family_code": platform.code,
            "version": "1",
            "messages_supported": [
                {"type": "LtiResourceLinkRequest"},
                {"type": "LtiDeepLinkingRequest"},
            ],
            "variables": ["User.username", "Person.sourcedId", "Context.id.history"],
        },
        **platform.more_configuration(),
    }


def check(message: dict[str, Any], platform: StandIn) -> None:
    """Refuse what the specification does not allow, and then what the platform does not."""
    tool = message.get(TOOL) or {}
    missing = [name for name in _NEEDED if not message.get(name)]
    missing += [name for name in ("domain", "target_link_uri") if not tool.get(name)]
    if missing:
        raise Refused(400, f"missing {missing[0]}")
    for name, value in _FIXED.items():
        if message.get(name) != value:
            raise Refused(400, f"{name} must be {value}")
    if not {"implicit", "client_credentials"} <= set(message.get("grant_types", [])):
        raise Refused(400, "grant_types must be implicit and client_credentials")
    platform.check_tool(tool)


def tool_of(message: dict[str, Any]) -> Tool:
    configuration = message[TOOL]
    return Tool(
        client_id=secrets.token_hex(8),
        login_url=message["initiate_login_uri"],
        redirect_uris=message["redirect_uris"],
        jwks_url=message["jwks_uri"],
        scopes=message["scope"].split(),
        claims=configuration.get("claims", []),
        custom=configuration.get("custom_parameters", {}),
    )
