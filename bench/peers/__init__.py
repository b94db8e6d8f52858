"""The tools that are compared, a file each."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bench.peers import bare_pylti1p3, baton, empty_flask, ltijs
from bench.platform import Platform
from bench.tool import Tool

BARE = "PyLTI1p3's bare Flask example"


@dataclass(frozen=True)
class Peer:
    """A tool that can take part: how to run it for a platform, with a folder for its files."""

    key: str
    name: str
    run: Callable[[Platform, Path], AbstractContextManager[Tool]]
    always_new: bool = False


PEERS = [
    Peer("empty", "An empty Flask pair of requests", empty_flask.run),
    Peer("bare", BARE, bare_pylti1p3.run),
    Peer("ltijs", "ltijs 5.9.9 on SQLite", ltijs.run),
    Peer("sqlite", "Baton on SQLite", baton.on_sqlite),
    Peer("sqlite-new", "Baton on SQLite, first visits", baton.on_sqlite, always_new=True),
    Peer("postgresql", "Baton on PostgreSQL", baton.on_postgresql),
    Peer(
        "postgresql-new", "Baton on PostgreSQL, first visits", baton.on_postgresql, always_new=True
    ),
]
