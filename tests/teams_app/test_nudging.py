"""Whose turn it is to notify a tenant's people, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from doubles.entra import ELSEWHERE, NORRVIK

from learning.database import Database
from learning.organisation import find_or_create_organisation
from teams_app.nudging import Nudging, keep_turn, next_turn, nudging_of, take_turn
from teams_app.tenant import find_tenant, onboard

AT = datetime(2026, 3, 3, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOBODY: frozenset[int] = frozenset()


@pytest.fixture
def tenants(database: Database) -> list[int]:
    """Two tenants, of which the second has its notices switched on first."""
    ids = []
    with database.write() as session:
        for tenant, name in ((NORRVIK, "Norrvik"), (ELSEWHERE, "Söderö")):
            organisation = find_or_create_organisation(session, name, AT)
            nudging = nudging_of(session, onboard(session, tenant, organisation, AT))
            nudging.switch(on=True, at=AT)
            ids.append(nudging.id)
    return ids


def take(database: Database, at: datetime, besides: frozenset[int] = NOBODY) -> Nudging | None:
    with database.write() as session:
        return take_turn(session, at, MINUTE, besides)


def test_each_tenant_has_its_turn_and_nobody_else_has_it_meanwhile(
    database: Database, tenants: list[int]
) -> None:
    first, second = take(database, AT), take(database, AT)
    assert first
    assert second
    assert [first.id, second.id] == tenants
    assert take(database, AT + MINUTE / 2) is None
    later = take(database, AT + MINUTE)
    assert later
    assert later.lease != first.lease
    with database.write() as session:
        assert keep_turn(session, first.id, first.lease or "", AT) is None
        assert keep_turn(session, later.id, later.lease or "", AT + 2 * MINUTE)


def test_who_has_waited_longest_is_next(database: Database, tenants: list[int]) -> None:
    first = take(database, AT)
    assert first
    with database.write() as session:
        session.merge(first).give_back(AT, timedelta(seconds=2))
    assert take(database, AT + timedelta(seconds=1), frozenset({tenants[1]})) is None
    other = take(database, AT + MINUTE)
    assert other
    assert other.id == tenants[1]
    assert take(database, AT + MINUTE, frozenset(tenants)) is None


def test_who_is_to_be_left_alone_has_no_turn(database: Database, tenants: list[int]) -> None:
    with database.write() as session:
        for number in tenants:
            session.get_one(Nudging, number).leave_alone(AT + number * MINUTE, "Graph said so.")
    assert take(database, AT) is None
    with database.read() as session:
        assert next_turn(session, AT) == AT + min(tenants) * MINUTE
    assert take(database, AT + max(tenants) * MINUTE)


def test_off_is_off_and_on_is_a_new_beginning(database: Database, tenants: list[int]) -> None:
    turn = take(database, AT)
    assert turn
    with database.write() as session:
        for number in tenants:
            session.get_one(Nudging, number).switch(on=False, at=AT)
    with database.write() as session:
        assert keep_turn(session, turn.id, turn.lease or "", AT + MINUTE) is None
        assert next_turn(session, AT) is None
    assert take(database, AT + 2 * MINUTE) is None


def test_a_tenant_that_is_removed_takes_its_row_along(
    database: Database, tenants: list[int]
) -> None:
    with database.write() as session:
        session.delete(find_tenant(session, NORRVIK))
    with database.read() as session:
        assert session.get(Nudging, tenants[0]) is None
