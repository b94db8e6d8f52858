"""Units: each learner is in one, and who leads it is not."""

from datetime import UTC, datetime

from cast.company import MONDAY, Company
from cast.team import leave_course, members, team_of

from learning.context import Enrolment
from learning.team_unit import Key, read_units


def people(norrvik: Company) -> dict[Key, set[int]]:
    norrvik.session.flush()
    units = read_units(norrvik.session, norrvik.organisation.id)
    return {unit.key: unit.people for unit in units}


def test_without_teams_a_course_is_led_as_a_whole(norrvik: Company) -> None:
    ben, amira = norrvik.person("Ben"), norrvik.person("Amira")
    teaching = norrvik.session.query(Enrolment).join(Enrolment.identity)
    for enrolment in teaching.filter_by(person_id=amira.id):
        enrolment.leads = True
    assert people(norrvik) == {(None, norrvik.course.id): {ben.id}}


def test_once_there_are_teams_the_course_is_none(norrvik: Company) -> None:
    norrvik.person("Without a team")
    team = team_of(norrvik, 2)
    assert people(norrvik) == {(team.id, None): team.member_ids}


def test_who_leads_a_team_and_is_on_it_is_not_counted_there(norrvik: Company) -> None:
    team = team_of(norrvik, 3)
    learners = team.member_ids
    team.consist_of(learners | team.leader_ids, team.leader_ids, MONDAY)
    assert people(norrvik) == {(team.id, None): learners}


def test_who_is_on_two_teams_is_counted_on_the_first(norrvik: Company) -> None:
    day = team_of(norrvik, 3)
    night = team_of(norrvik, 3, "Night shift", "Henrik")
    own = night.member_ids
    night.consist_of(own | day.member_ids, night.leader_ids, MONDAY)
    assert people(norrvik) == {(day.id, None): day.member_ids, (night.id, None): own}


def test_who_has_left_is_in_none(norrvik: Company) -> None:
    team = team_of(norrvik, 3)
    gone, *rest = members(norrvik, team)
    leave_course(norrvik, gone, datetime(2026, 3, 4, tzinfo=UTC))
    assert people(norrvik) == {(team.id, None): {one.id for one in rest}}


def test_another_company_is_not_seen(norrvik: Company, chidi: object) -> None:
    assert people(norrvik) == {}
