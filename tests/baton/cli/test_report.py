"""`baton report`: the same measures for whoever runs Baton."""

import json
from datetime import UTC, datetime

import pytest
from cast.company import Company
from cast.small_world import World, live
from sqlalchemy import select

from learning.context import Context, Enrolment
from learning.organisation import Organisation


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton("report", *arguments, **settings)


def test_it_tells_each_organisation_and_only_what_the_page_would(
    run, lms, client, database, catalogue
):
    lms.launch(client)
    with database.write() as session:
        norrvik = session.scalars(select(Organisation)).one()
        owner = Company(session, catalogue, norrvik, session.scalars(select(Context)).one())
        live(session, owner, World(7, [], [], []))
    (row,) = json.loads(run("--json").out)
    assert (row["organisation"], row["people"], row["reach"]) == ("Norrvik", 8, "few")
    assert (row["r"], row["pass_on_rate"], row["generations"]) == (None, None, 0)
    table = run("--organisation", "Norrvik").out
    assert "loop closure" in table


def test_asked_again_when_somebody_has_left_it_tells_the_same(
    run, lms, client, database, catalogue
):
    """Monday with and without them, side by side, would tell what they had done."""
    lms.launch(client)
    with database.write() as session:
        norrvik = session.scalars(select(Organisation)).one()
        owner = Company(session, catalogue, norrvik, session.scalars(select(Context)).one())
        live(session, owner, World(9, [], [], []))
    before = run("--json").out
    with database.write() as session:
        session.scalars(select(Enrolment)).first().left_at = datetime.now(UTC)
    assert run("--json").out == before


def test_an_unknown_organisation_is_a_sentence(run):
    said = run("--organisation", "Nobody")
    assert said.status != 0
    assert "Nobody" in said.err
