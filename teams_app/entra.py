"""Baton as Entra knows it: the one app registration, and the addresses that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from web.door import TEAMS_TAB

SCOPE = "access_as_user"
"""The one scope of the registration; a tab's token must carry it."""


@dataclass(frozen=True)
class Entra:
    """The app registration, from the settings. Without a client id there is no Teams door."""

    client_id: str
    """A GUID in small letters; empty if none is set."""
    client_secret: str = field(repr=False)
    """Empty if none is set. Needed for calls to Graph only, never for signing in."""
    authority: str
    """Entra's origin, such as `https://login.microsoftonline.com`."""
    graph_url: str
    """Graph's origin, such as `https://graph.microsoft.com`."""
    public_url: str
    """Baton's own origin."""
    client_certificate: str = field(default="", repr=False)
    """A private key and its certificate in PEM; where it is set, it goes before the secret."""

    @property
    def has_credential(self) -> bool:
        """Whether Baton can show Entra who it is, as calls to Graph need."""
        return bool(self.client_secret or self.client_certificate)

    @property
    def host(self) -> str:
        """The host of the tab, with its port if it has one, in small letters."""
        return urlsplit(self.public_url).netloc.lower()

    @property
    def identifier_uri(self) -> str:
        """The name of the registration in tokens. Its host must be that of the tab."""
        return f"api://{self.host}/{self.client_id}"

    @property
    def tab_url(self) -> str:
        """Where the tab is, in Teams and outside it."""
        return f"{self.public_url}{TEAMS_TAB}"

    @property
    def consent_end_url(self) -> str:
        """Where Entra sends the window in which it has asked for consent."""
        return f"{self.public_url}/teams/auth-end"

    @property
    def graph_scope(self) -> str:
        """What is asked for when Baton calls Graph as itself."""
        return f"{self.graph_url}/.default"

    def graph_scopes(self, names: Sequence[str]) -> list[str]:
        """Return permissions of Graph, such as `User.Read`, as Entra is asked for them."""
        return [f"{self.graph_url}/{name}" for name in names]

    def issuer(self, tenant_id: str) -> str:
        """Return who issues a tenant's tokens of version 2."""
        return f"{self.authority}/{tenant_id}/v2.0"

    def discovery_url(self, tenant_id: str) -> str:
        """Return where a tenant's OpenID configuration is."""
        return f"{self.issuer(tenant_id)}/.well-known/openid-configuration"

    def token_url(self, tenant_id: str) -> str:
        """Return where a tenant's tokens are asked for."""
        return f"{self.authority}/{tenant_id}/oauth2/v2.0/token"
