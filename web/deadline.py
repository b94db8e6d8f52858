"""A deadline for a whole call: when time is up its line is cut, whatever it waits for.

The time-outs of `requests` start anew with every byte. A server that sends one byte now and then
could hold a thread for ever: in the TLS handshake, in the headers, or in the body. And nothing
limits how long a name is looked up.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Self, TypeVar

Found = TypeVar("Found")

_local = threading.local()


class Deadline:
    """Watches the calls that this thread makes while it is entered; one at a time."""

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._ends = time.monotonic() + seconds
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        _local.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._timer.cancel()
        _local.deadline = None
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()

    def watch(self, line: socket.socket) -> None:
        """Cut this line too when time is up."""
        # A handle of our own: urllib3 wraps its socket for TLS, and closes it early at times.
        handle = socket.socket(fileno=os.dup(line.fileno()))
        with self._lock:
            self._lines.append(handle)
        if self.has_passed:
            self._cut()

    def left(self) -> float:
        """Return the seconds that are left. Raises TimeoutError if there are none."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            self._cut()
            raise TimeoutError
        return seconds

    def wait_for(self, work: Callable[[], Found]) -> Found:
        """Do what cannot be cut in a thread of its own, and leave it there when time is up.

        Raises TimeoutError then, and whatever `work` raises.
        """
        done: Future[Found] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except BaseException as problem:  # noqa: BLE001 (it is raised where it is awaited)
                done.set_exception(problem)

        threading.Thread(target=run, daemon=True).start()
        try:
            return done.result(self.left())
        finally:
            if not done.done():
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            self.has_passed = True
            for line in self._lines:
                with suppress(OSError):  # the other side may have hung up already
                    line.shutdown(socket.SHUT_RDWR)


def current_deadline() -> Deadline | None:
    """Return the deadline that this thread has entered."""
    return getattr(_local, "deadline", None)


def in_time(work: Callable[[], Found]) -> Found:
    """Do what cannot be cut, such as looking up a name, under this thread's deadline.

    Raises TimeoutError when time is up, and whatever `work` raises.
    """
    deadline = current_deadline()
    return work() if deadline is None else deadline.wait_for(work)
