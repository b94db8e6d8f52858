"""Forged messages: each is an attack that a check of `lti_tool.message` stops."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from doubles.lms import Lms
from doubles.tokens import base64url, segment, signed, signed_with_hmac, unsigned

Claims = dict[str, Any]
Forge = Callable[[Lms, Claims], str]

NOT_VERIFIED = "Baton could not verify the message from your learning platform."
MALLORY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ELLIPTIC = ec.generate_private_key(ec.SECP256R1())


def public_jwk(key: rsa.RSAPrivateKey) -> dict[str, Any]:
    jwk: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return jwk


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def by_mallory(lms: Lms, claims: Claims, **header: Any) -> str:
    return jwt.encode(claims, MALLORY, "RS256", headers={"kid": lms.kid, **header})


def own_key_by_address(name: str) -> Forge:
    return lambda lms, claims: by_mallory(lms, claims, **{name: "https://evil.example/keys"})


def with_public_key_as_secret(lms: Lms, claims: Claims) -> str:
    header = {"alg": "HS256", "typ": "JWT", "kid": lms.kid}
    return signed_with_hmac(header, claims, public_pem(lms.keys[lms.kid]))


def with_modulus_as_secret(lms: Lms, claims: Claims) -> str:
    header = {"alg": "HS256", "typ": "JWT", "kid": lms.kid}
    return signed_with_hmac(header, claims, public_jwk(lms.keys[lms.kid])["n"].encode())


def changed_after_signing(lms: Lms, claims: Claims) -> str:
    header, _body, signature = lms.sign(claims).split(".")
    return f"{header}.{segment({**claims, 'sub': 'amira'})}.{signature}"


def claiming_rs256_for_pss(lms: Lms, claims: Claims) -> str:
    signed = jwt.encode(claims, lms.keys[lms.kid], "PS256", headers={"kid": lms.kid})
    _header, body, signature = signed.split(".")
    return f"{segment({'alg': 'RS256', 'kid': lms.kid})}.{body}.{signature}"


def as_it_is(token: str) -> Forge:
    return lambda _lms, _claims: token


def with_header(header: Any) -> Forge:
    return lambda _lms, claims: f"{segment(header)}.{segment(claims)}.c"


def with_body(body: Any) -> Forge:
    return lambda lms, _claims: f"{segment({'alg': 'RS256', 'kid': lms.kid})}.{segment(body)}.c"


def unsigned_with(**header: Any) -> Forge:
    return lambda lms, claims: unsigned({"kid": lms.kid, **header}, claims)


def signed_with(algorithm: str, **header: Any) -> Forge:
    return lambda lms, claims: jwt.encode(
        claims, lms.keys[lms.kid], algorithm, headers={"kid": lms.kid, **header}
    )


def cut(change: Callable[[str], str]) -> Forge:
    return lambda lms, claims: change(lms.sign(claims))


FORGERIES: dict[str, Forge] = {
    "no token": as_it_is(""),
    "one part": as_it_is("nonsense"),
    "two parts": cut(lambda token: token.rsplit(".", 1)[0]),
    "four parts": cut(lambda token: f"{token}.x"),
    "five parts, as if encrypted": cut(lambda token: f"{token}.x.y"),
    "not base64": as_it_is("a.ü.c"),
    "not JSON": as_it_is(f"{base64url(b'{')}.{base64url(b'}')}.c"),
    "not UTF-8": as_it_is(f"{base64url(bytes([255, 254]))}.{segment({})}.c"),
    "nested without end": as_it_is(f"{base64url(b'[' * 9000)}.{segment({})}.c"),
    "a number of 5,000 digits": as_it_is(f"{segment({})}.{base64url(b'9' * 5000)}.c"),
    "header is a list": with_header([]),
    "header is null": with_header(None),
    "body is a list": with_body([1]),
    "body is a number": with_body(7),
    "alg none": unsigned_with(alg="none"),
    "alg None": unsigned_with(alg="None"),
    "alg missing": unsigned_with(),
    "alg null": unsigned_with(alg=None),
    "alg RS256, no signature": unsigned_with(alg="RS256"),
    "HS256 with the public key": with_public_key_as_secret,
    "HS256 with the modulus": with_modulus_as_secret,
    "RS512": signed_with("RS512"),
    "PS256": signed_with("PS256"),
    "PS256 called RS256": claiming_rs256_for_pss,
    "ES256": lambda lms, claims: jwt.encode(claims, ELLIPTIC, "ES256", headers={"kid": lms.kid}),
    "signed by somebody else": by_mallory,
    "header jwk": lambda lms, claims: by_mallory(lms, claims, jwk=public_jwk(MALLORY)),
    "header jku": own_key_by_address("jku"),
    "header x5u": own_key_by_address("x5u"),
    "header x5c": signed_with("RS256", x5c=["MIIB"]),
    "header crit": signed_with("RS256", crit=["exp"]),
    "genuine, but with header jwk": signed_with("RS256", jwk=public_jwk(MALLORY)),
    "no kid": lambda lms, claims: jwt.encode(claims, lms.keys[lms.kid], "RS256"),
    "kid is a list": lambda lms, claims: signed({"kid": [1]}, claims, lms.keys[lms.kid]),
    "kid with a null character": signed_with("RS256", kid="a\x00b"),
    "changed after signing": changed_after_signing,
    "signature cut short": cut(lambda token: token[:-20]),
    "signature of nothing": cut(lambda token: f"{token.rsplit('.', 1)[0]}."),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_message_is_refused(house: Any, refused: Any, name: str) -> None:
    client, lms, before = house.browser(), house.lms, house.written()
    asked = lms.begin(client)
    token = FORGERIES[name](lms, lms.claims(nonce=asked["nonce"]))
    answer = lms.post(client, asked["state"], token)
    refused(answer, 401, NOT_VERIFIED, token, asked["state"], asked["nonce"])
    assert house.written() == before


def test_an_unknown_key_is_refused(house: Any, refused: Any) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"]), kid="unheard-of")
    refused(lms.post(client, asked["state"], token), 401, NOT_VERIFIED, token, asked["state"])
