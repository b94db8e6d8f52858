"""A huddle: it counts once, however often its host presses, and stays in its organisation."""

from datetime import UTC, datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, Company
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.errors import Incomplete, NotFound
from learning.huddle import Huddle, HuddleKind, day_on_paper, find_huddle, headcount_of, hold_huddle
from learning.person import Person
from learning.team import Team, new_team


@pytest.fixture
def day_shift(norrvik: Company, ben: Person, session: Session) -> Team:
    team = new_team(norrvik.organisation.id, "Day shift", MONDAY)
    team.consist_of([ben.id], [], MONDAY)
    session.add(team)
    session.flush()
    return team


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Huddle)) or 0


def test_a_host_says_how_many_were_there(session: Session, ben: Person, day_shift: Team) -> None:
    huddle = hold_huddle(session, ben, FIRST, HuddleKind.FULL, 5, MONDAY, team_id=day_shift.id)
    assert (huddle.headcount, huddle.host_id, huddle.held_at) == (5, ben.id, MONDAY)


def test_noted_again_on_the_same_day_it_is_one_with_the_newer_number(
    session: Session, ben: Person
) -> None:
    first = hold_huddle(session, ben, FIRST, HuddleKind.MINUTE, None, MONDAY)
    later = hold_huddle(session, ben, FIRST, HuddleKind.FULL, 6, MONDAY + timedelta(hours=3))
    assert later is first
    assert (count(session), first.headcount, first.kind) == (1, 6, HuddleKind.FULL)


def test_another_day_another_module_or_another_host_is_another_huddle(
    session: Session, ben: Person, dana: Person
) -> None:
    for host, module, at in (
        (ben, FIRST, MONDAY),
        (ben, FIRST, MONDAY + timedelta(days=1)),
        (ben, SECOND, MONDAY),
        (dana, FIRST, MONDAY),
    ):
        hold_huddle(session, host, module, HuddleKind.FULL, 4, at)
    assert count(session) == 4


def test_the_day_is_that_of_the_organisation(session: Session, ben: Person) -> None:
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 23:30 in Stockholm
    hold_huddle(session, ben, FIRST, HuddleKind.FULL, 4, late)
    hold_huddle(session, ben, FIRST, HuddleKind.FULL, 4, late + timedelta(hours=1))
    assert count(session) == 2


def test_nobody_hosts_for_a_team_that_is_not_theirs(
    session: Session, dana: Person, chidi: Person, day_shift: Team
) -> None:
    for stranger in (dana, chidi):
        with pytest.raises(NotFound):
            hold_huddle(session, stranger, FIRST, HuddleKind.FULL, 4, MONDAY, team_id=day_shift.id)


def test_a_huddle_is_found_by_its_host_alone(
    session: Session, ben: Person, dana: Person, chidi: Person
) -> None:
    huddle = hold_huddle(session, ben, FIRST, HuddleKind.FULL, 4, MONDAY)
    assert find_huddle(session, ben, huddle.id) is huddle
    for other in (dana, chidi):
        with pytest.raises(NotFound):
            find_huddle(session, other, huddle.id)


def test_a_huddle_outlives_its_team(session: Session, ben: Person, day_shift: Team) -> None:
    huddle = hold_huddle(session, ben, FIRST, HuddleKind.FULL, 4, MONDAY, team_id=day_shift.id)
    session.delete(day_shift)
    session.flush()
    session.refresh(huddle)
    assert huddle.team_id is None


@pytest.mark.parametrize(("text", "number"), [("", None), ("  ", None), (" 7 ", 7), ("500", 500)])
def test_a_headcount_is_a_number_or_nothing(text: str, number: int | None) -> None:
    assert headcount_of(text) == number


@pytest.mark.parametrize("text", ["0", "501", "-3", "many", "2.5", "9" * 5000, "²", "\x00"])
def test_anything_else_is_asked_for_again(text: str) -> None:
    with pytest.raises(Incomplete):
        headcount_of(text)


def test_paper_counts_for_this_week_and_the_last_one(norrvik: Company) -> None:
    wednesday = MONDAY + timedelta(days=2)
    on_monday = day_on_paper("2026-02-23", norrvik.organisation, wednesday)
    assert on_monday == datetime(2026, 2, 23, 11, tzinfo=UTC)
    today = day_on_paper("2026-03-04", norrvik.organisation, wednesday)
    assert today == wednesday, "a huddle is never noted for later than now"


@pytest.mark.parametrize("text", ["2026-02-22", "2026-03-05", "", "yesterday", "2026-13-45"])
def test_paper_of_another_time_is_asked_for_again(norrvik: Company, text: str) -> None:
    with pytest.raises(Incomplete):
        day_on_paper(text, norrvik.organisation, MONDAY + timedelta(days=2))
