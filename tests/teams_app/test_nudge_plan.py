"""Who is due, as both databases find it; what that looks like in a feed: `test_nudge_round`."""

from datetime import UTC, datetime, timedelta

import pytest
from cast.staff import THURSDAY, TUESDAY, Staff
from doubles.entra import ELSEWHERE
from doubles.entra import Entra as Microsoft
from doubles.graph import Graph as GraphItself
from sqlalchemy import select, update

from learning.catalogue import Catalogue
from learning.context import Enrolment
from learning.database import Database
from learning.notice import Notice
from learning.organisation import Organisation, find_or_create_organisation
from learning.person import Identity
from teams_app.intake import intake_of_week
from teams_app.nudge import Nudge, NudgeState
from teams_app.nudge_batch import next_batches
from teams_app.nudge_plan import APART, plan
from teams_app.tenant import Tenant, onboard

FIRST = "lead-from-where-you-are"


@pytest.fixture
def staff(database: Database, microsoft: Microsoft):
    graph = GraphItself(microsoft)
    staff = Staff(database, graph)
    staff.go_to(TUESDAY, 8)
    staff.start_this_week()
    yield staff
    graph.close()


def decide(staff: Staff, catalogue: Catalogue) -> int:
    with staff.database.write() as session:
        tenant = session.scalars(select(Tenant).where(Tenant.entra_id == staff.tenant)).one()
        return plan(session, tenant, catalogue, staff.clock.now(session))


def state(staff: Staff, number: int) -> list[tuple[str, str]]:
    return [(one.kind, one.state) for one in staff.nudges(number)]


def test_each_person_is_decided_about_once_a_week_and_kind(
    staff: Staff, catalogue: Catalogue
) -> None:
    plain, done, mutes, pauses, later, tokyo, gone = staff.come(7)
    staff.change(done).completes(FIRST)
    staff.change(mutes).mutes()
    staff.change(pauses).pauses()
    staff.change(later).chooses(THURSDAY, 9)
    staff.change(tokyo).is_in("Asia/Tokyo")
    with staff.database.write() as session:
        staff_member = staff.recipient(gone)
        session.merge(staff_member).note_missing(datetime.now(UTC))
    assert decide(staff, catalogue) == 1, "in Tokyo it is the afternoon"
    staff.go_to(TUESDAY, 9)
    assert decide(staff, catalogue) == 3
    assert decide(staff, catalogue) == 0
    assert state(staff, plain) == [("week", "waiting")]
    assert state(staff, done) == [("week", "needless")]
    assert state(staff, tokyo) == [("week", "waiting")]
    assert state(staff, gone) == [("week", "unreached")]
    assert [state(staff, one) for one in (mutes, pauses, later)] == [[], [], []]
    with staff.database.read() as session:
        assert len(session.scalars(select(Notice)).all()) == 2


def test_the_reminder_follows_what_was_sent(staff: Staff, catalogue: Catalogue) -> None:
    sent, waits, done = staff.come(3)
    staff.go_to(TUESDAY, 9)
    decide(staff, catalogue)
    with staff.database.write() as session:
        at = staff.clock.now(session).learning
        ids = [staff.ids[sent], staff.ids[done]]
        took = update(Nudge).where(Nudge.identity_id.in_(ids))
        session.execute(took.values(state=NudgeState.SENT, sent_at=at))
    staff.change(done).completes(FIRST)
    staff.go_to(THURSDAY, 8)
    assert decide(staff, catalogue) == 0
    staff.go_to(THURSDAY, 9)
    assert decide(staff, catalogue) == 2
    assert state(staff, sent)[1:] == [("reminder", "waiting")]
    assert state(staff, done)[1:] == [("reminder", "needless")]
    assert state(staff, waits) == [("week", "waiting")]


def test_what_is_not_wanted_any_more_does_not_go_out(staff: Staff, catalogue: Catalogue) -> None:
    wanted, done, mutes = staff.come(3)
    staff.go_to(TUESDAY, 9)
    decide(staff, catalogue)
    staff.change(done).completes(FIRST)
    staff.change(mutes).mutes()
    with staff.database.write() as session:
        tenant, now = session.scalars(select(Tenant)).one(), staff.clock.now(session)
        (batch,) = next_batches(session, tenant, now)
        assert next_batches(session, tenant, now) == [batch], "nothing is taken"
    assert [one.nudge_id for one in batch.addressees] == [staff.nudges(wanted)[0].id]
    assert staff.states() == {"waiting": 1, "needless": 2}


def test_one_tenants_turn_is_not_about_anothers_people(staff: Staff, catalogue: Catalogue) -> None:
    staff.come()
    at = datetime.now(UTC)
    with staff.database.write() as session:
        other = onboard(session, ELSEWHERE, find_or_create_organisation(session, "Söderö", at), at)
        session.flush()
    staff.go_to(TUESDAY, 9)
    with staff.database.write() as session:
        other, now = session.merge(other), staff.clock.now(session)
        assert plan(session, other, catalogue, now) == 0
    decide(staff, catalogue)
    with staff.database.write() as session:
        assert next_batches(session, session.merge(other), now) == []


def test_the_notice_is_about_the_course_that_the_tab_opens(
    staff: Staff, catalogue: Catalogue
) -> None:
    """Whoever came by Teams, and was connected to an older course later, is in that course."""
    (number,) = staff.come()
    with staff.database.write() as session:
        organisation = session.get_one(Organisation, staff.organisation_id)
        identity = session.get_one(Identity, staff.ids[number])
        now = staff.clock.now(session)
        intake = intake_of_week(session, organisation, "none", now)
        intake.cohort.starts_on = staff.monday - timedelta(weeks=3)
        session.add(Enrolment(context_id=intake.id, identity=identity, since=now.real))
    staff.go_to(TUESDAY, 9)
    decide(staff, catalogue)
    assert [one.module for one in staff.nudges(number)] == [FIRST]


@pytest.mark.parametrize(("chosen", "day"), [(0, 2), (1, 3), (2, 4), (3, 4)])
def test_the_reminder_comes_when_the_rule_says_so(
    staff: Staff, catalogue: Catalogue, chosen: int, day: int
) -> None:
    (number,) = staff.come()
    staff.change(number).chooses(chosen, 9)
    staff.go_to(max(chosen, TUESDAY), 9)
    decide(staff, catalogue)
    with staff.database.write() as session:
        at = staff.clock.now(session).learning - APART
        session.execute(update(Nudge).values(state=NudgeState.SENT, sent_at=at))
    staff.go_to(day, 8)
    assert decide(staff, catalogue) == 0
    staff.go_to(day, 9)
    assert decide(staff, catalogue) == 1


def test_who_chose_friday_gets_none(staff: Staff, catalogue: Catalogue) -> None:
    (number,) = staff.come()
    staff.change(number).chooses(4, 9)
    staff.go_to(4, 9)
    decide(staff, catalogue)
    with staff.database.write() as session:
        at = staff.clock.now(session).learning - APART
        session.execute(update(Nudge).values(state=NudgeState.SENT, sent_at=at))
    staff.go_to(4, 16)
    assert decide(staff, catalogue) == 0
