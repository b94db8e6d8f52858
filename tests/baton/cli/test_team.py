"""`baton team`: teams from a table, as in Set-up but for the whole organisation."""

import json

import pytest


@pytest.fixture
def run(baton, settings):
    return lambda *arguments: baton(*arguments, **settings)


@pytest.fixture
def table(lms, app, tmp_path):
    """Ben and Dana have been here; the table puts them on a team, and somebody unknown too."""
    for name in ("ben", "dana"):
        assert (
            lms.launch(app.test_client(), name, email=f"{name}@norrvik.example").status_code == 200
        )
    file = tmp_path / "teams.csv"
    file.write_text("team;leader;person\nDay shift;dana;BEN@norrvik.example\nDay shift;;kim\n")
    return str(file)


def listed(run):
    return json.loads(run("team", "list", "--json").out)


def test_a_dry_run_changes_nothing(run, table):
    said = run("team", "import", table, "--dry-run")
    assert "Day shift (new): 1 join, 1 lead it from now on" in said.out
    assert "this was a dry run" in said.out
    assert listed(run) == []
    assert "There are no teams yet." in run("team", "list").out


def test_rows_that_cannot_be_used_are_named_and_end_with_1(run, table):
    said = run("team", "import", table)
    assert said.status == 1
    assert "Line 3 is left out: 'kim'. Nobody here has this" in said.err
    assert listed(run) == [{"name": "Day shift", "leaders": ["Dana"], "members": ["Ben"]}]
    assert run("team", "list").out == "Day shift  1 people, led by Dana\n"


def test_repeating_it_changes_nothing(run, table):
    run("team", "import", table)
    assert "This file changes nothing." in run("team", "import", table).out


def test_a_script_reads_what_changes(run, table):
    told = json.loads(run("team", "import", table, "--json").out)
    assert told["teams"] == [
        {
            "name": "Day shift",
            "new": True,
            "joining": ["Ben"],
            "leaving": [],
            "new_leaders": ["Dana"],
            "former_leaders": [],
        }
    ]
    assert [(one["line"], one["about"]) for one in told["left_out"]] == [(3, "kim")]


def test_with_several_organisations_it_must_be_said_whose(run, table):
    run("organisation", "add", "Elsewhere")
    assert "--organisation" in run("team", "import", table).err
    assert run("team", "import", table, "--organisation", "Elsewhere").status == 1
    assert run("team", "import", table, "--organisation", "Norrvik").status == 1
    assert json.loads(run("team", "list", "--json", "--organisation", "Elsewhere").out) == []


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "This file is empty."), ("PK\x03\x04", "Excel workbook")]
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(run, tmp_path, text, sentence):
    (tmp_path / "teams.csv").write_text(text)
    said = run("team", "import", str(tmp_path / "teams.csv"))
    assert said.status == 2
    assert sentence in said.err


def test_before_there_is_an_organisation_that_is_said(run):
    assert "There is no organisation yet." in run("team", "list").err
