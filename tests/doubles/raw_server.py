"""A server that writes bytes as a test likes: slowly, endlessly, wrongly, or never."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Speak = Callable[[socket.socket, threading.Event], None]
"""Talks to one caller. The event is set when the test is over."""

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class RawServer:
    """Listens on a port of the loopback; counts its callers."""

    def __init__(self, speak: Speak) -> None:
        self.callers = 0
        self.hung_up = threading.Event()
        self._speak, self._over = speak, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            self.callers += 1
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line:
            try:
                self._speak(line, self._over)
            except OSError:
                self.hung_up.set()


@contextmanager
def raw_server(speak: Speak) -> Iterator[RawServer]:
    server = RawServer(speak)
    try:
        yield server
    finally:
        server.close()


def says(text: bytes) -> Speak:
    """Answer with these bytes and hang up."""

    def speak(line: socket.socket, _over: threading.Event) -> None:
        line.recv(65536)
        line.sendall(text)

    return speak


def drips(start: bytes, drop: bytes, pause: float, drops: int = 400) -> Speak:
    """Say `start`, then one drop after another. Ends by itself, long after any deadline."""

    def speak(line: socket.socket, over: threading.Event) -> None:
        line.recv(65536)
        line.sendall(start)
        for _n in range(drops):
            if over.wait(pause):
                return
            line.sendall(drop)

    return speak


def says_nothing(line: socket.socket, over: threading.Event) -> None:
    """Accept, and never answer."""
    over.wait(60)


def hangs_up(line: socket.socket, _over: threading.Event) -> None:
    """Read the request, and close the line."""
    with suppress(OSError):
        line.recv(65536)
