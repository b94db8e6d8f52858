"""How keys follow one another (decision 13): coming, signing, leaving, retired.

Whoever changes keys holds all of their rows until the transaction ends. So two workers at the same
moment make one new key, not two.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.errors import Refusal
from lti_tool.tool_key import CACHED, LONGEST_LIFE, PUBLISHED_BEFORE, ToolKey, new_key
from web.keyring import Keyring

OVERLAP = LONGEST_LIFE + CACHED
"""How long a key stays published once another one signs."""

_log = structlog.get_logger()


class NewKeyComing(Refusal):
    """Another key is published already and will sign soon."""


def turn_keys(session: Session, keyring: Keyring, at: datetime, age: timedelta) -> None:
    """Do what is due: a new key for one that has signed for `age`, and old ones retired.

    What an older secret has encrypted is encrypted with the newest. Safe to call at any time, from
    several workers at once.
    """
    keys = _hold_keys(session)
    for old, successor in pairwise(keys):
        if successor.signs_from + OVERLAP <= at:
            old.retire(at)
            _log.info("key retired", kid=old.kid)
    _renew_encryption(keys, keyring)
    if keys and keys[-1].signs_from + age - PUBLISHED_BEFORE <= at:
        _publish(session, keyring, at)


def rotate_keys(session: Session, keyring: Keyring, at: datetime) -> ToolKey:
    """Publish a new key, which signs from tomorrow. Raises NewKeyComing if one is coming."""
    keys = _hold_keys(session)
    if keys and keys[-1].signs_from > at:
        raise NewKeyComing(
            f"A new key is published already; it signs from {keys[-1].signs_from:%Y-%m-%d %H:%M} "
            "UTC. If one has leaked, use `baton keys rotate --now`."
        )
    return _publish(session, keyring, at)


def replace_keys(session: Session, keyring: Keyring, at: datetime) -> ToolKey:
    """Put a new key in the place of all others at once, because one has leaked."""
    for key in _hold_keys(session):
        key.retire(at)
    key = new_key(keyring, at, signs_from=at)
    session.add(key)
    return key


def _hold_keys(session: Session) -> Sequence[ToolKey]:
    """Return the published keys in the order in which they sign, held for this transaction."""
    session.execute(select(ToolKey.id).order_by(ToolKey.id).with_for_update())
    # Read anew: whoever held the rows before us may have added one.
    published = select(ToolKey).where(ToolKey.retired_at.is_(None))
    return session.scalars(published.order_by(ToolKey.signs_from, ToolKey.id)).all()


def _publish(session: Session, keyring: Keyring, at: datetime) -> ToolKey:
    key = new_key(keyring, at, signs_from=at + PUBLISHED_BEFORE)
    session.add(key)
    _log.info("key published", kid=key.kid, signs_from=key.signs_from.isoformat())
    return key


def _renew_encryption(keys: Sequence[ToolKey], keyring: Keyring) -> None:
    for key in keys:
        if key.retired_at is None and not keyring.is_newest(key.private_pem):
            pem = keyring.decrypt(key.private_pem)
            if pem is not None:
                key.private_pem = keyring.encrypt(pem)
