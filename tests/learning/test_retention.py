"""What is over goes at night, in batches; scores and what the LMS hears stay as they are."""

from datetime import UTC, datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, Company
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from baton.retention import ALL_RULES
from learning.attempt import Attempt
from learning.catalogue import Catalogue
from learning.clock import MovedClock, Now
from learning.context import Enrolment
from learning.database import Database
from learning.draft import Draft, keep_draft
from learning.follow_up import Outcome
from learning.huddle import Huddle, HuddleKind
from learning.loop import Loop
from learning.organisation import Organisation
from learning.person import Person
from learning.retention import (
    EVENTS,
    LEFT,
    PLAN_WORDS,
    REST,
    RULES,
    keep_to_retention,
    last_finished,
    take_run,
)
from web.session import WebSession
from web.ticket import Ticket

DAY = timedelta(days=1)


def night(session: Session, at: datetime) -> None:
    """Apply every rule until none finds anything, as a night does."""
    session.flush()
    for rule in ALL_RULES:
        while rule.apply(session, Now(at, at), rule.batch) == rule.batch:
            pass
    session.flush()
    session.expire_all()


@pytest.fixture
def done(norrvik: Company, ben: Person, catalogue: Catalogue) -> Loop:
    """Ben has gone through a module, not at the first try, and has looked back."""
    loop = norrvik.loop(ben)
    other = next(one for one in catalogue.module(FIRST).try_.options if not one.best)
    loop.attempt(catalogue.module(FIRST), other.id, MONDAY)
    loop = norrvik.complete(ben)
    loop.answer_follow_up(Outcome.PARTLY, MONDAY + timedelta(weeks=1))
    loop.note_obstacle("the rota")
    return loop


def test_the_words_of_a_plan_go_after_90_days(norrvik: Company, done: Loop) -> None:
    assert done.plan is not None
    assert done.follow_up is not None
    night(norrvik.session, MONDAY + PLAN_WORDS)
    assert done.plan.cue == "the shift ends"
    night(norrvik.session, MONDAY + PLAN_WORDS + 8 * DAY)
    assert (done.plan.cue, done.plan.action, done.follow_up.obstacle) == ("", "", "")


def test_words_that_are_kept_stay(norrvik: Company, done: Loop) -> None:
    assert done.plan is not None
    assert done.follow_up is not None
    done.plan.keep(MONDAY)
    night(norrvik.session, MONDAY + 2 * EVENTS)
    assert (done.plan.cue, done.follow_up.obstacle) == ("the shift ends", "the rota")
    assert done.follow_up.outcome == Outcome.PARTLY


def test_after_a_year_no_answer_is_left_and_the_score_is_the_same(
    norrvik: Company, ben: Person, done: Loop
) -> None:
    heard = norrvik.journey(ben).heard()
    assert heard == {FIRST: 100}
    night(norrvik.session, MONDAY + EVENTS + 8 * DAY)
    assert norrvik.journey(ben).heard() == heard
    assert done.follow_up is not None
    assert done.follow_up.outcome == ""
    assert {answer.option for answer in done.recall_answers} == {""}
    assert [attempt.best for attempt in done.attempts] == [True]


def test_what_was_recalled_is_not_asked_again(norrvik: Company, ben: Person) -> None:
    norrvik.complete(ben)
    later = MONDAY + timedelta(weeks=30)
    norrvik.complete(ben, SECOND, later)
    third = norrvik.catalogue.programme[2]
    night(norrvik.session, later + EVENTS + DAY)
    asked = {case.key for case in norrvik.journey(ben).cases(third, later + EVENTS, "en")}
    recalled = {a.key for a in norrvik.journey(ben).loops[SECOND].recall_answers}
    assert recalled
    assert not asked & recalled


def test_a_huddle_stays_without_its_host(norrvik: Company, ben: Person) -> None:
    huddle = Huddle(
        organisation_id=norrvik.organisation.id,
        module=FIRST,
        host_id=ben.id,
        held_at=MONDAY,
        headcount=4,
        kind=HuddleKind.FULL,
    )
    norrvik.session.add(huddle)
    night(norrvik.session, MONDAY + EVENTS)
    assert huddle.host_id == ben.id
    night(norrvik.session, MONDAY + EVENTS + DAY)
    assert (huddle.host_id, huddle.headcount) == (None, 4)


def test_drafts_and_visits_go_by_their_lives(norrvik: Company, ben: Person) -> None:
    session = norrvik.session
    keep_draft(session, ben.id, FIRST, MONDAY, cue="half")
    visit = WebSession(
        public_id="one",
        token_hash="x",
        person_id=ben.id,
        context_id=norrvik.course.id,
        door="lti",
        language="en",
        started_at=MONDAY,
        seen_at=MONDAY,
    )
    session.add(visit)
    session.flush()
    session.add(Ticket(token_hash="y", web_session_id=visit.id, issued_at=MONDAY))
    rows = lambda kind: session.scalar(select(func.count()).select_from(kind))  # noqa: E731
    night(session, MONDAY + DAY)
    assert [rows(kind) for kind in (Draft, WebSession, Ticket)] == [1, 1, 1]
    night(session, MONDAY + 31 * DAY)
    assert [rows(kind) for kind in (Draft, WebSession, Ticket)] == [0, 0, 0]


def test_who_has_left_all_courses_is_erased_in_time(
    norrvik: Company, ben: Person, dana: Person
) -> None:
    session, other = norrvik.session, norrvik.another_course()
    kim = norrvik.person("Kim", norrvik.course, other)
    for person, course in ((ben, norrvik.course), (kim, norrvik.course)):
        session.execute(
            update(Enrolment)
            .where(Enrolment.identity.has(person_id=person.id), Enrolment.context_id == course.id)
            .values(left_at=MONDAY)
        )
    norrvik.complete(ben)
    known = lambda: set(session.scalars(select(Person.name)))  # noqa: E731
    night(session, MONDAY + LEFT)
    assert known() == {"Ben", "Dana", "Kim"}
    night(session, MONDAY + LEFT + DAY)
    assert known() == {"Dana", "Kim"}
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_one_worker_does_it_once_a_night(database: Database, clock: MovedClock) -> None:
    assert keep_to_retention(database, clock, RULES, lambda: False) == {}
    with database.read() as session:
        assert last_finished(session) is None
    with database.write() as session:
        at = datetime.now(UTC)
        assert take_run(session, at)
        assert not take_run(session, at)
    assert keep_to_retention(database, clock, RULES) is None


def test_it_goes_on_where_it_stopped_and_rests_when_done(
    database: Database, clock: MovedClock
) -> None:
    at = datetime.now(UTC)
    with database.write() as session:
        owner = Organisation(name="Norrvik", time_zone="Europe/Stockholm", created_at=at)
        ben = Person(name="Ben", organisation=owner, created_at=at)
        session.add(ben)
        session.flush()
        keep_draft(session, ben.id, FIRST, at - 31 * DAY, cue="half")
    assert keep_to_retention(database, clock, RULES) == {"drafts": 1}
    assert keep_to_retention(database, clock, RULES) is None
    with database.write() as session:
        finished = last_finished(session)
        assert finished is not None
        assert take_run(session, finished + REST + DAY)
