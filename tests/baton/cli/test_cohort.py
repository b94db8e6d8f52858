"""`baton cohort`: when a course starts, and which of its weeks are free."""

import json

import pytest


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton(*arguments, **settings)


def listed(run):
    return json.loads(run("cohort", "list", "--json").out)


def test_the_first_launch_makes_one(run, lms, client):
    assert "There is no cohort yet." in run("cohort", "list").out
    lms.launch(client)
    (row,) = listed(run)
    assert (row["name"], row["organisation"], row["weeks_off"]) == ("Leadership", "Norrvik", [])
    assert "free weeks: -" in run("cohort", "list").out
    assert run("cohort", "list", "--organisation", "Norrvik").out.startswith(f"{row['id']}  ")


def test_start_and_free_weeks_go_by_their_mondays(run, lms, client):
    lms.launch(client)
    number = str(listed(run)[0]["id"])
    days = ("--start", "2026-03-04", "--week-off", "2026-03-13", "--week-off", "2026-04-06")
    said = run("cohort", "set", number, *days)
    assert said.out.splitlines() == [
        "Leadership starts on Monday 2026-03-02.",
        "Free: the week of 2026-03-09.",
        "Free: the week of 2026-04-06.",
    ]
    run("cohort", "set", number, "--week-on", "2026-03-10")
    (row,) = listed(run)
    assert (row["starts_on"], row["weeks_off"]) == ("2026-03-02", ["2026-04-06"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("7", "--start", "2026-03-02"), "There is no cohort 7"),
        (("99999999999", "--start", "2026-03-02"), "There is no cohort 99999999999"),
        (("7",), "Say what to change"),
        (("7", "--start", "Monday"), "does not match"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(run, arguments, sentence):
    said = run("cohort", "set", *arguments)
    assert said.status == 2
    assert sentence in said.err


def test_another_organisation_is_named(run, lms):
    assert "No organisation" in run("cohort", "list", "--organisation", "Nowhere").err


def test_training_days_are_entered_and_listed(run, lms, client):
    lms.launch(client)
    number = str(listed(run)[0]["id"])
    assert run("cohort", "training", number).out == "There is no training day yet.\n"
    day = ("--day", "2026-03-03", "--topic", "change")
    assert run("cohort", "training", number, *day).out == "2026-03-03  change\n"
    said = run(
        "cohort", "training", number, "--day", "2026-05-05", "--topic", "coaching", "--accept"
    )
    assert said.out.splitlines()[0] == "2026-05-05  coaching  begins on the Monday after it"
    assert "both --day and --topic" in run("cohort", "training", number, *day[:2]).err
    wrong = run("cohort", "training", number, "--day", "2026-05-05", "--topic", "dancing")
    assert "There is no topic “dancing”" in wrong.err


def test_a_calendar_is_followed(run, lms, client):
    lms.launch(client)
    number = str(listed(run)[0]["id"])
    run("cohort", "set", number, "--calendar", "nordic")
    assert listed(run)[0]["calendar"] == "nordic"
