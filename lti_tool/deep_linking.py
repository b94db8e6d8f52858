"""Deep linking: may this person add links here, and what goes back (Deep Linking 2.0)."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lti_tool.claims import LTI, DeepLinkingClaim, LaunchClaims
from lti_tool.origin import origin_of
from lti_tool.picker import Picker
from lti_tool.platform import Platform
from lti_tool.problems import BadMessage, CannotAdd, CannotPlace
from lti_tool.quirks import quirks_of
from lti_tool.role import context_roles, may_place
from lti_tool.tool_key import SigningKey

LIFE = timedelta(minutes=5)
"""For how long an answer is good; a browser carries it at once."""
_LINK = "ltiResourceLink"
_SHOWN_IN = {"iframe", "frame", "window"}
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


def check_request(claims: LaunchClaims, platform: Platform) -> DeepLinkingClaim:
    """Return what a verified deep-linking request asks for (section 4.4.1).

    Raises BadMessage if it is incomplete or would be answered over plain http, and CannotAdd if
    it takes no link that Baton could be.
    """
    asked = claims.deep_linking_settings
    if asked is None:
        raise BadMessage("no deep_linking_settings")
    scheme = urlsplit(asked.deep_link_return_url).scheme
    if origin_of(asked.deep_link_return_url) is None:
        raise BadMessage("deep_link_return_url has an odd host")
    if scheme != "https" and not platform.allow_http:
        raise BadMessage("deep_link_return_url is not https")
    if _LINK not in asked.accept_types:
        raise CannotAdd(f"accept_types has no {_LINK}")
    if not _SHOWN_IN & set(asked.accept_presentation_document_targets):
        raise CannotAdd("accept_presentation_document_targets has nothing that Baton can be in")
    return asked


def check_role(claims: LaunchClaims) -> None:
    """Raise CannotPlace unless the person teaches or designs the course."""
    if not may_place(claims.roles):
        known = sorted(role for role in context_roles(claims.roles) if role.isalpha())
        raise CannotPlace(f"deep linking as {known[:5]}")


def answer_to(
    picker: Picker,
    items: Sequence[dict[str, Any]],
    at: datetime,
    key: SigningKey,
    message: str | None = None,
) -> str:
    """Return the signed answer to a picker's request (section 4.5).

    `data` goes back as it came, and is left out where there was none.
    """
    platform = picker.deployment.platform
    claims: dict[str, Any] = {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": int(at.timestamp()),
        "exp": int((at + LIFE).timestamp()),
        "nonce": secrets.token_urlsafe(24),
        f"{LTI}message_type": "LtiDeepLinkingResponse",
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": picker.deployment.lti_id,
        f"{_DL}content_items": list(items),
    }
    if quirks_of(platform.family, platform.issuer).link_answer_subject:
        claims["sub"] = platform.client_id
    if picker.data is not None:
        claims[f"{_DL}data"] = picker.data
    if message is not None:
        claims[f"{_DL}msg"] = message
    return key.sign(claims)
