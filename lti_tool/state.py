"""State: ties the platform's answer to the login that asked for it, and to one browser.

Nothing is written at login. The state is signed; the nonce is its hash, so that the two cannot be
mixed; and a value that only we can compute binds it to the browser. That value lies in a cookie,
or, where the browser keeps none, in the storage that the platform offers. A state says which of
the two it is, and is proven in that way only. The launch writes the nonce down as spent
(`lti_tool.nonce`), which uses the state up as well.
"""

import hashlib
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from web.keyring import Keyring

LIFE = 600
"""Seconds that a sign-in at the platform may take."""
_PREFIX = "state-"


@dataclass(frozen=True)
class State:
    """A state that we made. `token` is what goes to the platform and comes back."""

    token: str
    nonce: str
    cookie_name: str
    cookie_value: str
    storage_key: str
    storage_value: str
    platform_id: int
    """At which platform the login was."""
    issued_at: int
    """Seconds since 1970."""
    storage_frame: str | None
    """The platform's frame that keeps the value; "" if it is to be asked for; None for a cookie."""

    @property
    def is_expired(self) -> bool:
        """Whether the sign-in took too long."""
        return time.time() > self.issued_at + LIFE


def new_state(keyring: Keyring, platform_id: int, storage_frame: str | None = None) -> State:
    """Make a state for a login at that platform; with a frame's name, one kept in its storage."""
    body = f"{_PREFIX}{secrets.token_urlsafe(16)}.{int(time.time())}.{platform_id}"
    if storage_frame is not None:
        body += f".{_encoded(storage_frame)}"
    return _state(keyring, f"{body}.{keyring.sign('state', body)}", body)


def read_state(keyring: Keyring, token: str) -> State | None:
    """Return the state if we made it, expired or not; None otherwise."""
    body, _, signature = token.rpartition(".")
    if not keyring.verify("state", body, signature):
        return None
    return _state(keyring, token, body)


def is_bound(keyring: Keyring, state: State, cookie_value: str | None) -> bool:
    """Tell whether the cookie proves that this browser began the login."""
    return cookie_value is not None and keyring.verify("cookie", state.token, cookie_value)


def is_kept(keyring: Keyring, state: State, storage_value: str) -> bool:
    """Tell whether this is what the login put into the platform's storage in this browser.

    Whoever began the login knows it, so it counts only from a page of ours, which has asked the
    storage (see `lti_tool.storage`).
    """
    return keyring.verify("storage", state.token, storage_value)


def _state(keyring: Keyring, token: str, body: str) -> State:
    random, issued, platform, *frame = body.removeprefix(_PREFIX).split(".")
    return State(
        token=token,
        nonce=hashlib.sha256(f"baton nonce {token}".encode()).hexdigest(),
        cookie_name=f"__Host-baton-{random}",
        cookie_value=keyring.sign("cookie", token),
        storage_key=f"baton-{random}",
        storage_value=keyring.sign("storage", token),
        platform_id=int(platform),
        issued_at=int(issued),
        storage_frame=_decoded(frame[0]) if frame else None,
    )


def _encoded(name: str) -> str:
    return urlsafe_b64encode(name.encode()).rstrip(b"=").decode()


def _decoded(text: str) -> str:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
