"""`baton migrate`: brings a database up to date, and may be repeated."""

from baton.schema import check_current
from learning.database import Database


def test_a_new_database_is_made(baton, home):
    assert baton("migrate").out == "The database is up to date.\n"
    database = Database(f"sqlite:///{home}/baton.db")
    check_current(database)
    database.dispose()


def test_it_can_be_repeated(baton, settings):
    for _ in range(2):
        assert baton("migrate", **settings).status == 0
