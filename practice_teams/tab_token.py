"""The token that Teams gets from Entra for a tab: it says who is there, to one app."""

import secrets
import time
from typing import Any

from practice_teams.directory import Account
from practice_teams.settings import Settings

TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
"""Teams in a browser, as an application in Entra."""


def tab_claims(account: Account, settings: Settings) -> dict[str, Any]:
    """Return the claims of an access token of version 2, for `access_as_user`."""
    now = int(time.time())
    return {
        "aud": settings.client_id,
        "iss": settings.issuer,
        "iat": now,
        "nbf": now,
        "exp": now + settings.token_seconds,
        "azp": TEAMS_WEB,
        "azpacr": "0",
        "name": account.person.name,
        "oid": account.object_id,
        "preferred_username": account.user_name,
        "scp": "access_as_user",
        # Entra gives each application another `sub` for the same person.
        "sub": f"{account.object_id[:8]}-for-{settings.client_id[:8]}",
        "tid": settings.tenant_id,
        "uti": secrets.token_urlsafe(16),
        "ver": "2.0",
    }
