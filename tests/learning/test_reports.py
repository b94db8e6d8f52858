"""Reports: a leader's team is who reports to them, and nothing more is kept."""

from datetime import timedelta

import pytest
from cast.company import MONDAY, WEEK, Company
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.erasure import erase_person
from learning.person import Identity, Person
from learning.policy import Policy, set_policy
from learning.reports import (
    FRESH,
    KEPT,
    Reports,
    ReportsReading,
    follow_reports,
    forget_old_reports,
    forget_reports,
    half_are_here,
    is_due,
    leads_reports,
    read_reading,
)
from learning.team import Origin, Team, TeamMember
from learning.team_report import led_by, read_report
from learning.team_source import TeamSource, set_team_source

LMS = "https://lms.example"
DAY = timedelta(days=1)


@pytest.fixture
def amira(norrvik: Company) -> Person:
    return norrvik.person("Amira")


def follow(leader: Person, *names: str, at=MONDAY, issuer: str = LMS) -> Team | None:
    session = Session.object_session(leader)
    subjects = frozenset(name.lower() for name in names)
    return follow_reports(session, leader, Reports(issuer, subjects), at)


def on_team_of(leader: Person) -> set[str] | None:
    reading = read_reading(Session.object_session(leader), leader.id)
    return {one.person.name for one in reading.team.members} if reading else None


def test_a_team_is_those_who_have_opened_baton_and_a_number(norrvik, amira, ben, dana):
    team = follow(amira, "Ben", "Dana", "Elif", "Jonas")
    assert on_team_of(amira) == {"Ben", "Dana"}
    assert team.leader_ids == {amira.id}
    reading = read_reading(norrvik.session, amira.id)
    assert (reading.listed, reading.read_at) == (4, MONDAY)


def test_whether_half_are_here_is_told_of_monday_and_of_five_or_more(norrvik, amira, ben, dana):
    def told(at) -> bool | None:
        reading = read_reading(norrvik.session, amira.id)
        return half_are_here(reading, norrvik.organisation, at)

    follow(amira, "Ben", "Dana", "Elif", "Jonas")
    assert told(MONDAY + WEEK) is None, "four are too few"
    follow(amira, "Ben", "Dana", "Elif", "Jonas", "Kim")
    assert told(MONDAY + DAY) is None, "the first week is not over"
    assert told(MONDAY + WEEK) is False
    norrvik.person("Elif")
    follow(amira, "Ben", "Dana", "Elif", "Jonas", "Kim", at=MONDAY + WEEK + DAY)
    assert told(MONDAY + WEEK + 2 * DAY) is False, "who came this week is not told of yet"
    assert told(MONDAY + 2 * WEEK) is True


def test_whoever_comes_later_joins_and_who_stays_stays_since(norrvik, amira, ben):
    follow(amira, "Ben", "Dana")
    norrvik.person("Dana")
    follow(amira, "Ben", "Dana", at=MONDAY + DAY)
    since = {
        one.person.name: one.since for one in norrvik.session.scalars(select(TeamMember)).all()
    }
    assert since == {"Ben": MONDAY, "Dana": MONDAY + DAY}


def test_who_reports_to_somebody_else_now_has_left(norrvik, amira, ben, dana):
    henrik = norrvik.person("Henrik")
    follow(amira, "Ben", "Dana")
    follow(henrik, "Ben")
    norrvik.session.expire_all()
    assert (on_team_of(amira), on_team_of(henrik)) == ({"Dana"}, {"Ben"})


def test_nobody_reports_to_themselves(norrvik, amira, ben):
    follow(amira, "Amira", "Ben")
    assert on_team_of(amira) == {"Ben"}


def test_ids_count_in_their_own_tenant_and_organisation_only(norrvik, amira, ben, chidi):
    follow(amira, "Ben", "Chidi", issuer="another tenant")
    assert on_team_of(amira) == set()
    follow(amira, "Ben", "Chidi")
    assert on_team_of(amira) == {"Ben"}
    follow(chidi, "Ben", "Amira")
    assert on_team_of(chidi) == set()
    assert on_team_of(amira) == {"Ben"}


def test_without_reports_there_is_no_team(norrvik, amira, ben):
    assert follow(amira) is None
    follow(amira, "Ben")
    assert follow(amira) is None
    assert norrvik.session.scalars(select(Team)).all() == []
    assert norrvik.session.scalars(select(ReportsReading)).all() == []


def test_long_lists_are_read_in_pieces(norrvik, amira, ben):
    follow(amira, "Ben", *(f"somebody-{n}" for n in range(1200)))
    assert on_team_of(amira) == {"Ben"}


def test_it_is_read_again_after_a_day(norrvik, amira, ben):
    assert is_due(None, MONDAY)
    follow(amira, "Ben")
    reading = read_reading(norrvik.session, amira.id)
    assert not is_due(reading, MONDAY + FRESH - timedelta(seconds=1))
    assert is_due(reading, MONDAY + FRESH)


def test_they_lead_while_such_teams_count(norrvik, amira, ben):
    follow(amira, "Ben")
    assert leads_reports(norrvik.session, amira)
    assert not leads_reports(norrvik.session, ben)
    set_team_source(norrvik.session, norrvik.organisation, TeamSource.DATA, "Kim", MONDAY)
    assert not leads_reports(norrvik.session, amira)
    assert led_by(norrvik.session, amira.id, norrvik.course, leads=True) == []


def test_who_led_a_team_that_is_gone_does_not_lead_the_whole_course_instead(norrvik, amira, ben):
    follow(amira, "Ben")
    follow(amira)
    assert led_by(norrvik.session, amira.id, norrvik.course, leads=True) == []


def test_a_leader_of_two_sees_no_number_and_no_name_even_where_names_are_shown(
    norrvik, amira, ben, dana
):
    set_policy(norrvik.session, norrvik.organisation, Policy.NAMED, "Kim", MONDAY)
    follow(amira, "Ben", "Dana")
    (led,) = led_by(norrvik.session, amira.id, norrvik.course, leads=True)
    assert led.reports
    report = read_report(norrvik.session, norrvik.organisation, led, amira.id)
    assert report.reason == "small"
    assert report.rows == ()


def test_what_nobody_reads_again_goes_after_thirty_days(norrvik, amira, ben):
    henrik = norrvik.person("Henrik")
    follow(amira, "Ben")
    follow(henrik, "Dana", at=MONDAY + 10 * DAY)
    assert forget_old_reports(norrvik.session, MONDAY + KEPT, 500) == 1
    assert (on_team_of(amira), on_team_of(henrik)) == (None, set())


def test_all_of_an_organisation_go_when_they_are_not_wanted(norrvik, amira, ben, chidi):
    follow(amira, "Ben")
    follow(chidi, "x")
    assert forget_reports(norrvik.session, norrvik.organisation.id) == 1
    assert on_team_of(amira) is None
    assert on_team_of(chidi) == set()


def test_a_leader_who_is_erased_leaves_no_team_and_no_name(norrvik, amira, ben):
    follow(amira, "Ben")
    erase_person(norrvik.session, amira)
    left = select(Team).where(Team.origin == Origin.REPORTS)
    assert norrvik.session.scalars(left).all() == []
    assert norrvik.session.get(Person, ben.id) is not None


def test_who_is_erased_is_on_no_team(norrvik, amira, ben, dana):
    follow(amira, "Ben", "Dana")
    erase_person(norrvik.session, ben)
    assert on_team_of(amira) == {"Dana"}
    known = select(Identity.subject).where(Identity.subject == "ben")
    assert norrvik.session.scalars(known).all() == []
