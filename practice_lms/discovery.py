"""What the LMS publishes about itself: its keys and its OpenID configuration."""

from flask import Blueprint, Response, jsonify

from practice_lms import scopes
from practice_lms.lms import this_lms

blueprint = Blueprint("keys", __name__)
_PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"


@blueprint.get("/jwks")
def jwks() -> Response:
    """Return the public keys of the launches."""
    return jsonify(this_lms().keys.public_set())


@blueprint.get("/.well-known/openid-configuration")
def openid_configuration() -> Response:
    """Return the addresses a tool needs (LTI Dynamic Registration 1.0, section 3.4)."""
    origin = this_lms().settings.origin
    return jsonify(
        {
            "issuer": origin,
            "authorization_endpoint": f"{origin}/auth",
            "token_endpoint": this_lms().settings.token_url,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": f"{origin}/jwks",
            "scopes_supported": ["openid", *scopes.ALL],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            _PLATFORM: {
                "product_family_code": "practice-lms",
                "version": "1",
                "messages_supported": [{"type": "LtiResourceLinkRequest"}],
                "variables": [],
            },
        }
    )
