"""What to paste into an LMS: the same on a page, on the command line and in a registration."""

import html
import json
import struct
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import learning
from lti_tool.install_table import LMSS, guide_of
from lti_tool.tool import SCOPES

URL = "https://baton.example.org"
OPTIONS = {"--issuer", "--client-id", "--auth-url", "--token-url", "--jwks-url", "--deployment"}


@pytest.mark.parametrize("lms", LMSS)
def test_every_guide_has_all_that_is_needed(lms: str) -> None:
    guide = guide_of(lms, URL)
    values = "\n".join(field.value for field in guide.fields)
    for path in ("/lti/login", "/lti/launch", "/lti/jwks") if lms != "canvas" else ("/lti/launch",):
        assert URL + path in values
    assert {one.option for one in guide.back} >= OPTIONS
    assert guide.where
    assert guide.after
    assert guide.tried


@pytest.mark.parametrize("lms", LMSS)
def test_no_two_fields_of_a_form_have_one_name(lms: str) -> None:
    labels = [field.label for field in guide_of(lms, URL).fields]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("family", "lms"),
    [
        ("moodle", "moodle"),
        ("canvas", "canvas"),
        ("desire2learn", "brightspace"),
        ("sakailms.org", "sakai"),
        ("BlackboardLearn", "blackboard"),
        ("somethingnew", "other"),
        ("", "other"),
    ],
)
def test_a_platform_finds_its_guide_by_what_it_calls_itself(family: str, lms: str) -> None:
    assert guide_of(family, URL).lms == lms


def test_everyone_finds_their_lms(client: FlaskClient) -> None:
    page = client.get("/lti/install")
    assert page.status_code == 200
    for lms in LMSS:
        assert f'href="/lti/install/{lms}"' in page.text


@pytest.mark.parametrize("lms", LMSS)
def test_the_page_has_every_field_under_its_own_name(client: FlaskClient, lms: str) -> None:
    page = client.get(f"/lti/install/{lms}")
    shown = html.unescape(page.text)
    assert page.status_code == 200
    for field in guide_of(lms, "http://localhost").fields:
        assert field.label in shown
        assert field.value in shown


def test_the_command_line_is_told_of_central_and_single_clients(client: FlaskClient) -> None:
    assert "one central application" in client.get("/lti/install/blackboard").text
    assert "a client of its own" in client.get("/lti/install/openedx").text


def test_an_lms_that_nobody_knows(client: FlaskClient) -> None:
    page = client.get("/lti/install/nothing")
    assert page.status_code == 404
    assert "/lti/install" in page.text


def test_canvas_reads_its_configuration(client: FlaskClient) -> None:
    answer = client.get("/lti/canvas.json")
    assert answer.content_type == "application/json"
    body = json.loads(answer.text)
    assert body["target_link_uri"] == "http://localhost/lti/launch"
    assert body["oidc_initiation_url"] == "http://localhost/lti/login"
    assert body["public_jwk_url"] == "http://localhost/lti/jwks"
    assert body["scopes"] == list(SCOPES)
    (extension,) = body["extensions"]
    assert extension["platform"] == "canvas.instructure.com"
    assert extension["privacy_level"] == "public"
    placements = {one["placement"]: one for one in extension["settings"]["placements"]}
    assert set(placements) == {"course_navigation", "assignment_selection", "link_selection"}
    assert placements["course_navigation"]["message_type"] == "LtiResourceLinkRequest"
    assert placements["course_navigation"]["custom_fields"] == {"team": "1"}
    assert placements["link_selection"]["message_type"] == "LtiDeepLinkingRequest"


def test_there_is_a_real_icon(client: FlaskClient) -> None:
    answer = client.get("/lti/icon.png")
    assert answer.content_type == "image/png"
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", answer.data[16:24])
    assert width == height == 128
    assert len(answer.data) < 10_000
    assert "max-age" in answer.headers["Cache-Control"]
    packaged = Path(learning.__file__).parent.parent / "manifests" / "icon.png"
    assert packaged.read_bytes() == answer.data
