"""The pace: how fast Graph may be asked to notify the people of one tenant."""

import time
from collections.abc import Callable
from datetime import timedelta

ALONE, AMONG_MANY = "alone", "among many"
APART = {ALONE: 0.25, AMONG_MANY: 0.625}
"""Seconds between two calls: a fifth slower than what Microsoft allows an app in a tenant, which is
five calls a second for one person, and two for many."""
REST = timedelta(seconds=2)
"""So long after somebody's last call somebody else may begin."""
_NAP = 0.2


class Pace:
    """One tenant's, for as long as one worker has the turn."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def wait(self, kind: str, goes_on: Callable[[], bool]) -> bool:
        """Wait until the next call of a kind may begin; False if it is not to begin any more."""
        due = self._next.get(kind, 0.0)
        while (left := due - time.monotonic()) > 0 and goes_on():
            time.sleep(min(left, _NAP))
        self._next[kind] = time.monotonic() + APART[kind]
        return goes_on()
