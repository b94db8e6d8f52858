"""The pace: how fast Graph may be asked to notify the people of one tenant."""

import time
from collections.abc import Callable
from datetime import timedelta

ALONE, AMONG_MANY = "alone", "among many"
APART = {ALONE: 0.21, AMONG_MANY: 0.52}
"""Seconds from an answer to the next call. Microsoft allows an app in a tenant five calls a second
for one person, and two for many; however long a call is on its way, they never come closer."""
REST = timedelta(seconds=1)
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
        return goes_on()

    def note_answer(self, kind: str) -> None:
        """A call of this kind has ended."""
        self._next[kind] = time.monotonic() + APART[kind]
