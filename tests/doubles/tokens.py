"""Tokens made by hand, for what a signing library would refuse to make."""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def segment(value: Any) -> str:
    """Return one part of a JWT. JSON is written as it is: lone surrogates stay escapes."""
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], claims: Any) -> str:
    return f"{segment(header)}.{segment(claims)}."


def signed_with_hmac(header: dict[str, Any], claims: Any, secret: bytes) -> str:
    body = f"{segment(header)}.{segment(claims)}"
    return f"{body}.{base64url(hmac.digest(secret, body.encode(), hashlib.sha256))}"


def signed(header: dict[str, Any], claims: Any, key: rsa.RSAPrivateKey) -> str:
    """Sign anything with RS256, as a platform with a bug would."""
    body = f"{segment({'alg': 'RS256', **header})}.{segment(claims)}"
    return f"{body}.{base64url(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
