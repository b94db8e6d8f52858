"""A deadline for a whole call: when time is up its line is cut, whatever it waits for.

The time-outs of `requests` start anew with every byte. A server that sends one byte now and then
could hold a thread for ever: in the TLS handshake, in the headers, or in the body.
"""

import os
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_local = threading.local()


class Deadline:
    """Watches the calls that this thread makes while it is entered; one at a time."""

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
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

    def _cut(self) -> None:
        with self._lock:
            self.has_passed = True
            for line in self._lines:
                with suppress(OSError):  # the other side may have hung up already
                    line.shutdown(socket.SHUT_RDWR)


def watch_lines(session: requests.Session) -> None:
    """Make a session's lines known to whatever deadline its caller has entered."""
    for adapter in session.adapters.values():
        if isinstance(adapter, HTTPAdapter):
            adapter.poolmanager.pool_classes_by_scheme = _POOLS


def _watch(line: socket.socket | None) -> None:
    deadline: Deadline | None = getattr(_local, "deadline", None)
    if deadline is not None and line is not None:
        deadline.watch(line)


class _Watched(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        _watch(line)
        return line

    def request(self, *arguments: Any, **options: Any) -> None:
        """Make a request, on a line that may have been kept from an earlier one."""
        _watch(self.sock)
        super().request(*arguments, **options)


class _WatchedSecure(_Watched, HTTPSConnection):
    """The same with TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _WatchedSecure


_POOLS: Mapping[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _SecurePool}
