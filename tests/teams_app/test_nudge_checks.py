"""What the check says of the weekly notices."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from teams_app.connection import Connection
from teams_app.entra import Entra
from teams_app.nudge_checks import nudges
from teams_app.nudge_report import NudgeReport
from web.finding import Finding

REPORT = NudgeReport(
    tenant="11111111-aaaa-4bbb-8ccc-222222222222",
    organisation="Norrvik",
    on_since=datetime(2026, 3, 2, tzinfo=UTC),
    monday=date(2026, 3, 2),
    notices={"sent": 7},
    reminders={},
    people=9,
    unreached=0,
    trouble=None,
)


@pytest.fixture
def look(entra: Entra):
    def look(**changes) -> list[Finding]:
        there = replace(entra, client_secret=changes.pop("secret", "a secret"))
        return list(nudges(Connection(there, (), (replace(REPORT, **changes),))))

    return look


def test_all_is_well(look) -> None:
    (finding,) = look()
    assert finding.is_well
    assert "7 sent this week" in finding.sentence


def test_off_is_no_fault_and_says_how_to_switch_it_on(look) -> None:
    (finding,) = look(on_since=None)
    assert finding.is_well
    assert f"baton teams nudges on {REPORT.tenant}" in finding.sentence


def test_without_a_secret_nothing_can_be_sent(look) -> None:
    (finding,) = look(secret="")
    assert not finding.is_well
    assert "BATON_ENTRA_CLIENT_SECRET" in finding.to_do


def test_what_went_wrong_is_said(look) -> None:
    (finding,) = look(trouble="Graph could not be asked.")
    assert (finding.is_well, finding.to_do) == (False, "Graph could not be asked.")


def test_who_has_not_got_the_app_is_counted(look) -> None:
    _on, finding = look(unreached=2)
    assert finding.is_well
    assert "2 of 9 people" in finding.sentence


def test_where_nobody_is_reached_it_is_not_the_people(look) -> None:
    _on, finding = look(unreached=9)
    assert not finding.is_well
    assert "TeamsActivity.Send.User" in finding.to_do


def test_who_has_no_tenant_reads_nothing_about_notices(entra: Entra) -> None:
    assert list(nudges(Connection(entra, ()))) == []
