"""Registrations that a login has just looked up: a class that opens Baton at nine is one LMS."""

import time
from collections.abc import Callable

from learning.database import Database
from lti_tool.platform import Platform, find_platforms

KEPT = 5.0
"""Seconds for which a registration is remembered; so long a change of it may take to be seen."""


class KnownPlatforms:
    """Finds registrations, in this process's memory first. Safe to use from many threads.

    Only what was found by its client id is remembered, so that a new registration is there at
    once, and a second one of the same issuer too. `clock` gives seconds that only ever rise.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._known: dict[tuple[str, str], tuple[Platform, float]] = {}

    def find(self, issuer: str, client_id: str) -> list[Platform]:
        """Return up to two registrations (see `find_platforms`); one is what a login needs."""
        platform, until = self._known.get((issuer, client_id), (None, 0.0))
        if platform is not None and self._clock() < until:
            return [platform]
        with self._database.read_core() as connection:
            found = find_platforms(connection, issuer, client_id)
        if client_id and len(found) == 1:
            self._known[issuer, client_id] = found[0], self._clock() + KEPT
        return found
