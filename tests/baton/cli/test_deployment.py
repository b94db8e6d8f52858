"""`baton deployment`: what waits is seen, and approved for whoever was invited."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from learning.organisation import find_or_create_organisation
from lti_tool.invite import Invite, issue_invite
from lti_tool.platform import Deployment, Platform

DEPLOYMENT = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton(*arguments, **settings)


@pytest.fixture
def platform(lms, database):
    """Norrvik's LMS by name."""
    with database.read() as session:
        return session.scalars(select(Platform)).one().name


@pytest.fixture
def invited(database, platform):
    """Söderhamn was invited to connect this platform."""
    at = datetime.now(UTC)
    with database.write() as session:
        owner = find_or_create_organisation(session, "Söderhamn", at)
        issue_invite(session, owner, at, timedelta(hours=1))
        session.scalars(select(Invite)).one().use(session.scalars(select(Platform)).one(), at)


@pytest.fixture
def waiting(lms, client):
    lms.launch(client, **{DEPLOYMENT: "9:d89e"})


def rows(run, *options):
    return json.loads(run("deployment", "list", "--json", *options).out)


def test_what_waits_is_listed(run, platform, waiting):
    said = run("deployment", "list").out.splitlines()
    assert [line.split("  ")[:2] for line in said] == [[platform, "9:d89e"], [platform, "dep-1"]]
    assert "pending since" in said[0]
    assert said[1].endswith("Norrvik")
    (row,) = rows(run, "--pending")
    assert (row["deployment"], row["organisation"], row["invited"]) == ("9:d89e", None, None)


def test_nothing_waits(run, platform):
    assert run("deployment", "list", "--pending").out == "No installation is waiting.\n"


def test_it_must_be_said_whose_it_is_where_nobody_was_invited(run, platform, waiting):
    assert "--organisation" in run("deployment", "approve", platform, "9:d89e").err
    assert rows(run)[0]["organisation"] is None


def test_whoever_was_invited_is_the_usual_owner(run, platform, waiting, invited):
    assert "invited by Söderhamn" in run("deployment", "list").out
    assert run("deployment", "approve", platform, "9:d89e").out == "Approved for Söderhamn.\n"
    assert rows(run)[0]["organisation"] == "Söderhamn"


def test_once_it_is_approved_the_next_launch_works(run, platform, waiting, lms, client, database):
    run("deployment", "approve", platform, "9:d89e", "--organisation", "Norrvik")
    assert lms.launch(client, **{DEPLOYMENT: "9:d89e"}).status_code == 200
    with database.read() as session:
        assert len(list(session.scalars(select(Deployment)))) == 2
