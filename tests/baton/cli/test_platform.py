"""`baton platform`: connecting an LMS, changing it, looking at it, removing it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from learning.organisation import find_or_create_organisation
from lti_tool.install_table import LMSS
from lti_tool.invite import Invite, issue_invite
from lti_tool.platform import Platform

BENCH = {
    "--name": "Bench",
    "--issuer": "https://bench.example",
    "--client-id": "bench-client",
    "--auth-url": "https://bench.example/auth",
    "--token-url": "http://127.0.0.1:9900/token",
    "--jwks-url": "http://127.0.0.1:9900/jwks",
    "--deployment": "bench-dep",
}


@pytest.fixture
def run(baton, settings):
    return lambda *arguments, **more: baton(*arguments, **{**settings, **more})


def add(run, *flags, **changes):
    fields = {**BENCH, **{"--" + name.replace("_", "-"): text for name, text in changes.items()}}
    given = [part for pair in fields.items() if pair[1] is not None for part in pair]
    return run("platform", "add", *given, *flags)


def listed(run):
    return json.loads(run("platform", "list", "--json").out)


def test_the_first_platform_is_connected_and_told_what_to_paste(run):
    said = add(run, "--allow-http")
    assert said.status == 0
    for path in ("/lti/launch", "/lti/login", "/lti/jwks"):
        assert f"http://localhost:8000{path}\n" in said.out
    assert listed(run) == [
        {
            "name": "Bench",
            "issuer": "https://bench.example",
            "client_id": "bench-client",
            "auth_url": "https://bench.example/auth",
            "token_url": "http://127.0.0.1:9900/token",
            "jwks_url": "http://127.0.0.1:9900/jwks",
            "audience": None,
            "allow_http": True,
            "deployments": {"bench-dep": "Bench"},
        }
    ]


def test_what_to_paste_follows_the_public_address(run):
    add(run, "--allow-http")
    said = run("platform", "show", "Bench", BATON_PUBLIC_URL="https://baton.example.org")
    assert "https://baton.example.org/lti/launch" in said.out
    assert "deployment bench-dep  Bench" in said.out


def test_repeated_it_updates(run):
    add(run, "--allow-http")
    assert add(run, "--allow-http", name="Norrvik", auth_url="https://new.example/auth").status == 0
    (row,) = listed(run)
    assert (row["name"], row["auth_url"]) == ("Norrvik", "https://new.example/auth")
    assert row["deployments"] == {"bench-dep": "Bench"}


def test_a_second_deployment_joins_the_first(run):
    add(run, "--allow-http")
    add(run, "--allow-http", deployment="second")
    assert listed(run)[0]["deployments"] == {"bench-dep": "Bench", "second": "Bench"}


def test_one_issuer_can_have_several_clients(run):
    add(run, "--allow-http")
    assert add(run, "--allow-http", client_id="other", name="Other").status == 0
    assert [row["client_id"] for row in listed(run)] == ["bench-client", "other"]


def test_a_name_is_taken_once(run):
    add(run, "--allow-http")
    said = add(run, "--allow-http", client_id="other")
    assert said.status == 2
    assert "Another platform is called 'Bench'" in said.err
    assert len(listed(run)) == 1


def test_with_several_organisations_it_must_be_said_whose_it_is(run):
    add(run, "--allow-http", organisation="Norrvik")
    add(run, "--allow-http", client_id="other", name="Other", organisation="Söderhamn")
    third = {"client_id": "third", "name": "Third"}
    said = add(run, "--allow-http", **third)
    assert said.status == 2
    assert "--organisation" in said.err
    assert add(run, "--allow-http", **third, organisation="Norrvik").status == 0
    assert listed(run)[-1]["deployments"] == {"bench-dep": "Norrvik"}


def test_an_update_leaves_a_deployment_with_its_organisation(run):
    add(run, "--allow-http", organisation="Norrvik")
    add(run, "--allow-http", client_id="other", name="Other", organisation="Söderhamn")
    assert add(run, "--allow-http").status == 0
    assert listed(run)[0]["deployments"] == {"bench-dep": "Norrvik"}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("auth_url", "bench.example/auth"),
        ("auth_url", "javascript:alert(1)"),
        ("auth_url", "https://"),
        ("auth_url", "https://["),
        ("auth_url", "https://bench.example:port/auth"),
        ("auth_url", "https://me:secret@bench.example/auth"),
        ("auth_url", "https://bench.example/auth#here"),
        ("auth_url", "https://bench.example/a uth"),
        ("auth_url", "https://bench.example/\nauth"),
        ("token_url", ""),
        ("jwks_url", "https://bench.example/" + "x" * 2000),
        ("issuer", ""),
        ("issuer", "https://bench.example/" + "x" * 255),
        ("name", "Bench\0"),
        ("client_id", "c" * 256),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(run, name, address):
    said = add(run, "--allow-http", **{name: address})
    assert said.status == 2
    assert f"--{name.replace('_', '-')} must" in said.err
    assert listed(run) == []


@pytest.mark.parametrize("name", ["auth_url", "token_url", "jwks_url"])
@pytest.mark.parametrize(
    "address", ["http://bench.example/x", "https://127.0.0.1/x", "https://10.0.0.7/x"]
)
def test_plain_http_and_private_addresses_need_a_word(run, name, address):
    https = dict.fromkeys(("auth_url", "token_url", "jwks_url"), "https://bench.example/x")
    said = add(run, **{**https, name: address})
    assert said.status == 2
    assert "--allow-http" in said.err
    assert add(run, "--allow-http", **{**https, name: address}).status == 0


def test_nothing_is_connected_at_first(run):
    assert "baton platform add" in run("platform", "list").out


def test_a_platform_can_be_removed(run):
    add(run, "--allow-http")
    assert run("platform", "remove", "Bench").status == 0
    assert listed(run) == []


def test_a_platform_through_which_people_learn_stays(run, debts):
    said = run("platform", "remove", "Practice LMS")
    assert said.status == 2
    assert "1 course" in said.err
    assert len(listed(run)) == 1


@pytest.mark.parametrize("verb", ["show", "remove"])
def test_an_unknown_platform_is_named(run, verb):
    said = run("platform", verb, "Nowhere")
    assert said.status == 2
    assert "No platform is called 'Nowhere'" in said.err


def test_an_invite_is_one_address_to_paste(run):
    said = run("platform", "invite", "--organisation", "Norrvik")
    assert said.status == 0
    (address,) = said.out.splitlines()
    assert re.fullmatch(r"http://localhost:8000/lti/register\?invite=[\w-]{43}", address)
    assert "72 hours" in said.err
    again = run("platform", "invite", BATON_PUBLIC_URL="https://baton.example.org")
    assert again.out.startswith("https://baton.example.org/lti/register?invite=")
    assert again.out.splitlines() != said.out.splitlines()


def test_an_invite_is_for_somebody(run):
    assert "--organisation" in run("platform", "invite").err
    assert "--organisation" in run("platform", "invite", "--organisation", "").err
    assert run("platform", "invite", "--organisation", "N", "--hours", "0").status == 2


@pytest.mark.parametrize("lms", LMSS)
def test_what_to_paste_is_shown_before_anything_is_connected(run, lms):
    said = run("platform", "show", "--for", lms)
    assert said.status == 0
    for one in ("http://localhost:8000/lti/l", "/lti/jwks", "--issuer", "Then:"):
        assert one in said.out or lms == "canvas"
    if lms == "canvas":
        assert "http://localhost:8000/lti/canvas.json" in said.out


def test_what_to_paste_has_moodles_own_names(run):
    said = run("platform", "show", "--for", "moodle").out
    for name in ("Tool URL", "Initiate login URL", "Redirection URI(s)", "Public keyset"):
        assert name in said
    fields = json.loads(run("platform", "show", "--for", "moodle", "--json").out)["paste"]
    assert fields["Initiate login URL"] == "http://localhost:8000/lti/login"


def test_show_wants_to_know_what(run):
    assert "--for" in run("platform", "show").err


def test_a_platform_that_came_by_an_invite_can_be_removed(run, database):
    add(run, "--allow-http")
    with database.write() as session:
        owner = find_or_create_organisation(session, "Bench", datetime.now(UTC))
        issue_invite(session, owner, datetime.now(UTC), timedelta(hours=1))
        platform = session.scalars(select(Platform)).one()
        session.scalars(select(Invite)).one().use(platform, datetime.now(UTC))
    assert run("platform", "remove", "Bench").status == 0
    assert listed(run) == []


def test_a_pending_deployment_is_approved(run, lms, client):
    """Chidi's company has installed Baton too; nobody has said yet whose the installation is."""
    lms.launch(client, **{"https://purl.imsglobal.org/spec/lti/claim/deployment_id": "new"})
    (row,) = listed(run)
    assert row["deployments"]["new"] is None
    assert "pending" in run("platform", "list").out
    said = run("deployment", "approve", row["name"], "new", "--organisation", "Söderhamn")
    assert said.status == 0
    assert listed(run)[0]["deployments"]["new"] == "Söderhamn"


def test_approving_what_is_not_there_says_where_to_look(run):
    said = run("deployment", "approve", "Bench", "new", "--organisation", "Norrvik")
    assert said.status == 2
    assert "baton deployment list" in said.err
