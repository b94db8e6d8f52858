"""Tokens: what is a person's own, for Baton, from an onboarded tenant, gets in. Nothing else."""

import json
import logging
from collections.abc import Callable
from html import unescape
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from doubles.entra import CLIENT_ID, ELSEWHERE, NORRVIK, Entra
from doubles.lms import Lms
from doubles.tokens import signed, signed_with_hmac, unsigned
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from learning.database import Database
from learning.person import Person
from teams_app.token import LARGEST_TOKEN, LEEWAY
from web.session import WebSession

SignIn = Callable[..., TestResponse]
Forge = Callable[[Entra], str]
NOT_VERIFIED = 401, "could not verify the sign-in"
TOO_LATE = 401, "no longer valid"
NOT_ALLOWED = 403, "has not let Baton sign people in"
STRANGER = rsa.generate_private_key(65537, 2048)


def changed(**changes: Any) -> Forge:
    return lambda microsoft: microsoft.token("ben", **changes)


def older(**changes: Any) -> Forge:
    return lambda microsoft: microsoft.sign(microsoft.claims_of_version_1("ben", **changes))


def public_half(microsoft: Entra) -> bytes:
    return (
        microsoft.keys[NORRVIK]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def own_key(microsoft: Entra) -> str:
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(STRANGER.public_key()))
    return signed({"kid": microsoft.kids[NORRVIK], "jwk": key}, microsoft.claims(), STRANGER)


FORGED: dict[str, tuple[tuple[int, str], Forge]] = {
    "asked for by another app": (NOT_ALLOWED, changed(azp="99999999-aaaa-2222-bbbb-3333cccc4444")),
    "asked for by Baton itself": (NOT_ALLOWED, changed(azp=CLIENT_ID)),
    "asked for by nobody": (NOT_ALLOWED, changed(azp=None)),
    "asked for by a list": (NOT_ALLOWED, changed(azp=["1fec8e78-bce4-4aaf-ab1b-5451cc387264"])),
    "asked for by another app, version 1": (NOT_ALLOWED, older(appid=CLIENT_ID)),
    "another audience": (NOT_VERIFIED, changed(aud="99999999-aaaa-2222-bbbb-3333cccc4444")),
    "Graph's audience": (NOT_VERIFIED, changed(aud="https://graph.microsoft.com")),
    "two audiences": (NOT_VERIFIED, changed(aud=[CLIENT_ID, "another"])),
    "another host's URI": (NOT_VERIFIED, older(aud=f"api://evil.example/{CLIENT_ID}")),
    "no audience": (NOT_VERIFIED, changed(aud=None)),
    "another tenant's issuer": (
        NOT_VERIFIED,
        lambda microsoft: microsoft.token(iss=f"{microsoft.url}/{ELSEWHERE}/v2.0"),
    ),
    "another tenant's issuer, version 1": (
        NOT_VERIFIED,
        older(iss=f"https://sts.windows.net/{ELSEWHERE}/"),
    ),
    "the issuer of all tenants": (
        NOT_VERIFIED,
        lambda microsoft: microsoft.token(iss=f"{microsoft.url}/common/v2.0"),
    ),
    "no issuer": (NOT_VERIFIED, changed(iss=None)),
    "an issuer that is a list": (
        NOT_VERIFIED,
        lambda microsoft: microsoft.token(iss=[f"{microsoft.url}/{NORRVIK}/v2.0"]),
    ),
    "another tenant's key": (
        NOT_VERIFIED,
        lambda microsoft: microsoft.sign(microsoft.claims(), ELSEWHERE),
    ),
    "another tenant's key under our key's id": (
        NOT_VERIFIED,
        lambda microsoft: microsoft.sign(
            microsoft.claims(), ELSEWHERE, kid=microsoft.kids[NORRVIK]
        ),
    ),
    "a stranger's key": (
        NOT_VERIFIED,
        lambda microsoft: signed({"kid": microsoft.kids[NORRVIK]}, microsoft.claims(), STRANGER),
    ),
    "a key of its own in the header": (NOT_VERIFIED, own_key),
    "an address of keys in the header": (
        NOT_VERIFIED,
        lambda microsoft: microsoft.sign(microsoft.claims(), jku="https://evil.example/keys"),
    ),
    "no key id": (
        NOT_VERIFIED,
        lambda microsoft: signed({}, microsoft.claims(), microsoft.keys[NORRVIK]),
    ),
    "a key id that is a number": (
        NOT_VERIFIED,
        lambda microsoft: signed({"kid": 7}, microsoft.claims(), microsoft.keys[NORRVIK]),
    ),
    "unsigned": (
        NOT_VERIFIED,
        lambda microsoft: unsigned(
            {"alg": "none", "kid": microsoft.kids[NORRVIK]}, microsoft.claims()
        ),
    ),
    "signed with our public key as a secret": (
        NOT_VERIFIED,
        lambda microsoft: signed_with_hmac(
            {"alg": "HS256", "kid": microsoft.kids[NORRVIK]},
            microsoft.claims(),
            public_half(microsoft),
        ),
    ),
    "another algorithm": (
        NOT_VERIFIED,
        lambda microsoft: jwt.encode(
            microsoft.claims(),
            microsoft.keys[NORRVIK],
            algorithm="RS512",
            headers={"kid": microsoft.kids[NORRVIK]},
        ),
    ),
    "changed after signing": (
        NOT_VERIFIED,
        lambda microsoft: ".".join(
            part if at != 1 else microsoft.token("dana").split(".")[1]
            for at, part in enumerate(microsoft.token("ben").split("."))
        ),
    ),
    "no tenant": (NOT_VERIFIED, changed(tid=None)),
    "a tenant that is a path": (NOT_VERIFIED, changed(tid=f"../{NORRVIK}")),
    "nobody": (NOT_VERIFIED, changed(oid=None)),
    "somebody who is a number": (NOT_VERIFIED, changed(oid=7)),
    "somebody who is no GUID": (NOT_VERIFIED, changed(oid="ben")),
    "expired": (TOO_LATE, changed(exp=1)),
    "from the future": (TOO_LATE, changed(nbf=2_000_000_000 * 2)),
    "without an end": (NOT_VERIFIED, changed(exp=None)),
    "no scope": (NOT_ALLOWED, changed(scp=None)),
    "another scope": (NOT_ALLOWED, changed(scp="User.Read access_as_user_too")),
    "an app's, with a role": (NOT_ALLOWED, changed(scp=None, roles=["access_as_user"])),
    "an app's, with a scope": (NOT_ALLOWED, changed(idtyp="app")),
    "a guest's": ((403, "you are a guest"), changed(acct=1)),
    "a guest's, version 1": (
        (403, "you are a guest"),
        older(idp=f"https://sts.windows.net/{ELSEWHERE}/"),
    ),
    "a tenant that is not onboarded": (
        (403, "has not connected Baton"),
        lambda microsoft: microsoft.sign(microsoft.claims("chidi", tenant=ELSEWHERE), ELSEWHERE),
    ),
    "empty": (NOT_VERIFIED, lambda _entra: ""),
    "not a token": (NOT_VERIFIED, lambda _entra: "a.b.ü"),
    "a list": (NOT_VERIFIED, lambda microsoft: signed({"kid": "1"}, [1], microsoft.keys[NORRVIK])),
    "huge": (NOT_VERIFIED, lambda _entra: "a" * (LARGEST_TOKEN + 1)),
    "nested without end": (
        NOT_VERIFIED,
        lambda _entra: f"e30.{'W' * 40_000}.e30",
    ),
}


def test_whatever_is_forged_or_misplaced_is_refused(
    sign_in: SignIn, microsoft: Entra, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name, ((status, sentence), forge) in FORGED.items():
        token = forge(microsoft)
        with capture_logs() as events:
            answer = sign_in(token)
        assert (answer.status_code, sentence in unescape(answer.text)) == (status, True), name
        told = f"{answer.text} {answer.headers} {events} {caplog.text}"
        assert not [part for part in token.split(".") if len(part) > 20 and part in told], name
        assert "Ben" not in told, name
    with database.read() as session:
        counts = [session.scalar(select(func.count()).select_from(k)) for k in (Person, WebSession)]
    assert counts == [0, 0]


def test_a_session_of_another_door_is_no_token(
    sign_in: SignIn, client: FlaskClient, lms: Lms
) -> None:
    visit = json.loads(
        lms.launch(client).text.partition('id="session">')[2].partition("</script>")[0]
    )
    assert sign_in(visit["token"]).status_code == 401


def test_an_lmss_own_message_is_no_token(sign_in: SignIn, lms: Lms) -> None:
    assert sign_in(lms.sign(lms.claims())).status_code == 401


def test_both_versions_of_a_token_name_the_same_person(
    sign_in: SignIn, microsoft: Entra, database: Database
) -> None:
    accepted = [
        microsoft.token("ben"),
        microsoft.token("ben", aud=microsoft.registration.identifier_uri),
        microsoft.token("ben", scp="openid access_as_user"),
        microsoft.token("ben", acct=0),
        microsoft.sign(microsoft.claims_of_version_1("ben")),
        microsoft.sign(microsoft.claims_of_version_1("ben", aud=CLIENT_ID)),
    ]
    assert [sign_in(token).status_code for token in accepted] == [200] * len(accepted)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_clocks_may_differ_by_a_minute(sign_in: SignIn, microsoft: Entra) -> None:
    claims = microsoft.claims()
    fast = {name: claims[name] + LEEWAY // 2 for name in ("iat", "nbf")}
    slow = {"exp": claims["iat"] - LEEWAY // 2}
    assert sign_in(microsoft.token(**fast)).status_code == 200
    assert sign_in(microsoft.token(**slow)).status_code == 200


def test_while_entra_cannot_be_asked_nobody_new_gets_in(
    sign_in: SignIn, microsoft: Entra, app: Flask
) -> None:
    microsoft.is_down = True
    try:
        assert sign_in(microsoft.token()).status_code == 401
    finally:
        microsoft.is_down = False
