"""Processes that run together: started, restarted when one dies, stopped as one."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import click
import structlog

from baton.log import start_logging

_GRACE = 25.0
"""Seconds that a process gets to finish what it is doing."""
_SHORTEST_LIFE = 10.0
"""A process that gives up sooner than this after its start will not do better the next time."""
_TICK = 0.2

_log = structlog.get_logger()


class PortTaken(Exception):
    """An address cannot be listened on; the sentence says which, and what to do."""


def listen(host: str, port: int, option: str = "--port") -> socket.socket:
    """Take an address. Its holder can pass it on, so that no request is lost between two starts.

    Raises PortTaken, which tells of the option that chooses another.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as problem:
        raise PortTaken(
            f"Port {port} of {host} cannot be used ({problem.strerror or problem}). "
            f"Choose another with {option}, or stop what uses it."
        ) from None


@dataclass
class Process:
    """One command, its name for the log, what its environment has besides ours, and its sockets."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    listeners: Sequence[socket.socket] = ()
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0

    def start(self) -> None:
        """Start it, out of reach of the keyboard: Ctrl+C is for us, and we stop it in order."""
        self.started_at = time.monotonic()
        self.running = subprocess.Popen(  # noqa: S603 (commands of our own)
            self.command,
            env={**os.environ, **self.environment},
            pass_fds=[listener.fileno() for listener in self.listeners],
            start_new_session=True,
        )

    @property
    def has_ended(self) -> bool:
        """Whether it has stopped by itself."""
        return self.running is not None and self.running.poll() is not None

    @property
    def gave_up(self) -> bool:
        """Whether it ended by itself so soon that starting it again is of no use."""
        if self.running is None or (self.running.poll() or -1) < 0:
            return False
        return time.monotonic() - self.started_at < _SHORTEST_LIFE

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def stop(self, deadline: float) -> None:
        """Wait for it until the deadline, then end it."""
        if self.running is None:
            return
        try:
            self.running.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


def run_together(
    processes: Sequence[Process], urls: Sequence[str], when_up: Callable[[], None]
) -> int:
    """Run until asked to stop, or until one gives up; return an exit status.

    `when_up` is called once all `urls` answer.
    """
    start_logging()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    try:
        for process in processes:
            process.start()
        return _watch(processes, urls, when_up, stopping)
    finally:
        _stop(processes)


def _watch(
    processes: Sequence[Process],
    urls: Sequence[str],
    when_up: Callable[[], None],
    stopping: threading.Event,
) -> int:
    is_up = False
    while not stopping.wait(_TICK):
        for process in processes:
            if process.gave_up:
                click.echo(f"baton: {process.name} could not start; see above.", err=True)
                return 1
            if process.has_ended:
                _log.warning("process ended, starting it again", name=process.name)
                process.start()
        if not is_up and all(_answers(url) for url in urls):
            is_up = True
            when_up()
    return 0


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=1)
    try:
        connection.request("GET", parts.path)
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _stop(processes: Sequence[Process]) -> None:
    deadline = time.monotonic() + _GRACE
    for process in processes:
        process.ask_to_stop()
    for process in processes:
        process.stop(deadline)
