"""`baton keys`: seeing the keys that Baton signs with, and renewing them."""

import json
import sys
from io import StringIO

import pytest
from doubles.school import SECRET

OTHER = "another-secret-for-tests-long-enough"


@pytest.fixture
def run(baton, settings):
    return lambda *arguments, **more: baton(*arguments, **{**settings, **more})


def listed(run, **more):
    said = run("keys", "list", "--json", **more)
    return [(row["state"], row["secret"]) for row in json.loads(said.out)]


def test_a_new_installation_has_one_key(run):
    assert listed(run) == [("signs", "newest")]
    assert "signs" in run("keys", "list").out


def test_a_new_key_comes_first(run):
    said = run("keys", "rotate")
    assert said.status == 0
    assert "is published. It signs from 20" in said.out
    assert listed(run) == [("coming", "newest"), ("signs", "newest")]


def test_one_new_key_at_a_time(run):
    run("keys", "rotate")
    assert run("keys", "rotate").sentence.startswith("baton: A new key is published already")
    assert len(listed(run)) == 2


def test_a_leaked_key_is_replaced_after_saying_what_it_costs(run):
    run("keys", "rotate")
    said = run("keys", "rotate", "--now", "--yes")
    assert said.status == 0
    assert "grades wait and arrive later" in said.out
    assert listed(run) == [("signs", "newest"), ("retired", None), ("retired", None)]


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_whoever_does_not_say_yes_changes_nothing(run, monkeypatch, answer):
    listed(run)
    monkeypatch.setattr(sys, "stdin", StringIO(answer))
    assert run("keys", "rotate", "--now").status == 130
    assert listed(run) == [("signs", "newest")]


def test_it_shows_when_an_old_secret_is_still_needed(run):
    listed(run)
    assert listed(run, BATON_SECRET_KEY=f"{OTHER},{SECRET}") == [("signs", "older")]
    assert listed(run, BATON_SECRET_KEY=OTHER) == [("signs", "lost")]
