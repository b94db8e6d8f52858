"""A pause loses nothing: the 21 days stand still, and no day counts twice."""

from datetime import date, timedelta

from cast.company import MONDAY, WEEK, Company
from sqlalchemy.orm import Session

from learning.pause import begin_pause, end_pause, pause_at, pauses_of
from learning.person import Person

LATE = MONDAY + timedelta(days=22)


def awaits(norrvik: Company, person: Person, at: object) -> bool:
    return norrvik.journey(person).loop_to_check(at) is not None  # type: ignore[arg-type]


def test_while_it_lasts_no_time_to_look_back_runs_out(
    session: Session, norrvik: Company, ben: Person, dana: Person
) -> None:
    for person in (ben, dana):
        norrvik.complete(person)
    begin_pause(session, ben.id, MONDAY + WEEK)
    assert awaits(norrvik, ben, MONDAY + 30 * WEEK)
    assert not awaits(norrvik, dana, LATE)
    end_pause(session, ben.id, MONDAY + 2 * WEEK)
    assert awaits(norrvik, ben, LATE + WEEK - timedelta(days=1))
    assert not awaits(norrvik, ben, LATE + WEEK)


def test_a_free_week_inside_a_pause_does_not_count_twice(
    session: Session, norrvik: Company, ben: Person
) -> None:
    norrvik.complete(ben)
    norrvik.course.cohort.take_off([date(2026, 3, 9)])
    begin_pause(session, ben.id, MONDAY + timedelta(days=6))
    session.flush()
    end_pause(session, ben.id, MONDAY + timedelta(days=20))
    assert awaits(norrvik, ben, LATE + timedelta(days=13))
    assert not awaits(norrvik, ben, LATE + timedelta(days=14))


def test_begun_twice_it_is_one_and_it_may_come_again(session: Session, ben: Person) -> None:
    for days in (0, 1):
        begin_pause(session, ben.id, MONDAY + timedelta(days=days))
        session.flush()
    assert len(pauses_of(session, ben.id)) == 1
    end_pause(session, ben.id, MONDAY + WEEK)
    end_pause(session, ben.id, MONDAY + 2 * WEEK)
    session.flush()
    assert pause_at(session, ben.id) is None
    begin_pause(session, ben.id, MONDAY + 3 * WEEK)
    session.flush()
    assert len(pauses_of(session, ben.id)) == 2
