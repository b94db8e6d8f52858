"""A key set: kept for an hour, asked again for an unknown `kid`, but not too often."""

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from web.http import Unreachable, call, call_named

FRESH = 3600.0
"""Seconds for which a key set is used without asking again."""
PAUSE = 30.0
"""Seconds between two requests to the same address, whatever tokens arrive."""

BITS = range(2048, 8192 + 1)
"""Sizes of keys that are trusted; a larger one would only cost time."""

Clock = Callable[[], float]


class Publisher(Protocol):
    """Whoever publishes a key set. `name` is for the log."""

    @property
    def name(self) -> str: ...  # noqa: D102 (as above)

    @property
    def jwks_url(self) -> str: ...  # noqa: D102

    @property
    def allow_http(self) -> bool: ...  # noqa: D102


class NoSuchKey(Exception):
    """The publisher has no such key, or cannot be asked. The sentence is for the log."""


_log = structlog.get_logger()


class KeySets:
    """The key sets of all publishers, in this process's memory. Safe to use from many threads.

    `clock` gives seconds that only ever rise. `named` says that the settings name the publishers,
    see `web.http.call_named`.
    """

    def __init__(self, clock: Clock = time.monotonic, *, named: bool = False) -> None:
        self._clock, self._named = clock, named
        self._sets: dict[str, _KeySet] = {}
        self._lock = threading.Lock()

    def key(self, publisher: Publisher, kid: str) -> jwt.PyJWK:
        """Return the key with that id.

        Raises NoSuchKey if the publisher has no such key, or cannot be asked.
        """
        with self._lock:
            known = self._sets.setdefault(
                publisher.jwks_url, _KeySet(self._clock, named=self._named)
            )
        return known.key(publisher, kid)


class _KeySet:
    def __init__(self, clock: Clock, *, named: bool) -> None:
        self._clock, self._named = clock, named
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = self._asked_at = float("-inf")
        self._lock = threading.Lock()

    def key(self, publisher: Publisher, kid: str) -> jwt.PyJWK:
        # Whoever knows the key does not wait for a publisher that is slow to answer somebody else.
        if self._is_due(kid) and self._lock.acquire(blocking=kid not in self._keys):
            try:
                if self._may_ask(kid):
                    self._ask(publisher)
            finally:
                self._lock.release()
        found = self._keys.get(kid)
        if found is None:
            raise NoSuchKey(f"no key {kid[:80]!r} at {publisher.jwks_url}")
        return found

    def _is_due(self, kid: str) -> bool:
        return kid not in self._keys or self._clock() - self._fetched_at > FRESH

    def _may_ask(self, kid: str) -> bool:
        return self._is_due(kid) and self._clock() - self._asked_at > PAUSE

    def _ask(self, publisher: Publisher) -> None:
        """Ask for the keys. What we know is kept if the answer is of no use."""
        self._asked_at = self._clock()
        headers = {"Accept": "application/json, application/jwk-set+json"}
        try:
            if self._named:
                answer = call_named("GET", publisher.jwks_url, headers=headers)
            else:
                answer = call(
                    "GET", publisher.jwks_url, allow_http=publisher.allow_http, headers=headers
                )
        except Unreachable as problem:
            _log.warning("key set", platform=publisher.name, problem=str(problem))
            return
        keys = read_keys(answer.json()) if answer.is_ok else {}
        if not keys:
            _log.warning("key set", platform=publisher.name, problem=f"status {answer.status}")
            return
        self._keys, self._fetched_at = keys, self._asked_at


def read_keys(body: Any) -> dict[str, jwt.PyJWK]:
    """Return the RSA signing keys of an answer of whatever shape."""
    listed = body.get("keys") if isinstance(body, dict) else None
    usable: dict[str, jwt.PyJWK] = {}
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("kid"), str) and _may_sign(entry):
            key = _read_key(entry)
            if key is not None:
                usable[entry["kid"]] = key
    return usable


def _may_sign(entry: dict[str, Any]) -> bool:
    # Open edX sends neither `alg` nor `use`.
    return (
        entry.get("kty") == "RSA"
        and entry.get("alg", "RS256") == "RS256"
        and entry.get("use", "sig") == "sig"
    )


def _read_key(entry: dict[str, Any]) -> jwt.PyJWK | None:
    try:
        key = jwt.PyJWK(entry, algorithm="RS256")
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        return None
    is_usable = isinstance(key.key, RSAPublicKey) and key.key.key_size in BITS
    return key if is_usable else None
