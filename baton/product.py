"""The product without a door: database, content, clock and secrets, opened once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from baton.schema import check_current, is_empty, upgrade
from baton.settings import Settings
from learning.catalogue import Catalogue, read_catalogue
from learning.clock import Clock, SystemClock
from learning.database import Database
from lti_tool.tool_key import ensure_key
from web.keyring import Keyring


@dataclass(frozen=True)
class Product:
    """What every process of an installation shares. Used with `with`, it is closed at the end."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    keyring: Keyring
    clock: Clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        """Let go of the database."""
        self.database.dispose()

    @property
    def lease(self) -> timedelta:
        """How long a worker may keep a delivery to itself."""
        return timedelta(seconds=self.settings.lease_seconds)


def open_product(settings: Settings, clock: Clock | None = None) -> Product:
    """Open the database and read the content.

    A new database, and any SQLite file, is brought to the newest version by itself.
    Raises SettingError, ContentError or WrongVersion with a sentence for the operator.
    """
    catalogue = read_catalogue(settings.content)
    keyring = Keyring(settings.secrets())
    database = Database(settings.database_url)
    if database.is_sqlite or is_empty(database):
        upgrade(database)
    else:
        check_current(database)
    with database.write() as session:
        ensure_key(session, keyring, datetime.now(UTC))
    return Product(settings, database, catalogue, keyring, clock or SystemClock())
