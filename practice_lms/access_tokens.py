"""Access tokens that are out, and the assertions that have been spent on them."""

import secrets
import threading
import time
from collections.abc import Collection


class AccessTokens:
    """Tokens by their text, each with its scopes and its end."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[frozenset[str], float]] = {}
        self._spent: dict[str, float] = {}

    def issue(self, scopes: Collection[str]) -> str:
        """Return a new token for these scopes."""
        token = secrets.token_urlsafe(32)
        now = time.time()
        with self._lock:
            self._tokens = {text: held for text, held in self._tokens.items() if held[1] > now}
            self._tokens[token] = (frozenset(scopes), now + self.seconds)
        return token

    def scopes_of(self, token: str) -> frozenset[str]:
        """Return what a token lets its bearer do: nothing, once it has expired."""
        with self._lock:
            scopes, end = self._tokens.get(token, (frozenset[str](), 0.0))
        return scopes if end > time.time() else frozenset()

    def revoke_all(self) -> None:
        """Forget every token, as an LMS does that was restarted."""
        with self._lock:
            self._tokens.clear()

    def spend(self, jti: str, until: float) -> bool:
        """Note an assertion's `jti` until it expires; False when it was spent before."""
        now = time.time()
        with self._lock:
            self._spent = {known: end for known, end in self._spent.items() if end > now}
            if jti in self._spent:
                return False
            self._spent[jti] = until
            return True
