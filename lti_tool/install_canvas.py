"""Canvas's own way to describe a tool, for a developer key that is made by hand."""

from typing import Any

from lti_tool.quirks import quirks_of
from lti_tool.tool import CUSTOM, DESCRIPTION, LABELS, NAME, SCOPES, TOOL_ID, Tool

_PLATFORM = "canvas.instructure.com"
# In a course's menu it appears when a teacher wants it there, and is the leader's page.
_IN_THE_MENU = {"default": "disabled", "custom_fields": {"team": "1"}}


def canvas_configuration(tool: Tool) -> dict[str, Any]:
    """Return the configuration; its placements are those that a registration asks for."""
    return {
        "title": NAME,
        "description": DESCRIPTION,
        "target_link_uri": tool.launch_url,
        "oidc_initiation_url": tool.login_url,
        "public_jwk_url": tool.jwks_url,
        "scopes": list(SCOPES),
        "custom_fields": CUSTOM,
        "extensions": [
            {
                "platform": _PLATFORM,
                "domain": tool.domain,
                "tool_id": TOOL_ID,
                "privacy_level": "public",
                "settings": {
                    "text": NAME,
                    "icon_url": tool.icon_url,
                    "placements": _placements(tool),
                },
            }
        ],
    }


def _placements(tool: Tool) -> list[dict[str, Any]]:
    where = quirks_of("canvas").placements
    return [
        {
            "placement": placement,
            "message_type": kind,
            "target_link_uri": tool.launch_url,
            "text": LABELS[kind],
            "icon_url": tool.icon_url,
            "enabled": True,
            **(_IN_THE_MENU if placement == "course_navigation" else {}),
        }
        for kind, placements in where.items()
        for placement in placements
    ]
