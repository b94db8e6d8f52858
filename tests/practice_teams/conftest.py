"""What the practice Teams does has nothing to do with databases: one kind is enough."""

from collections.abc import Iterator

import pytest
from doubles.databases import SqliteFiles


@pytest.fixture
def database_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    url = sqlite_files.new()
    yield url
    sqlite_files.drop(url)
