"""The token with which an app calls Graph as itself (client credentials)."""

import hmac
import time
from typing import Any

from practice_teams.teams import PracticeTeams

LASTS = 3599
"""Seconds."""


class Refused(Exception):
    """Entra's way to say no: its error and its number."""

    def __init__(self, error: str, code: int) -> None:
        super().__init__(error)
        self.error, self.code = error, code


def give_token(teams: PracticeTeams, form: dict[str, str]) -> dict[str, Any]:
    """Return Entra's answer to a form. Raises Refused."""
    settings = teams.settings
    if form.get("client_id") != settings.client_id:
        raise Refused("unauthorized_client", 700016)
    given = form.get("client_secret", "").encode()
    if not hmac.compare_digest(given, teams.client_secret.encode()) or not given:
        raise Refused("invalid_client", 7000215)
    if form.get("grant_type") != "client_credentials":
        raise Refused("unsupported_grant_type", 70003)
    if form.get("scope") != f"{settings.origin}/.default":
        raise Refused("invalid_scope", 1002012)
    now = int(time.time())
    claims = {
        "aud": settings.origin,
        "iss": f"https://sts.windows.net/{settings.tenant_id}/",
        "iat": now,
        "nbf": now,
        "exp": now + LASTS,
        "tid": settings.tenant_id,
        "appid": settings.client_id,
        "idtyp": "app",
        # What the app's manifest asks for comes with installing it, and stands in no token.
        "roles": [],
    }
    token = teams.keys.sign(claims)
    return {"token_type": "Bearer", "expires_in": LASTS, "access_token": token}
