"""Both databases keep the same promises: aware moments, foreign keys, whole transactions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from cast.company import MONDAY
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from baton.schema import metadata, upgrade
from learning.clock import ClockOffset
from learning.database import Database
from learning.organisation import Organisation
from learning.person import Person


def norrvik(**changes: object) -> Organisation:
    return Organisation(**{"name": "Norrvik", "created_at": MONDAY, **changes})


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    in_stockholm = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    with database.write() as session:
        session.add(norrvik(created_at=in_stockholm))
    with database.read() as session:
        found = session.scalars(select(Organisation.created_at)).one()
    assert found == in_stockholm
    assert found.utcoffset() == timedelta()


def test_a_naive_moment_is_refused(database: Database) -> None:
    with database.read() as session:
        session.add(norrvik(created_at=datetime(2026, 3, 2)))  # noqa: DTZ001 (that is the point)
        with pytest.raises(StatementError, match="a moment needs a time zone"):
            session.flush()


def test_moments_are_compared_and_not_their_texts(database: Database) -> None:
    with database.write() as session:
        session.add(norrvik(created_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC)))
    in_tokyo = datetime(2026, 3, 2, 18, 0, 1, tzinfo=timezone(timedelta(hours=9)))
    with database.read() as session:
        assert session.scalar(select(Organisation).where(Organisation.created_at < in_tokyo))
        assert not session.scalar(select(Organisation).where(Organisation.created_at > in_tokyo))


def test_foreign_keys_are_on(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Person(organisation_id=4711, created_at=MONDAY))


def test_sqlite_writes_ahead(database: Database) -> None:
    if database.is_sqlite:
        with database.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(text("PRAGMA synchronous")) == 1


def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            session.add(norrvik())
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert count(database) == 0


def test_reading_leaves_nothing_behind(database: Database) -> None:
    with database.read() as session:
        session.add(norrvik())
    assert count(database) == 0


def test_a_reader_is_not_kept_waiting_by_a_writer(database: Database) -> None:
    with database.write() as session:
        session.add(norrvik())
        session.flush()
        assert count(database) == 0
    assert count(database) == 1


def test_many_writers_wait_for_each_other_and_none_is_lost(database: Database) -> None:
    with database.write() as session:
        session.add(ClockOffset(id=1, seconds=0))
    ready = Barrier(4, timeout=30)

    def count_up(_writer: int) -> None:
        ready.wait()
        for _time in range(5):
            with database.write() as session:
                # Read first, then write: what deadlocks in a transaction that began by reading.
                session.scalar(select(func.count()).select_from(Organisation))
                row = session.get(ClockOffset, 1, with_for_update=True)
                assert row is not None
                row.seconds += 1

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(count_up, range(4)))
    with database.read() as session:
        assert session.scalars(select(ClockOffset.seconds)).one() == 20


def test_the_migrations_make_the_tables_that_the_code_has(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []


def test_upgrading_again_changes_nothing(database: Database) -> None:
    with database.write() as session:
        session.add(norrvik())
    upgrade(database)
    assert count(database) == 1
