"""Joining: not a row is lost, nothing leads to who is gone, and no score falls."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company, company
from cast.rows import fill_tables
from cast.two_doors import NOW, in_teams, join
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from baton.schema import metadata
from learning.account_link import How, links_of
from learning.catalogue import Catalogue
from learning.delivery import Delivery, owe
from learning.draft import Draft, keep_draft
from learning.errors import NotFound
from learning.follow_up import Outcome
from learning.grading import owe_grades
from learning.joining import MERGED, CannotJoin, keys_to_people, only_ones
from learning.loop import Loop
from learning.notice import Notice, NoticeKind
from learning.pause import Pause, begin_pause, pause_at
from learning.person import Identity, Person
from learning.plan import Plan
from learning.reminder import change_reminder, read_reminder
from learning.team import TeamMember, new_team
from learning.team_change import note_change

THIRD = "plans-that-fire"


def counts(session: Session) -> Counter[str]:
    session.flush()
    return Counter(
        {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata().sorted_tables
        }
    )


def test_no_row_of_any_table_is_lost_and_no_key_leads_to_who_is_gone(
    norrvik: Company, ben: Person
) -> None:
    session, other = norrvik.session, in_teams(norrvik)
    goes_id = other.id
    for person in (ben, other):
        # The same words for both: wherever somebody has one of a kind, there are two now.
        fill_tables(session, person, "same")
    before = counts(session)
    assert all(before[key.parent.table.name] >= 2 for key in keys_to_people())
    join(norrvik, ben, other)
    after = counts(session)
    assert after.pop("person") == before.pop("person") - 1
    assert after.pop("account_link") == before.pop("account_link") + 1
    assert after.pop("brought_row") > before.pop("brought_row")
    lost = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    assert set(lost) == MERGED.keys() - {"loop"}, "only where somebody has one of a kind"
    assert set(lost.values()) <= {1}
    for key in keys_to_people():
        leading = select(func.count()).where(key.parent == goes_id)
        assert session.scalar(leading) == 0, key.parent


def test_each_table_in_which_somebody_has_one_of_a_kind_has_its_rule() -> None:
    """A table that is new here: say in `MERGED` what becomes of two rows, and see that it does."""
    rules = {key.parent.table.name for key in keys_to_people() if list(only_ones(key))}
    assert rules == MERGED.keys()


@st.composite
def histories(draw: st.DrawFn) -> dict[str, tuple[int, int]]:
    """For some modules: how far somebody came (0 begun, 1 complete, 2 closed), and on which day."""
    modules = draw(st.lists(st.sampled_from([FIRST, SECOND, THIRD]), unique=True))
    return {one: (draw(st.integers(0, 2)), draw(st.integers(0, 5))) for one in modules}


@pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=histories(), theirs=histories())
def test_no_score_falls_whatever_the_two_have_done(
    session: Session,
    catalogue: Catalogue,
    mine: dict[str, tuple[int, int]],
    theirs: dict[str, tuple[int, int]],
) -> None:
    with session.begin_nested() as undone:
        norrvik = company(session, catalogue, "Norrvik")
        people = norrvik.person("Ben"), in_teams(norrvik)
        for person, done in zip(people, (mine, theirs), strict=True):
            for module, (depth, day) in done.items():
                _go_through(norrvik, person, module, depth, MONDAY + timedelta(days=day))
        heard = [norrvik.journey(person).heard() for person in people]
        written = Counter(loop.module for loop in session.scalars(select(Loop)))
        plans = session.scalar(select(func.count()).select_from(Plan))
        join(norrvik, *people)
        best = {slug: max(one.get(slug, 0) for one in heard) for slug in heard[0].keys() | heard[1]}
        assert norrvik.journey(people[0]).heard() == best
        loops = session.scalars(select(Loop)).all()
        assert Counter(loop.slug for loop in loops) == written
        assert Counter(loop.module for loop in loops if not loop.is_set_aside) == Counter(
            mine.keys() | theirs
        )
        assert session.scalar(select(func.count()).select_from(Plan)) == plans
        undone.rollback()
    session.expunge_all()


def _go_through(norrvik: Company, person: Person, module: str, depth: int, at: datetime) -> None:
    if depth == 0:
        norrvik.loop(person, module, at)
        return
    loop = norrvik.complete(person, module, at)
    if depth == 2:
        loop.answer_follow_up(Outcome.DID, at + WEEK)
    norrvik.session.flush()


def test_of_two_loops_as_good_the_one_that_can_still_close_counts(
    norrvik: Company, ben: Person
) -> None:
    other = in_teams(norrvik)
    norrvik.complete(ben, FIRST, MONDAY - 4 * WEEK)
    norrvik.complete(other, FIRST, MONDAY)
    join(norrvik, ben, other)
    counted = norrvik.journey(ben).loops[FIRST]
    assert counted.started_at == MONDAY
    assert counted.awaits_follow_up(NOW.learning)


def test_every_column_is_owed_what_was_done_at_the_other_door(
    norrvik: Company, ben: Person
) -> None:
    session, other = norrvik.session, in_teams(norrvik)
    column, later = norrvik.column(f"module:{FIRST}"), norrvik.column("programme")
    identity = session.scalars(select(Identity).where(Identity.person_id == ben.id)).one()
    owe(session, later, identity, 3.0, MONDAY)
    norrvik.complete(other, FIRST)
    join(norrvik, ben, other)
    assert owe_grades(session, norrvik.journey(ben), NOW.real)
    assert not owe_grades(session, norrvik.journey(ben), NOW.real), "once is enough"
    mine = select(Delivery.score).where(
        Delivery.line_item_id == column.id, Delivery.identity_id == identity.id
    )
    assert session.scalar(mine) == 80


def test_what_one_person_has_once_is_what_the_two_had(norrvik: Company, ben: Person) -> None:
    session, other = norrvik.session, in_teams(norrvik)
    keep_draft(session, ben.id, FIRST, MONDAY, cue="older")
    keep_draft(session, other.id, FIRST, MONDAY + WEEK, cue="newer")
    change_reminder(session, ben.id).choose(3, 14, MONDAY)
    second = change_reminder(session, other.id)
    second.choose(0, 8, MONDAY)
    second.mute(MONDAY)
    begin_pause(session, ben.id, MONDAY + WEEK)
    begin_pause(session, other.id, MONDAY)
    for person in (ben, other):
        session.add(
            Notice(person_id=person.id, monday=MONDAY.date(), kind=NoticeKind.WEEK, at=MONDAY)
        )
    team = new_team(norrvik.organisation.id, "Day shift", MONDAY)
    session.add(team)
    session.flush()
    session.add(TeamMember(team_id=team.id, person_id=ben.id, since=MONDAY + WEEK))
    session.add(TeamMember(team_id=team.id, person_id=other.id, since=MONDAY))
    change = note_change(session, norrvik.organisation.id, [("Day shift", team)], None, MONDAY)
    session.flush()
    change.before = json.dumps(
        {"Day shift": {"members": [ben.id, other.id], "leaders": [other.id]}}
    )
    join(norrvik, ben, other)
    assert session.scalars(select(Draft.cue)).all() == ["newer"]
    reminder = read_reminder(session, ben.id)
    assert (reminder.weekday, reminder.hour, reminder.muted_at) == (3, 14, MONDAY)
    lasting = pause_at(session, ben.id)
    assert lasting is not None
    assert lasting.begins == MONDAY
    assert session.scalar(select(func.count()).where(Pause.ends.is_(None))) == 1
    assert session.scalar(select(func.count()).select_from(Notice)) == 1
    (member,) = session.scalars(select(TeamMember)).all()
    assert (member.person_id, member.since) == (ben.id, MONDAY)
    named = json.loads(change.before)["Day shift"]
    assert named == {"members": [ben.id], "leaders": [ben.id]}


def test_a_link_says_how_and_when(norrvik: Company, ben: Person) -> None:
    other = in_teams(norrvik)
    join(norrvik, ben, other)
    (link,) = links_of(norrvik.session, ben.id)
    assert (link.how, link.at, link.name) == (How.CODE, NOW.real, "Ben in Teams")


def test_two_people_of_one_place_are_never_one(norrvik: Company, ben: Person, dana: Person) -> None:
    with pytest.raises(CannotJoin, match="same place"):
        join(norrvik, ben, dana)


def test_nobody_becomes_one_with_themselves(norrvik: Company, ben: Person) -> None:
    with pytest.raises(CannotJoin, match="already"):
        join(norrvik, ben, ben)


def test_two_organisations_know_nothing_of_each_other(
    norrvik: Company, ben: Person, chidi: Person
) -> None:
    with pytest.raises(NotFound):
        join(norrvik, ben, chidi)
