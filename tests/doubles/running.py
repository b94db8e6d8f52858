"""Processes of ours, and waiting until something is so."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import requests

import learning

ROOT = Path(learning.__file__).parent.parent


class Running:
    """`python -m …` as a process, and the lines that it has written."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env={**clean_environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def said(self) -> str:
        """All it has written so far."""
        return "".join(self.lines)

    def wait_for(self, words: str) -> None:
        """Wait until it has written these words."""
        until(lambda: words in self.said or self.process.poll() is not None)
        assert words in self.said, self.said

    def end(self, number: int = signal.SIGTERM, seconds: float = 40) -> int:
        """Send a signal; return the exit status once all it wrote has been read."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait(seconds)

    def wait(self, seconds: float = 60) -> int:
        """Return the exit status; a process that takes longer is killed, and that is a fault."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self._reader.join(10)
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            for line in out:
                self.lines.append(line)


def clean_environment() -> dict[str, str]:
    """Return this environment without settings of Baton's, so that processes find our code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BATON_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def until(is_so: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until something is so; it is a fault if it does not come about."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def answers(url: str) -> bool:
    """Tell whether somebody answers there, with success."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False
