"""Spread equals a calculation by hand, for any small company; and it never tells too much."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import small_world
from cast.company import FIRST, MONDAY, Company, company
from cast.small_world import TEAM, Learned, World, live, midnight, worlds
from doubles.databases import SqliteFiles
from doubles.kept import kept_database
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.context import Enrolment
from learning.database import Database
from learning.follow_up import Outcome
from learning.person import Identity
from learning.spread import Spread, measure
from learning.spread_facts import read_spread_facts


def measured(session: Session, owner: Company) -> Spread:
    at = midnight(owner.organisation)
    return measure(read_spread_facts(session, owner.organisation, at))


@pytest.fixture(scope="module")
def one_database(sqlite_files: SqliteFiles) -> Iterator[Database]:
    url = sqlite_files.new()
    database = kept_database(url)
    yield database
    database.dispose()
    sqlite_files.drop(url)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_every_measure_equals_the_calculation_by_hand(
    one_database: Database, catalogue: Catalogue, world: World
) -> None:
    with Session(one_database.engine) as session:
        owner = company(session, catalogue, "Norrvik")
        live(session, owner, world)
        spread = measured(session, owner)
        session.rollback()
    new, active = small_world.r(world)
    of = list(small_world.earliest(world).values())
    depth = range(1, max(of, default=0) + 1)
    assert spread.eligible == world.people
    assert spread.reached == small_world.reach(world)
    assert spread.hosts == [of.count(one) for one in depth]
    assert spread.active == [active.get(one, 0) for one in depth]
    assert spread.first_taught == pytest.approx([new.get(one, 0) for one in depth])
    assert (spread.completers, spread.passed_on) == small_world.passing_on(world)
    assert spread.days_to_half == small_world.days_until(world, 50)
    assert spread.days_to_most == small_world.days_until(world, 80)
    back = spread.plans, spread.looked_back, spread.did, spread.partly
    assert back == small_world.looking_back(world)
    assert spread.reached <= small_world.really_reached(world)


def test_three_generations_of_one_team(session: Session, norrvik: Company) -> None:
    live(session, norrvik, TEAM)
    spread = measured(session, norrvik)
    assert spread.hosts == [1, 1, 1]
    assert spread.later_hosts == 2
    assert (spread.reached, spread.eligible) == (4, 6)
    # At least three were taught, by one of three hosts; and each of them taught.
    assert spread.first_taught == pytest.approx([1, 1, 1])
    assert spread.r == pytest.approx(1)
    assert (spread.completers, spread.passed_on) == (5, 2)
    assert (spread.plans, spread.looked_back, spread.did) == (5, 4, 4)
    assert (spread.teams, spread.teams_huddled, spread.days_to_most) == (1, 1, 1)
    assert spread.huddles_by_others == 2


def test_a_look_back_after_a_free_week_is_still_in_time(session: Session, norrvik: Company) -> None:
    late = Learned(0, FIRST, 0, 27, True, Outcome.DID)
    live(session, norrvik, World(1, [], [late], []))
    assert measured(session, norrvik).reached == 0
    norrvik.course.cohort.take_off([(MONDAY + timedelta(weeks=1)).date()])
    session.flush()
    assert measured(session, norrvik).reached == 1


def test_who_has_left_and_who_only_teaches_the_course_are_not_counted(
    session: Session, norrvik: Company
) -> None:
    live(session, norrvik, World(3, [], [], []))
    first, second, _third = session.query(Enrolment).filter(
        Enrolment.context_id == norrvik.course.id
    )
    first.left_at = MONDAY
    second.leads = True
    session.flush()
    assert measured(session, norrvik).eligible == 1


def test_somebody_known_at_two_doors_is_one_person(session: Session, norrvik: Company) -> None:
    ben = norrvik.person("Ben", norrvik.course, norrvik.another_course())
    other = Identity(
        organisation_id=ben.organisation_id,
        person=ben,
        issuer="https://other.example",
        subject="ben",
        created_at=MONDAY,
    )
    session.add(Enrolment(context=norrvik.course, identity=other, since=MONDAY))
    session.flush()
    assert measured(session, norrvik).eligible == 1


def test_nothing_of_another_company_is_counted(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    elsewhere = company(session, catalogue, "Elsewhere")
    live(session, elsewhere, TEAM)
    alone = measured(session, norrvik)
    assert (alone.eligible, alone.huddles, alone.plans, alone.teams) == (0, 0, 0, 0)
    live(session, norrvik, replace(TEAM, met=[]))
    assert measured(session, norrvik).huddles == 0


def test_an_arc_is_measured_by_its_own_modules(session: Session, norrvik: Company) -> None:
    live(session, norrvik, TEAM)
    at = midnight(norrvik.organisation)
    facts = read_spread_facts(session, norrvik.organisation, at)
    assert measure(facts.of_modules({FIRST})) == measure(facts)
    other = measure(facts.of_modules({"how-we-work"}))
    assert (other.huddles, other.reached, other.eligible) == (0, 0, 6)


def test_no_more_questions_are_asked_for_a_larger_company(
    session: Session, norrvik: Company, catalogue: Catalogue
) -> None:
    small = company(session, catalogue, "Small")
    live(session, small, World(1, [[0]], [], []))
    live(session, norrvik, TEAM)
    session.expire_all()
    assert _questions(session, norrvik) == _questions(session, small) <= 10


def _questions(session: Session, owner: Company) -> int:
    asked: list[str] = []
    connection = session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    measured(session, owner)
    event.remove(connection, "before_cursor_execute", note)
    return len(asked)
