"""The keys that the LMS signs its launches with, and the set it publishes."""

import json
import secrets
import threading
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


class Keys:
    """The signing key of now and those of before, all of which stay published.

    The first one is made when it is first needed.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._keys: list[tuple[str, rsa.RSAPrivateKey]] = []

    def rotate(self) -> str:
        """Sign with a fresh key from now on; return its `kid`."""
        kid = secrets.token_hex(10)
        with self._lock:
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            self._keys.append((kid, key))
        return kid

    def sign(self, claims: dict[str, Any]) -> str:
        """Return the claims as an RS256 token that names its key by `kid`."""
        kid, key = self._all()[-1]
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})

    def public_set(self) -> dict[str, Any]:
        """Return the JSON Web Key Set (RFC 7517) of every public key."""
        return {
            "keys": [
                json.loads(RSAAlgorithm.to_jwk(key.public_key()))
                | {"kid": kid, "alg": "RS256", "use": "sig"}
                for kid, key in self._all()
            ]
        }

    def _all(self) -> list[tuple[str, rsa.RSAPrivateKey]]:
        with self._lock:
            if not self._keys:
                self.rotate()
            return list(self._keys)
