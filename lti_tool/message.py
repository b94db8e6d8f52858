"""A launch message: PyLTI1p3's checks, with its weak spots put right.

What is overridden, and the attack that each override stops, is tested in
`tests/lti_tool/test_message.py`; decision record 1 lists why.
"""

import time
from collections.abc import Callable
from typing import Any

import requests
from jwt.algorithms import RSAAlgorithm
from jwt.utils import base64url_decode
from pylti1p3.contrib.flask import FlaskMessageLaunch, FlaskRequest
from pylti1p3.exception import LtiException

from lti_tool.claims import LaunchClaims, read_claims
from lti_tool.platform import Platform
from lti_tool.problems import (
    BadMessage,
    LinkExpired,
    NotConnected,
    NotProvenYet,
    NotThisBrowser,
    NotVerified,
)
from lti_tool.state import State, is_bound, is_kept, read_state
from lti_tool.storage import PROOF
from lti_tool.token_times import check_times
from web.key_set import KeySets, NoSuchKey
from web.keyring import Keyring

LARGEST_TOKEN = 64 * 1024
_FORBIDDEN_HEADERS = {"jwk", "jku", "x5u", "x5c", "crit"}
DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
_SUPPORTED = {"LtiResourceLinkRequest", DEEP_LINKING_REQUEST}

_RS256 = RSAAlgorithm(RSAAlgorithm.SHA256)
_NO_REQUESTS = requests.Session()
"""PyLTI1p3 would make one for each launch. Nothing is ever asked through it (see `web.http`)."""

FindPlatform = Callable[[dict[str, Any], str], Platform]
"""Finds the registration for the claims of a message that is not verified yet."""


class LaunchMessage(FlaskMessageLaunch):
    """One `id_token` with its `state`."""

    def __init__(
        self,
        form: dict[str, str],
        cookies: dict[str, str],
        keyring: Keyring,
        key_sets: KeySets,
        find_platform: FindPlatform,
    ) -> None:
        asked = FlaskRequest(cookies=cookies, session={}, request_data=form, request_is_secure=True)
        super().__init__(asked, None, requests_session=_NO_REQUESTS)
        self._form, self._cookies, self._keyring = form, cookies, keyring
        self._key_sets, self._find_platform = key_sets, find_platform
        self.state: State
        self.platform: Platform
        self.claims: LaunchClaims

    def validate_state(self) -> "LaunchMessage":
        """Check that we made the state, that it is young, and that this browser began it."""
        state = read_state(self._keyring, self._form.get("state", ""))
        if state is None or state.is_expired:
            raise LinkExpired("state unknown or expired")
        self.state = state
        if state.storage_frame is not None:
            self._check_storage(state)
        elif not is_bound(self._keyring, state, self._cookies.get(state.cookie_name)):
            raise NotThisBrowser("state without its cookie")
        return self

    def _check_storage(self, state: State) -> None:
        proof = self._form.get(PROOF)
        if proof is None:
            raise NotProvenYet("the platform's storage has not been asked yet")
        if not is_kept(self._keyring, state, proof):
            raise NotThisBrowser("state without what was stored for it")

    def validate_jwt_format(self) -> "LaunchMessage":
        """Check that it is a JWT signed with RS256 by a key that the platform publishes."""
        token = self._form.get("id_token", "")
        if len(token) > LARGEST_TOKEN:
            raise BadMessage("id_token too large")
        try:
            super().validate_jwt_format()
        except (LtiException, RecursionError):
            raise NotVerified("id_token is not a JWT") from None
        header, body = self._jwt["header"], self._jwt["body"]
        if not isinstance(header, dict) or not isinstance(body, dict):
            raise NotVerified("id_token is not a JWT")
        forbidden = sorted(_FORBIDDEN_HEADERS & set(header))
        if header.get("alg") != "RS256" or forbidden:
            raise NotVerified(f"alg is not RS256, or the header has one of {forbidden}")
        return self

    def validate_nonce(self) -> "LaunchMessage":
        """Check that the nonce is the one that went out with this state."""
        if self._jwt["body"].get("nonce") != self.state.nonce:
            raise NotVerified("nonce missing or not of this state")
        return self

    def validate_registration(self) -> "LaunchMessage":
        """Find the registration by issuer and audience, and check `azp` where it is due."""
        body = self._jwt["body"]
        try:
            self.platform = self._find_platform(body, client_id_of(body))
        except NotConnected as problem:
            raise NotVerified(problem.reason) from None
        if self.platform.id != self.state.platform_id:
            raise NotVerified("the login was at another platform")
        return self

    def validate_jwt_signature(self) -> "LaunchMessage":
        """Check signature and times.

        PyLTI1p3 has read the token; what is checked is the very text that it has read. PyJWT's
        own `decode` would read all of it again, which took a tenth of a launch.
        """
        kid = self._jwt["header"].get("kid")
        if not isinstance(kid, str):
            raise NotVerified("no kid")
        try:
            key = self._key_sets.key(self.platform, kid)
        except NoSuchKey as problem:
            raise NotVerified(str(problem)) from None
        signed, _, signature = self._form["id_token"].encode().rpartition(b".")
        if not _RS256.verify(signed, key.key, _bytes_of(signature)):
            raise NotVerified("the signature is not by this key")
        check_times(self._jwt["body"], self.state.issued_at, time.time())
        return self

    def validate_deployment(self) -> "LaunchMessage":
        """Leave it to `lti_tool.arrival`, which reads everything about the launch at once."""
        return self

    def validate_message(self) -> "LaunchMessage":
        """Check the claims for type and size, and that the message is a kind we know."""
        self.claims = read_claims(self._jwt["body"])
        if self.claims.version != "1.3.0":
            raise BadMessage(f"version {self.claims.version[:20]}")
        if self.claims.message_type not in _SUPPORTED:
            raise BadMessage(f"message type {self.claims.message_type[:80]}")
        return self

    def save_launch_data(self) -> "LaunchMessage":
        """Save nothing: the session holds what is needed later."""
        return self


def client_id_of(body: dict[str, Any]) -> str:
    """Return whom a message is for (OpenID Connect Core, 3.1.3.7, points 3 to 5).

    With several audiences `azp` must say which; with one it may, and must then agree.
    Raises NotVerified otherwise.
    """
    audience, party = body.get("aud"), body.get("azp")
    listed = audience if isinstance(audience, list) else [audience]
    if not listed or not all(isinstance(name, str) and name.isprintable() for name in listed):
        raise NotVerified("aud is missing or not text")
    if party is None and len(listed) == 1:
        return str(listed[0])
    if not isinstance(party, str) or party not in listed:
        raise NotVerified("azp is missing or not among the audiences")
    return party


def _bytes_of(segment: bytes) -> bytes:
    """Return what a segment of a token holds; nothing if it holds nothing (RFC 7515, section 2)."""
    try:
        return base64url_decode(segment)
    except ValueError:
        return b""
