"""What the pages need from the rest of the product, put in place by `baton.app`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from flask import current_app

from learning.catalogue import Catalogue
from learning.clock import Clock
from learning.database import Database
from web.keyring import Keyring

_KEY = "baton"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Wiring:
    """One application's parts. `wake` tells the worker that a delivery may be due."""

    database: Database
    catalogue: Catalogue
    clock: Clock
    keyring: Keyring
    public_url: str
    extra_frame_ancestors: str
    calendar: str
    """Whose free weeks a new cohort has."""
    wake: Callable[[], None]

    def is_ours(self, url: str) -> bool:
        """Tell whether an address is Baton's. All names of the loopback are one."""
        try:
            return _origin(url) == _origin(self.public_url)
        except ValueError:
            return False

    def install(self, extensions: dict[str, object]) -> None:
        """Put this into a Flask application's extensions."""
        extensions[_KEY] = self


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme, "localhost" if host in _LOOPBACK else host, parts.port


def wiring() -> Wiring:
    """Return the parts of the application that is answering."""
    return cast("Wiring", current_app.extensions[_KEY])
