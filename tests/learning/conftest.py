"""The cast, for tests of the domain: Norrvik's people, and Chidi's company."""

from collections.abc import Iterator

import hypothesis
import pytest
from cast.company import Company, company
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.database import Database
from learning.person import Person

# A busy machine is slow, and that is no fault of the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """One database of each kind for all tests that leave nothing behind."""
    kind = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    source = request.getfixturevalue(kind)
    database = Database(source.new())
    yield database
    database.dispose()
    source.drop(database.url.render_as_string(hide_password=False))


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """A writing transaction that is rolled back after the test."""
    writing = shared_database.engine.execution_options(baton_begin="BEGIN IMMEDIATE")
    with Session(writing, expire_on_commit=False) as session:
        yield session
        session.rollback()


@pytest.fixture
def norrvik(session: Session, catalogue: Catalogue) -> Company:
    return company(session, catalogue, "Norrvik")


@pytest.fixture
def ben(norrvik: Company) -> Person:
    return norrvik.person("Ben")


@pytest.fixture
def dana(norrvik: Company) -> Person:
    return norrvik.person("Dana")


@pytest.fixture
def chidi(session: Session, catalogue: Catalogue) -> Person:
    """A stranger, with a company and a course of his own."""
    return company(session, catalogue, "Elsewhere").person("Chidi")
