"""What Baton asks for in a registration (Dynamic Registration 1.0, section 3.5)."""

from collections.abc import Sequence
from typing import Any

from lti_tool.quirks import Quirks
from lti_tool.tool import CLAIMS, CUSTOM, DESCRIPTION, LABELS, NAME, SCOPES, Tool

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"


def registration_request(tool: Tool, quirks: Quirks, supported: Sequence[str]) -> dict[str, Any]:
    """Return the body of a registration.

    `supported` are the scopes that the platform offers: some refuse a request for any other.
    """
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": tool.login_url,
        "redirect_uris": [tool.launch_url],
        "client_name": NAME,
        "client_uri": tool.public_url,
        "logo_uri": tool.icon_url,
        "jwks_uri": tool.jwks_url,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(wanted_scopes(supported)),
        TOOL: {
            "domain": tool.domain,
            "target_link_uri": tool.launch_url,
            "description": DESCRIPTION,
            "custom_parameters": CUSTOM,
            "claims": list(CLAIMS),
            "messages": [_message(tool, kind, quirks) for kind in LABELS],
            **quirks.tool_extensions,
        },
    }


def wanted_scopes(supported: Sequence[str]) -> list[str]:
    """Return the scopes to ask for; all of ours where the platform lists none of them."""
    return [scope for scope in SCOPES if scope in supported] or list(SCOPES)


def _message(tool: Tool, kind: str, quirks: Quirks) -> dict[str, Any]:
    message: dict[str, Any] = {
        "type": kind,
        "target_link_uri": tool.launch_url,
        "label": LABELS[kind],
        "icon_uri": tool.icon_url,
        **quirks.message_extensions.get(kind, {}),
    }
    if kind in quirks.placements:
        message["placements"] = list(quirks.placements[kind])
    return message
