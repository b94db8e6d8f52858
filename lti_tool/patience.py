"""Patience: a platform that does not answer is left alone for a while.

Each call to it would hold a thread until its time is up, and the grades for other platforms would
wait behind.
"""

import threading
import time

IN_A_ROW = 5
"""So many calls must fail with no answer in between: one lost line is no silence."""
REST = 15.0
"""Seconds for which nothing is asked of a silent platform."""


class Patience:
    """Notes which platforms have answered lately. Safe to use from many threads."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._lock = threading.Lock()
        self._failures: dict[int, int] = {}
        self._resting_until: dict[int, float] = {}

    def has_run_out(self, platform_id: int) -> bool:
        """Tell whether a platform is to be left alone now."""
        with self._lock:
            return time.monotonic() < self._resting_until.get(platform_id, 0.0)

    def note(self, platform_id: int, *, answered: bool) -> None:
        """Note how a call ended."""
        with self._lock:
            failures = 0 if answered else self._failures.get(platform_id, 0) + 1
            self._failures[platform_id] = failures
            if failures >= IN_A_ROW:
                self._resting_until[platform_id] = time.monotonic() + self._rest
