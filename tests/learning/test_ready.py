"""A ready statement does what SQLAlchemy would do with it: types, transactions, names of errors."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cast.company import MONDAY
from doubles.databases import SqliteFiles
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from learning.cohort import Cohort
from learning.database import Database
from learning.organisation import Organisation
from learning.ready import Ready, driver_of

_ADD = Ready(
    insert(Organisation)
    .values(id=7, name=bindparam("called"), arcs="", time_zone="UTC", created_at=bindparam("at"))
    .inline()
)
_FIND = Ready(
    select(Organisation.created_at, Organisation.help_contact, Organisation.id == 7).where(
        Organisation.name == bindparam("called")
    )
)
NORRVIK = {"called": "Norrvik", "at": MONDAY}


def found(database: Database) -> list[object] | None:
    with database.read_ready() as connection:
        return _FIND.first(connection, {"called": "Norrvik"})


def test_what_is_written_can_be_read_with_its_types(database: Database) -> None:
    in_stockholm = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    with database.write_ready() as connection:
        assert _ADD.change(connection, {"called": "Norrvik", "at": in_stockholm}) == 1
    row = found(database)
    assert row == [datetime(2026, 3, 2, 8, 0, tzinfo=UTC), None, True]
    assert row[2] is True
    with database.read() as session:
        assert session.scalars(select(Organisation)).one().created_at == in_stockholm


def test_nothing_found_is_none(database: Database) -> None:
    assert found(database) is None


def test_a_type_of_our_own_is_read_as_ours(database: Database) -> None:
    off = frozenset({MONDAY.date()})
    with database.write() as session:
        organisation = Organisation(name="Norrvik", created_at=MONDAY)
        session.add(organisation)
        session.flush()
        session.add(
            Cohort(organisation_id=organisation.id, name="All", starts_on=MONDAY, weeks_off=off)
        )
    with database.read_ready() as connection:
        row = Ready(select(Cohort.weeks_off, Cohort.starts_on)).first(connection, {})
    assert row == [off, MONDAY.date()]


def add(database: Database, *, times: int = 1, fault: Exception | None = None) -> None:
    with database.write_ready() as connection:
        for _time in range(times):
            _ADD.change(connection, NORRVIK)
        if fault:
            raise fault


def test_an_exception_undoes_everything(database: Database) -> None:
    with pytest.raises(ValueError, match="half-way"):
        add(database, fault=ValueError("half-way"))
    assert found(database) is None


def test_it_can_take_part_in_the_transaction_of_a_session(database: Database) -> None:
    with database.write() as session:
        _ADD.change(driver_of(session.connection()), NORRVIK)
        assert session.scalars(select(Organisation.name)).one() == "Norrvik"
        session.rollback()
    assert found(database) is None


def test_the_drivers_refusals_bear_their_usual_names(database: Database) -> None:
    with pytest.raises(IntegrityError) as refusal:
        add(database, times=2)
    assert "Norrvik" not in str(refusal.value).split("\n[SQL", maxsplit=1)[1]
    assert found(database) is None


def test_a_naive_moment_is_refused_here_too(database: Database) -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 (that is the point)
    with (
        pytest.raises((StatementError, ValueError), match="a moment needs a time zone"),
        database.write_ready() as connection,
    ):
        _ADD.change(connection, {"called": "Norrvik", "at": naive})


def test_a_database_that_is_not_there_says_so_as_everywhere_else() -> None:
    nobody_there = Database("postgresql+psycopg://norrvik@127.0.0.1:9/none")
    with pytest.raises(OperationalError), nobody_there.read_ready():
        pytest.fail("there is no such database")


def test_what_waits_for_another_writer_too_long_says_so(sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.new()
    database, impatient = Database(url), Database(url)
    with database.write_ready(), impatient.read_ready() as connection:
        connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(OperationalError, match="locked"):
            connection.execute("BEGIN IMMEDIATE")
    database.dispose()
    impatient.dispose()
