"""An import of teams: what a file says becomes the teams, all of it or nothing."""

from datetime import UTC, datetime

import pytest
from cast.company import MONDAY, WEEK, Company, company
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.person import Person
from learning.team import Team, read_teams
from learning.team_file import TeamFile, TeamRow
from learning.team_import import Reason, TeamImport, plan_import

LATER = MONDAY + WEEK


def file(*rows: tuple[str, str, str]) -> TeamFile:
    return TeamFile(tuple(TeamRow(line, *row) for line, row in enumerate(rows, start=2)))


def plan(norrvik: Company, *rows: tuple[str, str, str], here: bool = False) -> TeamImport:
    context = norrvik.course.id if here else None
    return plan_import(norrvik.session, file(*rows), norrvik.organisation.id, context)


def teams(norrvik: Company) -> dict[str, Team]:
    return {team.name: team for team in read_teams(norrvik.session, norrvik.organisation.id)}


def reasons(planned: TeamImport) -> list[tuple[int, Reason]]:
    return [(one.row.line, one.reason) for one in planned.left_out]


def test_a_person_may_be_in_several_teams_and_lead_one(
    norrvik: Company, ben: Person, dana: Person
) -> None:
    rows = ("Day", "dana", "ben"), ("Night", "", "ben"), ("Night", "", "dana")
    plan(norrvik, *rows).carry_out(norrvik.session, None, MONDAY)
    made = teams(norrvik)
    assert made["Day"].member_ids == {ben.id}
    assert made["Day"].leader_ids == {dana.id}
    assert made["Night"].member_ids == {ben.id, dana.id}


def test_who_stays_has_been_there_since(norrvik: Company, ben: Person, dana: Person) -> None:
    plan(norrvik, ("Day", "", "ben")).carry_out(norrvik.session, None, MONDAY)
    plan(norrvik, ("day", "", "ben"), ("DAY", "", "dana")).carry_out(norrvik.session, None, LATER)
    (team,) = teams(norrvik).values()
    assert team.name == "Day"
    assert [(one.person_id, one.since) for one in team.members] == [
        (ben.id, MONDAY),
        (dana.id, LATER),
    ]


def test_repeating_it_changes_nothing(norrvik: Company, ben: Person) -> None:
    rows = [("Day", "ben", "ben")]
    assert plan(norrvik, *rows).carry_out(norrvik.session, None, MONDAY) is not None
    assert plan(norrvik, *rows).changing == []
    assert plan(norrvik, *rows).carry_out(norrvik.session, None, LATER) is None


def test_each_row_that_is_left_out_says_why(norrvik: Company, ben: Person) -> None:
    planned = plan(
        norrvik,
        ("", "ben", "ben"),
        ("x" * 101, "", "ben"),
        ("Day", "", ""),
        ("Day", "ben", "nobody"),
        ("Day", "nobody", "nobody else"),
    )
    assert planned.changing == []
    assert reasons(planned) == [
        (2, Reason.NO_TEAM),
        (3, Reason.LONG_TEAM),
        (4, Reason.NOBODY_NAMED),
        (5, Reason.UNKNOWN),
        (6, Reason.UNKNOWN),
        (6, Reason.UNKNOWN),
    ]


def test_a_team_of_which_no_row_can_be_used_stays(norrvik: Company, ben: Person) -> None:
    plan(norrvik, ("Day", "", "ben")).carry_out(norrvik.session, None, MONDAY)
    assert plan(norrvik, ("Day", "", "bem")).changing == []


def test_nobody_of_another_company_is_found(
    norrvik: Company, session: Session, catalogue: Catalogue
) -> None:
    company(session, catalogue, "Elsewhere").person("Chidi")
    assert reasons(plan(norrvik, ("Day", "", "chidi"))) == [(2, Reason.UNKNOWN)]


def test_within_a_course_only_those_in_it_are_found(norrvik: Company, ben: Person) -> None:
    norrvik.person("Kim", norrvik.another_course())
    assert reasons(plan(norrvik, ("Day", "", "kim"), here=True)) == [(2, Reason.UNKNOWN)]
    assert reasons(plan(norrvik, ("Day", "", "kim"))) == []
    plan(norrvik, ("Day", "kim", "ben")).carry_out(norrvik.session, None, MONDAY)
    assert reasons(plan(norrvik, ("Day", "", "ben"), here=True)) == [(2, Reason.ELSEWHERE)]


def test_a_change_is_taken_back_once(norrvik: Company, ben: Person, dana: Person) -> None:
    plan(norrvik, ("Day", "dana", "ben")).carry_out(norrvik.session, None, MONDAY)
    change = plan(norrvik, ("Day", "", "dana"), ("New", "", "ben")).carry_out(
        norrvik.session, None, LATER
    )
    assert change is not None
    assert change.take_back(norrvik.session, LATER)
    assert set(teams(norrvik)) == {"Day"}
    assert teams(norrvik)["Day"].member_ids == {ben.id}
    assert teams(norrvik)["Day"].leader_ids == {dana.id}
    assert not change.take_back(norrvik.session, LATER)


NAMED = st.sampled_from(
    ["ben", "BEN ", "dana", "nobody", "", "ben@norrvik.example", "=1", "\u212a"]
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["Day", "day ", "Night", "", "ẞ" * 100, "x" * 101]), NAMED, NAMED),
    max_size=6,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, second=ROWS)
def test_whatever_the_rows_say_what_is_shown_is_what_is_done(
    norrvik: Company,
    first: list[tuple[str, str, str]],
    second: list[tuple[str, str, str]],
) -> None:
    session = norrvik.session
    if not plan(norrvik, ("Any", "", "ben"), ("Any", "", "dana")).changing:
        norrvik.person("Ben"), norrvik.person("Dana")
    nested = session.begin_nested()
    at = datetime(2026, 3, 2, tzinfo=UTC)
    plan(norrvik, *first).carry_out(session, None, at)
    before = {name: (t.member_ids, t.leader_ids) for name, t in teams(norrvik).items()}
    planned = plan(norrvik, *second)
    expected = before | {e.name: (e.members, e.leaders) for e in planned.edits}
    change = planned.carry_out(session, None, at)
    after = {name: (t.member_ids, t.leader_ids) for name, t in teams(norrvik).items()}
    assert after == expected
    assert plan(norrvik, *second).changing == []
    if change is not None:
        assert change.take_back(session, at)
        back = {name: (t.member_ids, t.leader_ids) for name, t in teams(norrvik).items()}
        assert back == before
    nested.rollback()


@pytest.mark.parametrize("name", ["Day shift", "day  SHIFT", " DAY SHIFT\t"])
def test_a_teams_name_is_compared_without_case_and_spaces(
    norrvik: Company, ben: Person, name: str
) -> None:
    plan(norrvik, ("Day shift", "", "ben")).carry_out(norrvik.session, None, MONDAY)
    assert plan(norrvik, (name, "", "ben")).changing == []
