"""A check-up of an installation: what is well, what is not, and what to do about it.

Nothing is changed: a database that is not there yet is not made.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from baton.pulse import is_at_work
from baton.schema import WrongVersion, check_current
from baton.settings import Settings
from learning.catalogue import read_catalogue
from learning.context import Enrolment
from learning.database import Database
from learning.delivery import Delivery, DeliveryState
from learning.errors import ContentError
from learning.line_item import LineItem
from learning.retention import last_finished
from lti_tool.platform import Platform
from lti_tool.tool_key import SecretChanged, signing_key
from web.assets import AssetsMissing, check_built
from web.keyring import Keyring

_LONG = timedelta(minutes=10)
_NIGHTS = timedelta(days=3)
_NOT_SETTINGS = {"BATON_DEMO_SECRET"}
_OTHER_NAMES = {"secret_keys": "BATON_SECRET_KEY"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `sentence` says what was found and what to do."""

    is_well: bool
    sentence: str


def variable(field: str) -> str:
    """Return the environment variable of a field of Settings."""
    return _OTHER_NAMES.get(field, f"BATON_{field.upper()}")


def check_without_database(settings: Settings) -> Iterator[Finding]:
    """Look at what can be seen without the database."""
    yield from _unknown_variables(os.environ)
    yield _public_url(settings.public_url)
    yield _content(settings)
    yield _built()


def check_database(settings: Settings, database: Database) -> Iterator[Finding]:
    """Look at the database and what is in it. Raises what its driver raises."""
    if database.is_sqlite and not Path(database.url.database or "").exists():
        yield Finding(False, "There is no database yet; `baton serve` or `baton migrate` makes it.")
        return
    try:
        check_current(database)
    except WrongVersion as problem:
        yield Finding(False, str(problem))
        return
    yield Finding(True, "The database answers and is up to date.")
    with database.read() as session:
        yield _secret(settings, session)
        yield _platforms(session)
        for look in (_worker, _waiting, _refused, _retention):
            yield look(session, datetime.now(UTC))


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = _NOT_SETTINGS | {variable(field.name) for field in fields(Settings)}
    for name in sorted(environment):
        if name.startswith("BATON_") and name not in known:
            yield Finding(False, f"There is no setting {name}. Is it misspelt?")


def _public_url(url: str) -> Finding:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return Finding(True, f"People reach Baton at {url}.")
    return Finding(False, f"BATON_PUBLIC_URL is {url}; learning platforms open https only.")


def _content(settings: Settings) -> Finding:
    try:
        catalogue = read_catalogue(settings.content)
    except ContentError as problem:
        return Finding(False, str(problem))
    return Finding(True, f"The content holds {len(catalogue.programme)} modules.")


def _built() -> Finding:
    try:
        check_built()
    except AssetsMissing as problem:
        return Finding(False, str(problem))
    return Finding(True, "The pages' files are built.")


def _secret(settings: Settings, session: Session) -> Finding:
    if not settings.secret_keys and not settings.secret_file.exists():
        return Finding(False, f"{settings.secret_file} is gone. Restore it, or set its secret.")
    try:
        signing_key(session, Keyring(settings.secrets()), datetime.now(UTC))
    except SecretChanged as problem:
        return Finding(False, str(problem))
    return Finding(True, "The secret opens the stored keys.")


def _platforms(session: Session) -> Finding:
    count = session.scalar(select(func.count()).select_from(Platform))
    if not count:
        return Finding(False, "No platform is connected; connect one with `baton platform add`.")
    return Finding(True, f"{count} platform(s) connected.")


def _worker(session: Session, at: datetime) -> Finding:
    if is_at_work(session, at):
        return Finding(True, "A worker is at work.")
    return Finding(False, "No worker is at work, so no grade is sent. Start `baton worker`.")


def _retention(session: Session, at: datetime) -> Finding:
    finished = last_finished(session)
    if finished is None:
        return Finding(True, "What is over is erased at night; that has not come to its end yet.")
    when = f"{finished:%Y-%m-%d %H:%M} UTC"
    if at - finished < _NIGHTS:
        return Finding(True, f"What is over was last erased on {when}.")
    return Finding(
        False, f"What is over was last erased on {when}. A worker must be at work from 2 to 6 UTC."
    )


def _waiting(session: Session, at: datetime) -> Finding:
    waiting = Delivery.state == DeliveryState.WAITING
    count = session.scalar(select(func.count(Delivery.id)).where(waiting)) or 0
    oldest = session.scalar(select(Delivery).where(waiting).order_by(Delivery.event_at).limit(1))
    if oldest is None or at - oldest.event_at < _LONG:
        return Finding(True, f"{count} grade(s) on the way.")
    why = f" ({oldest.reason})" if oldest.reason else ""
    since = f"{oldest.event_at:%Y-%m-%d %H:%M} UTC"
    return Finding(
        False, f"{count} grade(s) wait, the oldest since {since}{why}. See `baton grades list`."
    )


def _refused(session: Session, _at: datetime) -> Finding:
    # Most gradebooks have no row for who leads a course; that is no reason to call an operator.
    of_leaders = (
        select(Enrolment.id)
        .join(LineItem, LineItem.context_id == Enrolment.context_id)
        .where(LineItem.id == Delivery.line_item_id, Enrolment.identity_id == Delivery.identity_id)
        .where(Enrolment.leads)
    )
    refused = Delivery.state == DeliveryState.REFUSED, ~of_leaders.exists()
    count = session.scalar(select(func.count(Delivery.id)).where(*refused))
    if not count:
        return Finding(True, "No learner's grade was refused.")
    return Finding(
        False, f"{count} grade(s) were refused. See `baton grades list --state refused`."
    )
