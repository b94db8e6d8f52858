"""Tool keys: what Baton signs with, and the set that platforms read (decision 13).

A new key is published for a day before it first signs, so that every platform has seen it.
"""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Blueprint, Response, jsonify
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from web.keyring import Keyring
from web.wiring import wiring

PUBLISHED_BEFORE = timedelta(hours=24)

jwks = Blueprint("lti_jwks", __name__, url_prefix="/lti/jwks")


class ToolKey(Base):
    """One RSA key pair; the private half is encrypted with the application's secret."""

    __tablename__ = "tool_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(43), unique=True)
    public_jwk: Mapped[str] = mapped_column(Text)
    private_pem: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    signs_from: Mapped[datetime]
    retired_at: Mapped[datetime | None]


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


def signing_key(session: Session, keyring: Keyring, at: datetime) -> tuple[str, str]:
    """Return the `kid` and the private PEM of the newest key that may sign.

    Raises SecretChanged if the application's secrets do not open it.
    """
    usable = ToolKey.retired_at.is_(None), ToolKey.signs_from <= at
    newest = select(ToolKey).where(*usable).order_by(ToolKey.signs_from.desc()).limit(1)
    key = session.scalars(newest).one()
    pem = keyring.decrypt(key.private_pem)
    if pem is None:
        raise SecretChanged("BATON_SECRET_KEY does not open the stored keys; restore the old one.")
    return key.kid, pem


@jwks.get("")
def show_key_set() -> Response:
    """Answer with the key set."""
    with wiring().database.read() as session:
        answer = jsonify(keys=published_keys(session))
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
