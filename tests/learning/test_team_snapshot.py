"""Team snapshots: a count begins on a Monday with those who are there, and stays about them."""

from datetime import UTC, datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company
from cast.team import count, in_week, leave_course, members, monday, snapshot, team_of
from sqlalchemy import delete, func, select

from learning.loop import Loop
from learning.person import Person
from learning.team import Team
from learning.team_snapshot import CountedPerson, TeamSnapshot, mondays_due
from learning.threshold import Count


@pytest.fixture
def team(norrvik: Company) -> Team:
    return team_of(norrvik, 7)


def counted(norrvik: Company, team: Team, module: str = FIRST) -> Count:
    found = snapshot(norrvik, team, module)
    assert found is not None
    return found.count


def test_what_was_done_in_a_week_is_counted_on_the_next_monday(
    norrvik: Company, team: Team
) -> None:
    count(norrvik, 1)
    for person in members(norrvik, team)[:3]:
        norrvik.complete(person, at=in_week(1))
    assert counted(norrvik, team) == Count(0, 7)
    count(norrvik, 2)
    assert counted(norrvik, team) == Count(3, 7)


def test_a_worker_that_comes_late_counts_what_was_done_by_monday(
    norrvik: Company, team: Team
) -> None:
    count(norrvik, 1)
    ben, dana, *_others = members(norrvik, team)
    norrvik.complete(ben, at=in_week(1))
    norrvik.complete(dana, at=in_week(2))
    count(norrvik, 2)
    assert counted(norrvik, team) == Count(1, 7)


def test_half_a_module_does_not_count(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    ben, *_others = members(norrvik, team)
    norrvik.loop(ben, at=in_week(1))
    count(norrvik, 2)
    assert counted(norrvik, team) == Count(0, 7)


def test_each_week_is_counted_once(norrvik: Company, team: Team) -> None:
    assert count(norrvik, 1)
    ben, *_others = members(norrvik, team)
    norrvik.complete(ben, at=MONDAY - timedelta(days=1))
    assert not count(norrvik, 1)
    assert counted(norrvik, team) == Count(0, 7)


def test_each_module_is_counted_from_its_own_week_on(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    assert snapshot(norrvik, team, SECOND) is None
    count(norrvik, 2)
    second = snapshot(norrvik, team, SECOND)
    assert second is not None
    assert second.begun_on == monday(2)


def test_who_comes_later_is_counted_from_the_next_module_on(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    new = norrvik.person("Newcomer")
    team.consist_of(team.member_ids | {new.id}, team.leader_ids, in_week(1))
    norrvik.complete(new, at=in_week(1))
    count(norrvik, 2)
    assert counted(norrvik, team) == Count(0, 7)
    assert counted(norrvik, team, SECOND) == Count(0, 8)


def test_who_leaves_stays_as_they_were(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    ben, dana, *_others = members(norrvik, team)
    norrvik.complete(ben, at=in_week(1))
    for person in (ben, dana):
        leave_course(norrvik, person, in_week(1))
    count(norrvik, 2)
    norrvik.complete(dana, at=in_week(2))
    count(norrvik, 3)
    assert counted(norrvik, team) == Count(1, 7, gone=2)


def test_who_leaves_and_comes_back_is_not_counted_twice(norrvik: Company, team: Team) -> None:
    everyone = team.member_ids
    count(norrvik, 1)
    team.consist_of(everyone - {min(everyone)}, team.leader_ids, in_week(1))
    count(norrvik, 2)
    team.consist_of(everyone, team.leader_ids, in_week(2))
    norrvik.complete(norrvik.session.get_one(Person, min(everyone)), at=in_week(2))
    count(norrvik, 3)
    assert counted(norrvik, team) == Count(0, 7, gone=1)


def test_who_moves_to_another_team_is_counted_for_a_module_in_one(
    norrvik: Company, team: Team
) -> None:
    count(norrvik, 1)
    night = team_of(norrvik, 5, "Night shift", "Henrik")
    moving = min(team.member_ids)
    team.consist_of(team.member_ids - {moving}, team.leader_ids, in_week(1))
    night.consist_of(night.member_ids | {moving}, night.leader_ids, in_week(1))
    count(norrvik, 2)
    assert counted(norrvik, team) == Count(0, 7, gone=1)
    assert counted(norrvik, team, SECOND) == Count(0, 6)
    assert counted(norrvik, night, SECOND) == Count(0, 6)


def test_under_five_nothing_is_counted_any_further(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    everyone = members(norrvik, team)
    for person in everyone[:3]:
        leave_course(norrvik, person, in_week(1))
    for person in everyone:
        norrvik.complete(person, at=in_week(1))
    count(norrvik, 2)
    assert counted(norrvik, team) == Count(0, 7, gone=3)
    assert snapshot(norrvik, team, SECOND) is None


def test_erasing_somebody_lowers_no_count(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    ben, dana, *_others = members(norrvik, team)
    for person in (ben, dana):
        norrvik.complete(person, at=in_week(1))
    count(norrvik, 2)
    mine = CountedPerson.person_id == ben.id
    norrvik.session.execute(delete(CountedPerson).where(mine))
    norrvik.session.execute(
        Loop.__table__.update().where(Loop.person_id == ben.id).values(module="gone")
    )
    count(norrvik, 3)
    assert counted(norrvik, team) == Count(2, 7, gone=1)


def test_after_some_weeks_away_the_worker_catches_up(norrvik: Company, team: Team) -> None:
    count(norrvik, 1)
    for person in members(norrvik, team)[:2]:
        norrvik.complete(person, SECOND, in_week(2))
    count(norrvik, 4)
    assert counted(norrvik, team, SECOND) == Count(2, 7)
    begun = select(func.count()).select_from(TeamSnapshot)
    assert norrvik.session.scalar(begun) == 4


def test_a_week_is_due_when_it_is_monday_in_the_company(norrvik: Company, team: Team) -> None:
    """In Stockholm it is Monday an hour before it is Monday in UTC."""
    count(norrvik, 1)
    number, sunday = norrvik.organisation.id, datetime(2026, 3, 8, 22, 59, tzinfo=UTC)
    assert number not in mondays_due(norrvik.session, sunday)
    assert mondays_due(norrvik.session, sunday + timedelta(minutes=1))[number] == monday(2)
    count(norrvik, 2)
    assert number not in mondays_due(norrvik.session, sunday + WEEK)
