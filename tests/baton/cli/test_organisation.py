"""`baton organisation`: adding one, and changing its name, calendar and whom to ask."""

import io
import json

import pytest


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton(*arguments, **settings)


def listed(run):
    return json.loads(run("organisation", "list", "--json").out)


def test_there_is_none_at_first(run):
    assert "baton organisation add" in run("organisation", "list").out


def test_one_is_added_and_changed(run):
    said = run("organisation", "add", "Norrvik", "--time-zone", "Europe/Helsinki")
    assert said.out == "Added Norrvik.\n"
    changes = ("--name", "Norrvik AB", "--help-contact", "Kim, phone 12")
    assert run("organisation", "set", "Norrvik", *changes).out == "Changed Norrvik AB.\n"
    assert listed(run) == [
        {
            "name": "Norrvik AB",
            "time_zone": "Europe/Helsinki",
            "help_contact": "Kim, phone 12",
            "policy": "counts",
            "people": 0,
        }
    ]
    assert "Kim, phone 12" in run("organisation", "list").out
    run("organisation", "set", "Norrvik AB", "--help-contact", "")
    assert listed(run)[0]["help_contact"] is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "Norrvik"), "called 'Norrvik' already"),
        (("add", "  "), "1 to 200 plain characters"),
        (("add", "x" * 201), "1 to 200 plain characters"),
        (("set", "Nowhere", "--name", "X"), "No organisation is called 'Nowhere'"),
        (("set", "Norrvik"), "Say what to change"),
        (("set", "Norrvik", "--name", "Other"), "Another organisation is called"),
        (("set", "Norrvik", "--time-zone", "Mars/Base"), "There is no time zone"),
        (("set", "Norrvik", "--help-contact", "x" * 201), "shorten whom to ask"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(run, arguments, sentence):
    run("organisation", "add", "Norrvik")
    run("organisation", "add", "Other")
    before = listed(run)
    said = run("organisation", *arguments)
    assert said.status == 2
    assert sentence in said.err
    assert listed(run) == before


def test_the_topics_are_shown_and_put_in_another_order(run):
    run("organisation", "add", "Norrvik")
    usual = run("organisation", "programme", "Norrvik").out.splitlines()
    assert usual[:2] == ["self-leadership  (6)", "feedback  (1)"]
    changed = run("organisation", "programme", "Norrvik", "--set", "change, coaching")
    assert changed.out.splitlines()[:3] == ["change  (1)", "coaching  (1)", "self-leadership  (6)"]
    assert run("organisation", "programme", "Norrvik").out == changed.out
    refused = run("organisation", "programme", "Norrvik", "--set", "dancing")
    assert (refused.status, "There is no topic “dancing”" in refused.err) == (2, True)
    assert run("organisation", "programme", "Norrvik", "--usual").out.splitlines() == usual


def test_addresses_link_accounts_only_where_the_operator_vouches_for_them(run):
    run("organisation", "add", "Norrvik")
    command = ("organisation", "link-by-email", "Norrvik")
    assert "Addresses link nobody" in run(*command).out
    two = ("--domain", "Norrvik.example", "--domain", "norrvik.fi")
    assert "norrvik.example, norrvik.fi" in run(*command, *two, "--yes").out
    assert run(*command, "--remove", "norrvik.fi").out.endswith("under: norrvik.example\n")
    run("organisation", "add", "Elsewhere")
    taken = run("organisation", "link-by-email", "Elsewhere", *two, "--yes")
    assert (taken.status, "another organisation" in taken.err) == (2, True)
    for wrong, sentence in (
        (("--domain", "no domain", "--yes"), "Write a domain as"),
        (("--domain", "norrvik.fi", "--off"), "Say one of"),
    ):
        said = run(*command, *wrong)
        assert (said.status, sentence in said.err) == (2, True)
    assert "Addresses link nobody" in run(*command, "--off").out


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_nothing_is_trusted_without_a_yes(run, monkeypatch, typed):
    run("organisation", "add", "Norrvik")
    command = ("organisation", "link-by-email", "Norrvik")
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert run(*command, "--domain", "norrvik.example").status != 0
    assert "Addresses link nobody" in run(*command).out
