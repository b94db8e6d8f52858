"""Weekly snapshots: taken once, by one worker, as it was when the week began."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast.company import MONDAY, company
from cast.small_world import LAST_DAY, TEAM, live
from doubles.databases import PostgresServer, SqliteFiles
from doubles.kept import kept_database
from sqlalchemy import update

from learning.catalogue import Catalogue
from learning.clock import Now
from learning.database import Database
from learning.organisation import Organisation
from learning.snapshot import (
    PATIENCE,
    SpreadSnapshot,
    latest_snapshot,
    measure_week,
    read_snapshots,
    take_due,
)

WEDNESDAY = MONDAY + timedelta(days=LAST_DAY + 2)
NOW = Now(WEDNESDAY, WEDNESDAY)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, sqlite_files: SqliteFiles, postgres_server: PostgresServer
) -> Iterator[Database]:
    source = sqlite_files if request.param == "sqlite" else postgres_server
    url = source.new()
    database = kept_database(url)
    yield database
    database.dispose()
    source.drop(url)


@pytest.fixture
def norrvik(database: Database, catalogue: Catalogue) -> Organisation:
    with database.write() as session:
        owner = company(session, catalogue, "Norrvik")
        live(session, owner, TEAM)
        return owner.organisation


def test_each_week_has_one_snapshot_of_the_whole_and_of_each_arc(
    database: Database, norrvik: Organisation, catalogue: Catalogue
) -> None:
    assert take_due(database, catalogue, NOW) == 1
    assert take_due(database, catalogue, NOW) == 0
    a_week_later = Now(WEDNESDAY + timedelta(weeks=1), WEDNESDAY)
    assert take_due(database, catalogue, a_week_later) == 1
    with database.read() as session:
        mondays = [one.monday for one in read_snapshots(session, norrvik.id)]
        assert len(mondays) == 2
        assert mondays[0] == (MONDAY + timedelta(days=LAST_DAY)).date()
        newest = latest_snapshot(session, norrvik.id)
        assert newest
        assert newest.monday == mondays[1]
        assert len(read_snapshots(session, norrvik.id, "feedback")) == 2
        assert read_snapshots(session, norrvik.id, since=mondays[1])[0].monday == mondays[1]


def test_it_says_what_was_when_its_monday_began(
    database: Database, norrvik: Organisation, catalogue: Catalogue
) -> None:
    second_week = (MONDAY + timedelta(days=42)).date()
    with database.read() as session:
        then = dict(measure_week(session, norrvik, catalogue, second_week).spreads)[""]
    assert (then.huddles, then.hosts, then.looked_back) == (1, [1], 0)


def test_one_worker_measures_and_the_other_goes_on(
    database: Database, norrvik: Organisation, catalogue: Catalogue
) -> None:
    with database.write() as session:
        session.add(
            SpreadSnapshot(
                organisation_id=norrvik.id,
                monday=(MONDAY + timedelta(days=LAST_DAY)).date(),
                arc="",
                claimed_at=WEDNESDAY,
            )
        )
    assert take_due(database, catalogue, NOW) == 0
    with database.read() as session:
        assert latest_snapshot(session, norrvik.id) is None


def test_a_worker_that_was_stopped_is_replaced(
    database: Database, norrvik: Organisation, catalogue: Catalogue
) -> None:
    take_due(database, catalogue, NOW)
    with database.write() as session:
        session.execute(
            update(SpreadSnapshot).values(figures=None, claimed_at=WEDNESDAY - PATIENCE)
        )
    assert take_due(database, catalogue, NOW) == 1
    with database.read() as session:
        newest = latest_snapshot(session, norrvik.id)
        assert newest
        assert newest.spread.huddles == len(TEAM.met)
