"""Baton as an operator meets it: commands, real processes, and an LMS that keeps a gradebook."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from doubles.kept import kept_catalogue
from doubles.running import Running
from doubles.school import SECRET, Debts, School, enrol, open_school

from baton.cli import main
from baton.product import Product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.catalogue import Catalogue
from learning.clock import SystemClock
from learning.database import Database
from web.keyring import Keyring


@dataclass
class Said:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line of a command that gave up."""
        assert self.status != 0, self.out
        (line,) = self.err.splitlines()
        return line


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with no settings from outside."""
    for name in [name for name in os.environ if name.startswith("BATON_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def baton(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """Runs a command of `baton` in this process; settings are given by name."""

    def run(*arguments: str, **settings: str) -> Said:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["baton", *arguments])
            # Reading the content takes longer than most commands.
            patch.setattr("baton.product.read_catalogue", kept_catalogue)
            for name, value in settings.items():
                patch.setenv(name, value)
            capsys.readouterr()
            status = 0
            try:
                main()
            except SystemExit as end:
                status = int(end.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(status, said.out, said.err)

    return run


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., Running]]:
    """Starts `python -m baton …` as a process of its own; what still runs is ended."""
    everything: list[Running] = []

    def run(*arguments: str, **settings: str) -> Running:
        everything.append(Running(["baton", *arguments], settings, home))
        return everything[-1]

    yield run
    for running in everything:
        running.end()


@pytest.fixture
def settings(database_url: str) -> dict[str, str]:
    """The settings of processes that work on the test's database."""
    return {"BATON_DATABASE_URL": database_url, "BATON_SECRET_KEY": SECRET}


@pytest.fixture
def work(settings: dict[str, str], database: Database, catalogue: Catalogue) -> Iterator[Work]:
    """The background work, as the pages know it: it can be woken."""
    read = read_settings(settings)
    queue = make_queue(read)
    yield Work(Product(read, database, catalogue, Keyring((SECRET,)), SystemClock()), queue)
    queue.storage.close()


@pytest.fixture
def school(database: Database) -> Iterator[School]:
    """An LMS that knows the tool by the keys in the test's database."""
    with open_school(database) as school:
        yield school


@pytest.fixture
def debts(database: Database, school: School) -> Debts:
    """The course of twelve people that Baton owes grades to."""
    return enrol(database, school, SECRET)
