"""The schema: the migrations make what the code has, and nobody works on a wrong version."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from baton.schema import (
    WrongVersion,
    alembic_config,
    check_current,
    is_empty,
    metadata,
    upgrade,
    versions,
)
from learning.database import Database


@pytest.fixture
def empty(database):
    """The test's database with nothing in it."""
    with database.engine.execution_options(baton_writes=True).begin() as connection:
        metadata().drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    return database


def set_version(database, version):
    with database.engine.execution_options(baton_writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_the_migrations_make_exactly_the_tables_of_the_code(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata()) == []


def test_the_versions_are_those_that_alembic_knows(database):
    with database.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        assert versions()[-1] == scripts.get_current_head()
        assert versions() == sorted(script.revision for script in scripts.walk_revisions())


def test_an_upgrade_can_be_repeated(database):
    upgrade(database)
    check_current(database)


def test_several_processes_may_upgrade_at_once(empty):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: upgrade(empty), range(8)))
    check_current(empty)


def test_a_new_database_is_known_as_such(empty):
    assert is_empty(empty)


def test_an_older_database_asks_for_a_migration(database):
    with database.engine.execution_options(baton_writes=True).begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(WrongVersion, match="baton migrate"):
        check_current(database)


@pytest.mark.parametrize("look", [upgrade, check_current])
def test_a_database_that_a_newer_baton_has_had_is_left_alone(database, look):
    set_version(database, "9999")
    with pytest.raises(WrongVersion, match="9999"):
        look(database)


def test_the_command_says_so_in_one_sentence(baton, database: Database, settings):
    set_version(database, "9999")
    assert "newer Baton" in baton("migrate", **settings).sentence
    assert "newer Baton" in baton("serve", **settings).sentence
