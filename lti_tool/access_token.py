"""Access tokens for a platform's services: one an hour and platform, shared by all workers.

Security Framework 1.0, section 4.1: client credentials with a signed assertion.
"""

import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base, Database
from lti_tool.platform import Platform
from lti_tool.quirks import quirks_of
from lti_tool.tool_key import SigningKey, signing_key
from web.http import Answer, Unreachable, call
from web.keyring import Keyring

ASSERTION_LIFE = 60
"""Seconds for which an assertion may be used."""
_MARGIN = 60
"""Seconds before its end from which a token is not used any more; a quarter of a short life."""
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_USUAL, _LONGEST = 3600, 24 * 3600


class AccessToken(Base):
    """A token that a platform gave, encrypted, until shortly before it ends."""

    __tablename__ = "access_token"
    __table_args__ = (UniqueConstraint("platform_id", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    scope: Mapped[str] = mapped_column(String(500))
    token: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]


class TokenRefused(Exception):
    """The platform gave no token, and says why."""


class AccessTokens:
    """Asks for tokens and remembers them. Safe to use from many threads."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring
        self._locks: dict[int, threading.Lock] = {}
        self._lock = threading.Lock()
        self._known: dict[tuple[int, str], tuple[str, datetime]] = {}
        self._silent_at: dict[int, float] = {}

    def get(self, platform: Platform, scope: str, refused: str | None = None) -> str:
        """Return a token for one scope (several, separated by spaces).

        `refused` is a token that the platform has just answered 401 or 403 to; another is asked
        for. Raises TokenRefused or Unreachable.
        """
        since = time.monotonic()
        with self._lock_of(platform):
            token = self._remembered(platform, scope, refused)
            if token is not None:
                return token
            # Many may have waited for the one call; if it failed, it failed for all of them.
            if self._silent_at.get(platform.id, 0.0) > since:
                raise Unreachable("the token endpoint has just not answered")
            try:
                return self._ask(platform, scope)
            except Unreachable:
                self._silent_at[platform.id] = time.monotonic()
                raise

    def _lock_of(self, platform: Platform) -> threading.Lock:
        with self._lock:
            return self._locks.setdefault(platform.id, threading.Lock())

    def _remembered(self, platform: Platform, scope: str, refused: str | None) -> str | None:
        at = datetime.now(UTC)
        token, expires_at = self._known.get((platform.id, scope), ("", at))
        if expires_at > at and token != refused:
            return token
        with self._database.read() as session:
            row = _find(session, platform, scope)
        stored = self._keyring.decrypt(row.token) if row and row.expires_at > at else None
        if row is None or stored is None or stored == refused:
            return None
        self._known[platform.id, scope] = stored, row.expires_at
        return stored

    def _ask(self, platform: Platform, scope: str) -> str:
        with self._database.read() as session:
            key = signing_key(session, self._keyring, datetime.now(UTC))
        token, life = read_token(request_token(platform, scope, key))
        self._remember(platform, scope, token, datetime.now(UTC) + life)
        return token

    def _remember(self, platform: Platform, scope: str, token: str, expires_at: datetime) -> None:
        self._known[platform.id, scope] = token, expires_at
        try:
            self._store(platform, scope, token, expires_at)
        except IntegrityError:
            # Another worker stored its own first, for the first time; the newer one stays.
            self._store(platform, scope, token, expires_at)

    def _store(self, platform: Platform, scope: str, token: str, expires_at: datetime) -> None:
        with self._database.write() as session:
            row = _find(session, platform, scope) or AccessToken(
                platform_id=platform.id, scope=scope
            )
            row.token, row.expires_at = self._keyring.encrypt(token), expires_at
            session.add(row)


def request_token(platform: Platform, scope: str, key: SigningKey) -> Answer:
    """Ask for a token and return the whole answer. Raises Unreachable."""
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION_TYPE,
        "client_assertion": _assertion(platform, key),
        "scope": scope,
    }
    return call("POST", platform.token_url, allow_http=platform.allow_http, data=form)


def _find(session: Session, platform: Platform, scope: str) -> AccessToken | None:
    mine = AccessToken.platform_id == platform.id, AccessToken.scope == scope
    return session.scalar(select(AccessToken).where(*mine))


def _assertion(platform: Platform, key: SigningKey) -> str:
    at = int(time.time())
    quirks = quirks_of(platform.family, platform.issuer)
    claims = {
        "iss": platform.client_id,
        "sub": platform.client_id,
        "aud": platform.audience or quirks.audience or platform.token_url,
        "iat": at,
        "exp": at + ASSERTION_LIFE,
        "jti": str(uuid.uuid4()),
    }
    return key.sign(claims)


def read_token(answer: Answer) -> tuple[str, timedelta]:
    """Return the token of an answer, and for how long to use it.

    Raises TokenRefused, or Unreachable for a fault on the platform's side.
    """
    body = answer.json()
    if answer.status >= 500:
        raise Unreachable(f"the token endpoint answered {answer.status}")
    token = body.get("access_token") if isinstance(body, dict) else None
    if not answer.is_ok or not isinstance(token, str) or not token:
        error = body.get("error") if isinstance(body, dict) else None
        raise TokenRefused(f"no token: status {answer.status} {str(error or '')[:80]}".rstrip())
    return token, _usable_for(body.get("expires_in"))


def _usable_for(expires_in: object) -> timedelta:
    """Return how long to use a token; some platforms send the seconds as text, or nothing."""
    try:
        seconds = int(float(str(expires_in)))
    except (ValueError, OverflowError):
        seconds = _USUAL
    life = min(max(seconds, 0), _LONGEST)
    return timedelta(seconds=life - min(_MARGIN, life // 4))
