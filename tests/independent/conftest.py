"""A platform that is not ours, and a Baton that is served as operators serve it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

ROOT = Path(__file__).parents[2]
SERVE = ROOT / "tests" / "doubles" / "xblock_platform" / "serve.py"


def start(login: str, launch: str, jwks: str) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Start a platform on a free port for the tool at these addresses; wait until it answers."""
    command = [sys.executable, str(SERVE)]
    command += ["--tool-login", login, "--tool-launch", launch, "--tool-jwks", jwks]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "The platform ended before it was ready; its reason is on standard error."
    return process, json.loads(line)


@pytest.fixture(scope="module")
def start_platform() -> Iterator[Callable[[str, str, str], dict[str, str]]]:
    """A function that starts a platform for a tool's login, launch and key set addresses.

    It answers with what the platform says about itself. Each is stopped after its module, since
    starting one takes seconds: tests that share one use different people.
    """
    processes = []

    def start_one(login: str, launch: str, jwks: str) -> dict[str, str]:
        process, platform = start(login, launch, jwks)
        processes.append(process)
        return platform

    yield start_one
    for process in processes:
        process.terminate()
        process.communicate()


class Baton:
    """Baton on a port and a database of its own, run by its command line and by nothing else."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self._environment = os.environ | {
            "BATON_DATABASE_URL": f"sqlite:///{folder}/baton.db",
            "BATON_PUBLIC_URL": self.url,
        }

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "baton", *arguments],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve it from when the pages answer to the end of the block."""
        command = [sys.executable, "-m", "baton", "serve", "--port", str(self.port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL
        )
        try:
            self._wait_until_ready()
            yield
        finally:
            process.terminate()
            process.wait()

    def _wait_until_ready(self) -> None:
        with requests.Session() as session:
            patience = Retry(total=90, backoff_factor=0.1, backoff_max=1)
            session.mount("http://", HTTPAdapter(max_retries=patience))
            session.get(f"{self.url}/readyz", timeout=30).raise_for_status()


@pytest.fixture(scope="module")
def baton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Baton]:
    """A running Baton that knows no platform yet."""
    baton = Baton(tmp_path_factory.mktemp("baton"))
    with baton.serving():
        yield baton
