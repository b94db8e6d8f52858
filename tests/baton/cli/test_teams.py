"""`baton teams`: the package, and whose people may sign in."""

import json
from zipfile import ZipFile

import pytest

TENANT = "11111111-aaaa-4bbb-8ccc-222222222222"
APP = "77777777-aaaa-4bbb-8ccc-333333333333"
TEAMS = {
    "BATON_ENTRA_CLIENT_ID": "0000aaaa-1111-4222-8333-444455556666",
    "BATON_PUBLIC_URL": "https://baton.norrvik.example",
}


@pytest.fixture
def run(baton, settings, database):
    return lambda *arguments, **more: baton("teams", *arguments, **{**settings, **TEAMS, **more})


def test_the_package_is_written_where_one_wants_it(baton, home):
    said = baton("teams", "package", "--out", "ours.zip", "--publisher", "Norrvik", **TEAMS)
    assert said.status == 0
    assert "Upload" in said.out
    assert "TeamsActivity.Send.User" in said.out
    manifest = json.loads(ZipFile(home / "ours.zip").read("manifest.json"))
    assert manifest["developer"]["name"] == "Norrvik"
    assert manifest["developer"]["privacyUrl"] == "https://baton.norrvik.example/privacy"


@pytest.mark.parametrize(
    ("name", "value"), [("BATON_ENTRA_CLIENT_ID", ""), ("BATON_PUBLIC_URL", "http://10.0.0.7")]
)
def test_a_bad_setting_is_named_and_nothing_is_written(baton, home, name, value):
    said = baton("teams", "package", **{**TEAMS, name: value})
    assert said.status == 2
    assert name in said.err
    assert list(home.iterdir()) == []


def test_where_nothing_can_be_written_is_said(baton):
    said = baton("teams", "package", "--out", "nowhere/ours.zip", **TEAMS)
    assert said.status == 2
    assert "cannot be written" in said.err


def test_a_tenant_is_onboarded_and_what_to_paste_is_shown(run):
    said = run("tenant-add", TENANT.upper(), "--organisation", "Norrvik")
    assert said.status == 0
    assert json.loads(said.out)["identifierUris"] == [
        "api://baton.norrvik.example/0000aaaa-1111-4222-8333-444455556666"
    ]
    assert "Norrvik" in said.err
    again = run("tenant-add", TENANT)
    assert again.out == said.out
    (row,) = json.loads(run("tenant", "list", "--json").out)
    assert (row["tenant"], row["organisation"]) == (TENANT, "Norrvik")
    assert f"{TENANT}  Norrvik" in run("tenant", "list").out


def test_what_to_paste_can_be_a_file(run, home):
    assert run("tenant-add", TENANT, "--organisation", "N", "--out", "entra.json").status == 0
    assert "api" in json.loads((home / "entra.json").read_text("utf-8"))


def test_links_name_the_app_as_teams_calls_it_in_a_tenant(run):
    run("tenant-add", TENANT, "--organisation", "Norrvik", "--app-id", APP)
    assert f"(app {APP})" in run("tenant", "list").out
    assert run("tenant", "app-id", TENANT).status == 0
    assert json.loads(run("tenant", "list", "--json").out)[0]["app"] is None
    assert APP in run("tenant", "app-id", TENANT, APP).out
    assert "Manage apps" in run("tenant", "app-id", TENANT, "baton").err
    assert "baton teams tenant list" in run("tenant", "app-id", APP, APP).err


def test_a_tenant_is_let_out_again(run):
    run("tenant-add", TENANT, "--organisation", "Norrvik")
    assert run("tenant", "remove", TENANT).status == 0
    assert "tenant-add" in run("tenant", "list").out
    assert "baton teams tenant list" in run("tenant", "remove", TENANT).err


def test_whose_people_they_are_must_be_clear(run):
    assert "--organisation" in run("tenant-add", TENANT).err
    assert "--organisation" in run("tenant-add", TENANT, "--organisation", "").err
    run("tenant-add", TENANT, "--organisation", "Norrvik")
    taken = run("tenant-add", TENANT, "--organisation", "Söderhamn")
    assert taken.status == 2
    assert "belongs to Norrvik" in taken.err


def test_what_is_missing_or_no_tenant_is_said(run):
    assert "BATON_ENTRA_CLIENT_ID" in run("tenant-add", TENANT, BATON_ENTRA_CLIENT_ID="").err
    assert "under Overview" in run("tenant-add", "norrvik.example", "--organisation", "N").err
    assert "under Overview" in run("tenant", "remove", "norrvik.example").err


def test_a_check_says_what_is_missing_and_what_to_do(run):
    said = run("check", BATON_PUBLIC_URL="http://localhost:8000")
    assert said.status == 1
    assert "WRONG" in said.out
    assert "BATON_PUBLIC_URL" in said.out
    assert "baton teams tenant-add" in said.out
    found = json.loads(run("check", "--json").out)
    assert [one["check"] for one in found if not one["is_well"]] == ["tenants"]


def test_a_check_asks_entra_about_each_tenant(run, httpserver):
    origin = httpserver.url_for("").rstrip("/")
    run("tenant-add", TENANT, "--organisation", "Norrvik")
    said = run("check", BATON_ENTRA_AUTHORITY=origin, BATON_ENTRA_CLIENT_SECRET="8Q~secret")
    assert said.status == 1
    assert f"Something else than Entra answers at {origin}" in said.out
    assert "Entra cannot be reached for Norrvik" in said.out
    assert "8Q~secret" not in said.out + said.err
