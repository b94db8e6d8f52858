"""A stable of workers: each is a process of its own that runs `baton worker`, and can be killed.

`python stable.py` reads what a worker needs once, and then forks a worker for each line "start", so
that fifty of them take seconds and not minutes. "KILL 17" and "TERM 17" send a signal to a worker,
and "wait 17" waits for its end.

Its workers go by the clock that a test may move. `STABLE_HURRY` lets them notify people so many
times faster than Microsoft allows, beside a stand-in that is as much faster; and `STABLE_FEW` says
how many people are few.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO


class Stable:
    """Starts workers and kills them. What they write to their log is in the file `log`."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._log: IO[bytes] = log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def start(self) -> int:
        """Start a worker and return its process id."""
        return int(self._ask("start"))

    def kill(self, pid: int) -> None:
        """Kill a worker without warning; it is gone when this returns."""
        self._ask(f"KILL {pid}")
        self.wait(pid)

    def stop(self, pid: int) -> int:
        """Ask a worker to stop, and return the status with which it ended."""
        self.ask_to_stop(pid)
        return self.wait(pid)

    def ask_to_stop(self, pid: int) -> None:
        """Ask a worker to stop; it may take a while."""
        self._ask(f"TERM {pid}")

    def wait(self, pid: int) -> int:
        """Wait until a worker has ended, and return its status."""
        return int(self._ask(f"wait {pid}"))

    def close(self) -> None:
        """Kill the workers that are left."""
        self._process.communicate(timeout=30)
        self._log.close()

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def _serve() -> None:
    import baton.cli.worker
    import baton.product
    import teams_app.nudge_batch
    from baton.cli import main
    from learning.clock import MovedClock
    from teams_app.pace import APART

    assert baton.cli.worker
    baton.product.SystemClock = MovedClock  # type: ignore[assignment,misc] # it tells the time too
    for kind in APART:
        APART[kind] /= float(os.environ.get("STABLE_HURRY", "1"))
    teams_app.nudge_batch.FEW = int(os.environ.get("STABLE_FEW", teams_app.nudge_batch.FEW))
    workers: set[int] = set()
    for line in iter(sys.stdin.readline, ""):
        verb, _, pid = line.strip().partition(" ")
        match verb:
            case "start":
                workers.add(answer := _fork(main))
            case "wait":
                workers.remove(int(pid))
                answer = _wait(int(pid))
            case _:
                answer = _signal(int(pid), verb)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for left in workers:
        _signal(left, "KILL")
        _wait(left)


def _fork(main: object) -> int:
    pid = os.fork()
    if pid == 0:
        sys.argv = ["baton", "worker"]
        os.close(0)
        assert callable(main)
        main()
        os._exit(1)
    return pid


def _signal(pid: int, name: str) -> int:
    os.kill(pid, signal.Signals[f"SIG{name}"])
    return pid


def _wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    _serve()
