"""The tool: what Baton tells a platform about itself, in a registration or for pasting."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from lti_tool.score import RESULT_SCOPE, SCORE_SCOPE

NAME = "Baton"
TOOL_ID = "baton"
DESCRIPTION = "Leadership for everyone at work, five minutes a week."
LINE_ITEM_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
ROSTER_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCOPES = (LINE_ITEM_SCOPE, RESULT_SCOPE, SCORE_SCOPE, ROSTER_SCOPE)
CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "email")
"""Moodle shares neither name nor e-mail address with a tool that leaves them out."""
CUSTOM = {
    "context_id_history": "$Context.id.history",
    "resource_link_id_history": "$ResourceLink.id.history",
    "user_name": "$User.username",
    "person_sourcedid": "$Person.sourcedId",
}
"""Custom parameters, by name. No value may hold a `=`: Moodle would cut it there."""
RESOURCE_LINK, DEEP_LINKING = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
LABELS = {RESOURCE_LINK: "Baton", DEEP_LINKING: "Baton: choose a module"}


@dataclass(frozen=True)
class Tool:
    """Baton at one public address. There is one launch address for every message."""

    public_url: str

    @property
    def launch_url(self) -> str:
        """Where messages arrive."""
        return f"{self.public_url}/lti/launch"

    @property
    def login_url(self) -> str:
        """Where a login begins."""
        return f"{self.public_url}/lti/login"

    @property
    def jwks_url(self) -> str:
        """Where the public keys are."""
        return f"{self.public_url}/lti/jwks"

    @property
    def icon_url(self) -> str:
        """A small picture."""
        return f"{self.public_url}/lti/icon.png"

    @property
    def canvas_url(self) -> str:
        """The configuration that Canvas reads."""
        return f"{self.public_url}/lti/canvas.json"

    @property
    def domain(self) -> str:
        """Host, and port if there is one."""
        return urlsplit(self.public_url).netloc
