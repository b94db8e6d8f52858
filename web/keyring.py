"""The application's secrets: signing what goes through browsers, encrypting what is at rest."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Keyring:
    """A list of secrets, newest first: the first one is used, all of them are accepted.

    So a secret can be replaced: put the new one in front, and keep the old one behind it, since
    what is at rest stays encrypted with it.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._signing = [_derive(secret, "sign") for secret in secrets]
        keys = [urlsafe_b64encode(_derive(secret, "encrypt")) for secret in secrets]
        self._newest = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def sign(self, purpose: str, message: str) -> str:
        """Return a signature of `message` that is good for `purpose` only."""
        return _sign(self._signing[0], purpose, message)

    def verify(self, purpose: str, message: str, signature: str) -> bool:
        """Tell whether `signature` is one of ours."""
        given = signature.encode()
        return any(
            hmac.compare_digest(_sign(key, purpose, message).encode(), given)
            for key in self._signing
        )

    def encrypt(self, text: str) -> str:
        """Return `text` so that only this application can read it."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str | None:
        """Return what was encrypted, or None if none of the secrets fits."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            return None

    def is_newest(self, token: str) -> bool:
        """Tell whether the newest secret opens it, so that the older ones could go."""
        try:
            self._newest.decrypt(token.encode())
        except InvalidToken:
            return False
        return True


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"baton {purpose}".encode(), hashlib.sha256).digest()


def _sign(key: bytes, purpose: str, message: str) -> str:
    digest = hmac.digest(key, f"{purpose}\n{message}".encode(), "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
