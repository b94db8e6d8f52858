"""Where teams come from: data where there is any, until somebody chooses."""

from cast.company import MONDAY, Company
from cast.team import team_of

from learning.team import Origin, Team, read_teams
from learning.team_import import plan_import
from learning.team_report import led_by
from learning.team_source import TeamSource, data_counts, origins, set_team_source, team_source
from learning.team_unit import read_units


def choose(norrvik: Company, source: TeamSource) -> bool:
    return set_team_source(norrvik.session, norrvik.organisation, source, "Kim", MONDAY)


def source_of(norrvik: Company) -> TeamSource:
    return team_source(norrvik.session, norrvik.organisation.id)


def team_of_reports(norrvik: Company, size: int) -> Team:
    team = team_of(norrvik, size, "Amira", "Amira of the reports")
    team.origin = Origin.REPORTS
    norrvik.session.flush()
    return team


def test_without_team_data_it_is_microsoft_365_and_with_data_the_data(norrvik: Company) -> None:
    assert source_of(norrvik) == TeamSource.REPORTS
    team_of_reports(norrvik, 2)
    assert source_of(norrvik) == TeamSource.REPORTS
    team_of(norrvik, 2)
    assert source_of(norrvik) == TeamSource.DATA


def test_what_somebody_has_chosen_stays(norrvik: Company) -> None:
    assert choose(norrvik, TeamSource.BOTH)
    assert not choose(norrvik, TeamSource.BOTH)
    team_of(norrvik, 2)
    assert source_of(norrvik) == TeamSource.BOTH
    assert data_counts(norrvik.session, norrvik.organisation.id)
    assert origins(norrvik.session, norrvik.organisation.id) == {Origin.DATA, Origin.REPORTS}


def test_a_file_counts_unless_somebody_has_chosen_otherwise(norrvik: Company) -> None:
    assert data_counts(norrvik.session, norrvik.organisation.id), "the first file would count"
    choose(norrvik, TeamSource.REPORTS)
    assert not data_counts(norrvik.session, norrvik.organisation.id)


def test_another_company_keeps_its_own(norrvik: Company, chidi: object) -> None:
    choose(norrvik, TeamSource.BOTH)
    assert team_source(norrvik.session, chidi.organisation_id) == TeamSource.REPORTS  # type: ignore[attr-defined]


def test_only_teams_that_count_are_led_and_counted(norrvik: Company) -> None:
    shift, reports = team_of(norrvik, 5), team_of_reports(norrvik, 5)
    for source, counting in (
        (TeamSource.DATA, {shift.id}),
        (TeamSource.REPORTS, {reports.id}),
        (TeamSource.BOTH, {shift.id, reports.id}),
    ):
        choose(norrvik, source)
        units = read_units(norrvik.session, norrvik.organisation.id)
        assert {unit.team_id for unit in units if unit.team_id} == counting
        (leader,) = reports.leader_ids
        led = led_by(norrvik.session, leader, norrvik.course, leads=False)
        assert [one.team_id for one in led] == [reports.id] * (reports.id in counting)


def test_a_file_neither_sees_nor_changes_what_microsoft_365_says(norrvik: Company) -> None:
    from learning.team_file import read_team_text

    reports = team_of_reports(norrvik, 3)
    people = reports.member_ids
    assert read_teams(norrvik.session, norrvik.organisation.id) == []
    file = read_team_text("team,leader,person\nAmira,,amira of the reports\n")
    plan = plan_import(norrvik.session, file, norrvik.organisation.id)
    assert plan.left_out == []
    reports.key = "\x1f1"
    plan.carry_out(norrvik.session, None, MONDAY)
    norrvik.session.refresh(reports)
    assert reports.member_ids == people
