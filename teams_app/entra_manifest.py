"""What an administrator pastes into Entra: the app registration's manifest."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from teams_app.entra import SCOPE, Entra
from teams_app.host import HOSTS


def entra_manifest(entra: Entra) -> dict[str, Any]:
    """Return the part of the registration's manifest that Baton needs, in Graph's format.

    Any tenant's people may ask Entra for a token; whose are taken is decided by the tenants that
    are onboarded. The scope's id is made from the registration's name, so that it stays the same
    however often this is pasted.
    """
    scope_id = str(uuid5(NAMESPACE_URL, f"{entra.identifier_uri}/{SCOPE}"))
    return {
        "signInAudience": "AzureADMultipleOrgs",
        "identifierUris": [entra.identifier_uri],
        # Without it a token does not say that somebody is a guest.
        "optionalClaims": {"accessToken": [{"name": "acct", "essential": False}]},
        "api": {
            "requestedAccessTokenVersion": 2,
            "oauth2PermissionScopes": [
                {
                    "id": scope_id,
                    "value": SCOPE,
                    "type": "User",
                    "isEnabled": True,
                    "adminConsentDisplayName": "Sign in to Baton",
                    "adminConsentDescription": "Lets Teams tell Baton who is signed in.",
                    "userConsentDisplayName": "Sign in to Baton",
                    "userConsentDescription": "Lets Teams tell Baton who you are.",
                }
            ],
            "preAuthorizedApplications": [
                {"appId": host, "delegatedPermissionIds": [scope_id]} for host in HOSTS
            ],
        },
    }
