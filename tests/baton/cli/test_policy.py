"""`baton policy`: what leaders see, and that each change stays on record."""

import json
from datetime import UTC, datetime

import pytest

from learning.audit import Act, log_act
from learning.organisation import organisation_named


@pytest.fixture
def run(baton, settings):
    run = lambda *arguments: baton(*arguments, **settings)  # noqa: E731 (as its neighbours)
    run("organisation", "add", "Norrvik")
    return run


def test_leaders_see_counts_at_first(run):
    assert run("policy", "show").out.startswith("Norrvik: leaders see counts.\n")


def test_a_change_is_on_record_with_who_made_it(run):
    said = run("policy", "set", "named", "--by", "Kim Ek")
    assert said.out == ("Norrvik: from now on leaders see named. This is on record, by Kim Ek.\n")
    assert "already" in run("policy", "set", "named").out
    told = json.loads(run("policy", "show", "--json").out)
    assert (told["organisation"], told["policy"]) == ("Norrvik", "named")
    assert [(one["policy"], one["by"]) for one in told["changes"]] == [("named", "Kim Ek")]
    shown = run("policy", "show").out
    assert "Names are shown for modules that were opened after" in shown
    assert "named  by Kim Ek" in shown


def test_without_a_name_it_is_who_is_signed_in(run):
    run("policy", "set", "named")
    assert json.loads(run("policy", "show", "--json").out)["changes"][0]["by"]


@pytest.mark.parametrize("policy", ["everything", "", "COUNTS "])
def test_there_are_two_policies(run, policy):
    said = run("policy", "set", policy)
    assert said.status == 2
    assert "'counts', 'named'" in said.err


def test_who_made_it_has_a_length(run):
    assert run("policy", "set", "named", "--by", "x" * 201).status == 2


def test_the_log_of_exports_is_told_too(run, database):
    with database.write() as session:
        norrvik = organisation_named(session, "Norrvik")
        log_act(session, norrvik.id, Act.EXPORT, "my-team", None, datetime.now(UTC))
    (entry,) = json.loads(run("policy", "show", "--json").out)["log"]
    assert (entry["act"], entry["what"], entry["by"]) == ("export", "my-team", "the operator")
    assert "export  my-team  by the operator" in run("policy", "show").out


def test_where_teams_come_from_is_chosen_and_on_record(run):
    assert "Teams come from: direct-reports." in run("policy", "show").out
    said = run("policy", "team-source", "both", "--by", "Kim Ek")
    assert said.out == "Norrvik: teams come from both now. This is on record, by Kim Ek.\n"
    assert "already" in run("policy", "team-source", "both").out
    run("policy", "team-source", "data", "--by", "Kim Ek")
    told = json.loads(run("policy", "show", "--json").out)
    assert told["team_source"] == "data"
    assert [one["source"] for one in told["team_source_changes"]] == ["both", "data"]
    assert run("policy", "team-source", "guessing").status == 2
    assert run("policy", "team-source", "data", "--by", "").status == 0
