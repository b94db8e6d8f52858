"""A tool that is running and can be launched, and the process that runs it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Unavailable(Exception):
    """A peer cannot take part here. The message says why, in one sentence."""


class LaunchFailed(Exception):
    """A peer answered a launch with something else than its page."""


@dataclass(frozen=True)
class Tool:
    """A running tool.

    `processes` and `database` are process ids whose CPU time, with that of their children, is the
    tool's own and its database server's. `shows` is what its page must have; None stands for the
    person's name.
    """

    login_url: str
    launch_url: str
    processes: tuple[int, ...]
    database: tuple[int, ...] = ()
    shows: str | None = None


@contextmanager
def running(process: subprocess.Popen[str]) -> Iterator[int]:
    """Give the process's id and end the process with the block."""
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class Address:
    """A loopback address that is ours already, before anything serves there."""

    listener: socket.socket

    @property
    def port(self) -> int:
        """Its port."""
        port: int = self.listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def address() -> Iterator[Address]:
    """Take a free address, so that a tool can be told its own before it starts."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield Address(listener)


@contextmanager
def gunicorn(
    app: str, where: Address, environment: dict[str, str], threads: int = 1
) -> Iterator[int]:
    """Serve a WSGI app with one worker, synchronous or of threads; give its process id."""
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--log-level", "warning"]
    command += ["--threads", str(threads), "--bind", f"fd://{where.listener.fileno()}", app]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        pass_fds=[where.listener.fileno()],
        text=True,
    )
    with running(process) as pid:
        yield pid
