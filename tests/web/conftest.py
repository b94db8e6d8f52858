"""The cast at work: Ben and Dana learn at Norrvik, Amira leads, Chidi is from another company."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cast.two_doors import Teams
from cast.visitor import Visitor, visit
from conftest import connect
from doubles.entra import Entra
from doubles.kept import kept_database
from doubles.lms import INSTRUCTOR, Lms
from flask import Flask
from sqlalchemy import delete

from baton.schema import metadata
from learning.database import Database

Opens = Callable[..., Visitor]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each kind, emptied after each test."""
    kind = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    source = request.getfixturevalue(kind)
    url = source.new()
    yield url
    source.drop(url)


@pytest.fixture
def database_url(shared_url: str) -> Iterator[str]:
    yield shared_url
    database = kept_database(shared_url)
    with database.write() as session:
        for table in reversed(metadata().sorted_tables):
            if table.name != "tool_key":
                session.execute(delete(table))
    database.dispose()


@pytest.fixture(scope="session")
def norrviks_lms() -> Iterator[Lms]:
    lms = Lms()
    yield lms
    lms.close()


@pytest.fixture(scope="session")
def elsewheres_lms() -> Iterator[Lms]:
    lms = Lms("https://lms.elsewhere.example", "baton-2")
    yield lms
    lms.close()


@pytest.fixture
def lms(database: Database, norrviks_lms: Lms) -> Lms:
    """Norrvik's LMS, connected."""
    connect(database, norrviks_lms, "Norrvik")
    return norrviks_lms


@pytest.fixture
def opens(app: Flask, lms: Lms) -> Opens:
    """Let somebody open Baton from Norrvik's LMS, each time in a browser of its own."""

    def open_baton(name: str, /, **claims: Any) -> Visitor:
        return visit(app.test_client(), lms, name, **claims)

    return open_baton


@pytest.fixture
def ben(opens: Opens) -> Visitor:
    return opens("ben")


@pytest.fixture
def dana(opens: Opens) -> Visitor:
    return opens("dana")


@pytest.fixture
def amira(opens: Opens) -> Visitor:
    """The leader."""
    return opens("amira", **as_instructor())


@pytest.fixture
def chidi(app: Flask, database: Database, elsewheres_lms: Lms) -> Visitor:
    """A stranger, from another company with an LMS of its own."""
    connect(database, elsewheres_lms, "Elsewhere")
    return visit(app.test_client(), elsewheres_lms, "chidi")


@pytest.fixture(scope="session")
def microsoft() -> Iterator[Entra]:
    """Entra itself, with Norrvik's tenant and another one."""
    microsoft = Entra()
    yield microsoft
    microsoft.close()


@pytest.fixture
def teams(app: Flask, database: Database, microsoft: Entra) -> Teams:
    """Microsoft Teams at Norrvik."""
    return Teams(app, database, microsoft)


def as_instructor() -> dict[str, Any]:
    return {"https://purl.imsglobal.org/spec/lti/claim/roles": [INSTRUCTOR]}
