"""`baton teams nudges`: switched on and off, counted, and tried again."""

import json
from datetime import UTC, datetime

import pytest
from cast.staff import ZONE, Staff
from doubles.activity_feed import ActivityFeed
from doubles.entra import CLIENT_ID, ELSEWHERE, NORRVIK

from learning.clock import monday_of
from learning.person import Identity
from teams_app.nudge import Nudge, NudgeState

TEAMS = {
    "BATON_ENTRA_CLIENT_ID": CLIENT_ID,
    "BATON_ENTRA_CLIENT_SECRET": "the-value-of-a-secret",
    "BATON_PUBLIC_URL": "https://baton.norrvik.example",
}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class NoGraph:
    """The feeds alone; no command asks Graph."""

    feed = ActivityFeed(CLIENT_ID)


@pytest.fixture
def staff(database):
    return Staff(database, NoGraph())


@pytest.fixture
def run(baton, settings, staff):
    return lambda *arguments, **more: baton("teams", *arguments, **{**settings, **TEAMS, **more})


@pytest.fixture
def sent(staff):
    """Three people: one was notified, one waits, and one has not got the app."""
    staff.come(3)
    at = datetime.now(UTC)
    with staff.database.write() as session:
        states = (NudgeState.SENT, NudgeState.WAITING, NudgeState.UNREACHED)
        for identity, state in zip(staff.ids, states, strict=True):
            session.add(
                Nudge(
                    identity_id=identity,
                    monday=monday_of(at.astimezone(ZONE).date()),
                    kind="week",
                    module="guard-your-focus",
                    state=state,
                    due_at=at,
                )
            )
        session.get_one(Identity, staff.ids[2]).user_name = "dana@norrvik.example"
    with staff.database.write() as session:
        session.merge(staff.recipient(2)).note_missing(at)


def test_this_week_is_counted(run, sent):
    (row,) = json.loads(run("nudges", "--json").out)
    assert row["notices"] == {"sent": 1, "waiting": 1, "unreached": 1}
    assert (row["people"], row["unreached"], row["organisation"]) == (3, 1, "Norrvik")
    said = run("nudges").out
    assert "1 sent, 1 unreached, 1 waiting" in said
    assert "cannot be reached: 1 of 3 people" in said
    assert "guard" not in said


def test_who_is_not_reached_is_listed_and_can_be_tried_again(run, sent, staff):
    said = run("nudges", "unreached", NORRVIK)
    assert "dana@norrvik.example  since" in said.out
    (row,) = json.loads(run("nudges", "unreached", NORRVIK, "--json").out)
    assert (row["user"], row["tries"]) == ("dana@norrvik.example", 1)
    assert "1 to be tried again" in run("nudges", "again", NORRVIK).out
    assert staff.recipient(2).may_be_tried(datetime.now(UTC))
    assert "Everybody" in run("nudges", "unreached", NORRVIK).out


def test_it_is_switched_off_and_on(run, staff):
    assert "Nobody" in run("nudges", "off", NORRVIK).out
    assert staff.nudging.on_since is None
    assert "off" in run("nudges").out
    assert "notified from now on" in run("nudges", "on", NORRVIK).out
    assert staff.nudging.on_since is not None


def test_without_a_secret_it_cannot_be_switched_on(run):
    assert (
        "BATON_ENTRA_CLIENT_SECRET"
        in run("nudges", "on", NORRVIK, BATON_ENTRA_CLIENT_SECRET="").err
    )


@pytest.mark.parametrize("command", ["on", "off", "unreached", "again"])
def test_a_tenant_that_is_not_there_is_said(run, command):
    said = run("nudges", command, ELSEWHERE)
    assert said.status == 2
    assert "no tenant" in said.err


def test_a_tenant_may_be_let_in_and_notified_at_once(run, staff):
    run("tenant-add", ELSEWHERE, "--organisation", "Söderö", "--nudges", "--out", "entra.json")
    rows = json.loads(run("nudges", "--json").out)
    assert [bool(row["on_since"]) for row in rows] == [True, True]
