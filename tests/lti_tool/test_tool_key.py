"""Tool keys: what platforms read, what is kept secret, and how both are renewed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import select

from baton.product import open_product
from baton.settings import read_settings
from learning.database import Database
from lti_tool.tool_key import (
    PUBLISHED_BEFORE,
    SecretChanged,
    ToolKey,
    ensure_key,
    new_key,
    published_keys,
    signing_key,
)
from web.keyring import Keyring

OLD, NEW = "o" * 40, "n" * 40
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_the_key_set_has_what_platforms_want(house: Any) -> None:
    answer = house.browser().get("/lti/jwks")
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    (key,) = answer.json["keys"]
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert key["kid"]
    assert set(key) <= {"kty", "alg", "use", "kid", "n", "e", "key_ops"}
    assert jwt.PyJWK(key).key.key_size == 2048


def test_no_private_half_is_ever_shown(house: Any) -> None:
    (key,) = house.browser().get("/lti/jwks").json["keys"]
    assert not {"d", "p", "q", "dp", "dq", "qi", "oth"} & set(key)


def test_what_is_signed_can_be_checked_with_the_set(house: Any) -> None:
    with house.database.read() as session:
        key = signing_key(session, house.product.keyring, datetime.now(UTC))
    keys = jwt.PyJWKSet.from_dict(house.browser().get("/lti/jwks").json)
    signed = key.sign({"a": 1})
    assert jwt.get_unverified_header(signed) == {"alg": "RS256", "typ": "JWT", "kid": key.kid}
    assert jwt.decode(signed, keys[key.kid], algorithms=["RS256"]) == {"a": 1}


def test_private_keys_are_encrypted_at_rest(database: Database) -> None:
    keyring = Keyring([OLD])
    with database.write() as session:
        ensure_key(session, keyring, NOW)
    with database.read() as session:
        row = session.scalars(select(ToolKey)).one()
        private = signing_key(session, keyring, NOW).private
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    kept = f"{row.private_pem}{row.public_jwk}"
    assert "PRIVATE" not in kept
    for line in pem.splitlines()[1:-1]:
        assert line not in kept
    assert json.loads(row.public_jwk)["kid"] == row.kid


def test_there_is_one_first_key(database: Database) -> None:
    for _start in range(3):
        with database.write() as session:
            ensure_key(session, Keyring([OLD]), NOW)
    with database.read() as session:
        assert len(published_keys(session)) == 1


def test_a_new_key_is_published_for_a_day_before_it_signs(database: Database) -> None:
    keyring = Keyring([OLD])
    with database.write() as session:
        ensure_key(session, keyring, NOW)
        session.flush()
        first = signing_key(session, keyring, NOW).kid
        coming = new_key(keyring, NOW, signs_from=NOW + PUBLISHED_BEFORE)
        session.add(coming)
    with database.read() as session:
        assert [key["kid"] for key in published_keys(session)] == [first, coming.kid]
        almost = NOW + PUBLISHED_BEFORE - timedelta(seconds=1)
        assert signing_key(session, keyring, almost).kid == first
        assert signing_key(session, keyring, NOW + PUBLISHED_BEFORE).kid == coming.kid


def test_a_retired_key_is_neither_published_nor_used(database: Database) -> None:
    keyring = Keyring([OLD])
    with database.write() as session:
        stolen = new_key(keyring, NOW, signs_from=NOW)
        stolen.retired_at = NOW
        kept = new_key(keyring, NOW, signs_from=NOW - timedelta(days=1))
        session.add_all([stolen, kept])
    with database.read() as session:
        assert [key["kid"] for key in published_keys(session)] == [kept.kid]
        assert signing_key(session, keyring, NOW).kid == kept.kid


def test_the_secret_can_be_renewed(database: Database) -> None:
    with database.write() as session:
        ensure_key(session, Keyring([OLD]), NOW)
    with database.read() as session:
        before = signing_key(session, Keyring([OLD]), NOW)
        after = signing_key(session, Keyring([NEW, OLD]), NOW)
    assert after.kid == before.kid
    assert after.private.private_numbers() == before.private.private_numbers()


def test_a_wrong_secret_says_what_to_do(database: Database) -> None:
    with database.write() as session:
        ensure_key(session, Keyring([OLD]), NOW)
    with database.read() as session, pytest.raises(SecretChanged) as caught:
        signing_key(session, Keyring([NEW]), NOW)
    assert str(caught.value) == (
        "BATON_SECRET_KEY does not open the stored keys; restore the old one."
    )


def test_the_secret_is_read_as_a_list(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    url = database.url.render_as_string(hide_password=False)
    environment = {"BATON_DATABASE_URL": url, "BATON_SECRET_KEY": OLD}
    before = open_product(read_settings(environment))
    after = open_product(read_settings({**environment, "BATON_SECRET_KEY": f"{NEW}, {OLD}"}))
    with database.read() as session:
        at = datetime.now(UTC)
        kid = signing_key(session, before.keyring, at).kid
        assert signing_key(session, after.keyring, at).kid == kid
    before.database.dispose()
    after.database.dispose()
