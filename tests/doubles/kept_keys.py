"""RSA keys made once for all tests of a process: making one takes longer than most tests."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.tool_key import ToolKey, new_key
from web.keyring import Keyring

_AT_ONCE = 12
"""More than any test has at the same time; after so many the first one comes again."""
_next = count()


@cache
def _key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def another_key() -> rsa.RSAPrivateKey:
    """Return a key that nobody else in the test has."""
    return _key(next(_next) % _AT_ONCE)


@cache
def _tool_key(secret: str) -> dict[str, str]:
    at = datetime.now(UTC)
    key = new_key(Keyring((secret,)), at, at)
    return {name: getattr(key, name) for name in ("kid", "public_jwk", "private_pem")}


def give_key(session: Session, secret: str, *, age: timedelta = timedelta()) -> None:
    """Give an installation its first key, unless it has one."""
    if session.scalar(select(ToolKey.id).limit(1)) is None:
        at = datetime.now(UTC) - age
        session.add(ToolKey(**_tool_key(secret), created_at=at, signs_from=at))
