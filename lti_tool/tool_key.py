"""Tool keys: what Baton signs with, and the set that platforms read (decision 13).

A new key is published for a day before it first signs, so that every platform has seen it. When
and how keys follow one another: `lti_tool.key_rotation`.
"""

import json
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from flask import Blueprint, Response, jsonify, request
from sqlalchemy import String, Text, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from lti_tool.key_set_reading import note_reading
from web.http import USER_AGENT
from web.keyring import Keyring
from web.wiring import wiring

PUBLISHED_BEFORE = timedelta(hours=24)
CACHED = timedelta(hours=1)
"""For how long a platform may keep the key set without asking again; we tell it so."""
LONGEST_LIFE = timedelta(hours=1)
"""Nothing that Baton signs, an assertion or a deep-linking answer, is good for longer."""

jwks = Blueprint("lti_jwks", __name__, url_prefix="/lti/jwks")


class KeyState(StrEnum):
    """Where a key stands in its life."""

    COMING = "coming"
    """Published, and does not sign yet."""
    SIGNS = "signs"
    LEAVING = "leaving"
    """Published, since something that it signed may still be good; it signs no more."""
    RETIRED = "retired"


class ToolKey(Base):
    """One RSA key pair; the private half is encrypted with the application's secret."""

    __tablename__ = "tool_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(43), unique=True)
    public_jwk: Mapped[str] = mapped_column(Text)
    private_pem: Mapped[str] = mapped_column(Text)
    """Empty once the key is retired."""
    created_at: Mapped[datetime]
    signs_from: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    def retire(self, at: datetime) -> None:
        """Publish the key no more, and erase its private half."""
        self.retired_at, self.private_pem = at, ""

    def state(self, signing: "ToolKey | None", at: datetime) -> KeyState:
        """Return where the key stands, given the one that signs now."""
        if self.retired_at is not None:
            return KeyState.RETIRED
        if self.signs_from > at:
            return KeyState.COMING
        return KeyState.SIGNS if self is signing else KeyState.LEAVING


class SigningKey(NamedTuple):
    """A private half that is open, and the `kid` that its signatures bear."""

    kid: str
    private: RSAPrivateKey

    def sign(self, claims: dict[str, Any]) -> str:
        """Return the claims as a signed token."""
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid})


class SecretChanged(RuntimeError):
    """The stored keys cannot be decrypted with the secrets of this installation."""


def new_key(keyring: Keyring, at: datetime, signs_from: datetime) -> ToolKey:
    """Make a key pair of 2048 bits."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = secrets.token_urlsafe(16)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key()))
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return ToolKey(
        kid=kid,
        public_jwk=json.dumps({**public, "kid": kid, "alg": "RS256", "use": "sig"}),
        private_pem=keyring.encrypt(pem.decode()),
        created_at=at,
        signs_from=signs_from,
    )


def ensure_key(session: Session, keyring: Keyring, at: datetime) -> None:
    """Make the first key. It may sign at once: no platform has read the set before."""
    if session.scalar(select(ToolKey.id).limit(1)) is None:
        session.add(new_key(keyring, at, signs_from=at))


def published_keys(session: Session) -> list[dict[str, Any]]:
    """Return the public keys that platforms may meet, as JWKs."""
    wanted = select(ToolKey.public_jwk).where(ToolKey.retired_at.is_(None)).order_by(ToolKey.id)
    return [json.loads(text) for text in session.scalars(wanted)]


def key_that_signs(session: Session, at: datetime) -> ToolKey | None:
    """Return the newest key that may sign."""
    usable = ToolKey.retired_at.is_(None), ToolKey.signs_from <= at
    newest_first = ToolKey.signs_from.desc(), ToolKey.id.desc()
    return session.scalar(select(ToolKey).where(*usable).order_by(*newest_first).limit(1))


def signing_key(session: Session, keyring: Keyring, at: datetime) -> SigningKey:
    """Return the newest key that may sign.

    Raises SecretChanged if the application's secrets do not open it.
    """
    key = key_that_signs(session, at)
    pem = keyring.decrypt(key.private_pem) if key else None
    if key is None or pem is None:
        raise SecretChanged("BATON_SECRET_KEY does not open the stored keys; restore the old one.")
    # It opened, so it is as we made it; testing its primes again would take 30 ms each time.
    private = serialization.load_pem_private_key(
        pem.encode(), password=None, unsafe_skip_rsa_key_validation=True
    )
    return SigningKey(key.kid, cast("RSAPrivateKey", private))


@jwks.get("")
def show_key_set() -> Response:
    """Answer with the key set."""
    with wiring().database.read() as session:
        answer = jsonify(keys=published_keys(session))
    if request.user_agent.string != USER_AGENT:  # `platform check` looks here itself
        with suppress(DBAPIError, PoolTimeout):
            note_reading(wiring().database, datetime.now(UTC))
    answer.headers["Cache-Control"] = f"public, max-age={CACHED.total_seconds():.0f}"
    return answer
