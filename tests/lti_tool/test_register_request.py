"""What Baton registers with, beside what a real Moodle 4.5 accepted and answered."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from doubles.registrar import HABITS, TOOL, check

from lti_tool.quirks import quirks_of
from lti_tool.register_answer import read_granted
from lti_tool.register_configuration import PlatformConfiguration, read_configuration
from lti_tool.register_request import registration_request
from lti_tool.tool import CUSTOM, Tool
from web.http import Answer

MOODLE = Path(__file__).parents[1] / "recordings" / "moodle-4.5"


def recorded(name: str) -> Any:
    return json.loads((MOODLE / name).read_text("utf-8"))


def answer(body: Any, status: int = 200) -> Answer:
    response = requests.Response()
    response.status_code = status
    return Answer(response, json.dumps(body).encode())


@pytest.fixture
def configuration() -> PlatformConfiguration:
    body = recorded("openid-configuration.json")
    url = "http://127.0.0.1:8800/mod/lti/openid-configuration.php"
    return read_configuration(answer(body), url, allow_http=True)


def test_the_recorded_configuration_is_read(configuration: PlatformConfiguration) -> None:
    assert configuration.issuer == "http://127.0.0.1:8800"
    assert configuration.token_endpoint == "http://127.0.0.1:8800/mod/lti/token.php"
    assert configuration.family == "moodle"
    assert configuration.authorization_server is None


def test_the_recorded_answer_is_read() -> None:
    granted = read_granted(answer(recorded("dynreg.json")["response"]), "token")
    assert (granted.client_id, granted.deployment_id) == ("GlC9PDBIF3Gyk7R", "2")
    assert "https://purl.imsglobal.org/spec/lti-ags/scope/score" in (granted.scopes or ())


def test_the_stand_in_accepts_what_the_real_one_accepted() -> None:
    assert check(recorded("dynreg.json")["request"], HABITS["moodle"]) is None


@pytest.mark.parametrize("name", ["domain", "target_link_uri", "claims", "messages"])
def test_the_stand_in_refuses_what_the_real_one_refuses(name: str) -> None:
    body = recorded("dynreg.json")["request"]
    del body[TOOL][name]
    assert check(body, HABITS["moodle"]) == f"missing {name}"


def test_ours_says_all_that_the_accepted_one_said(configuration: PlatformConfiguration) -> None:
    ours = registration_request(
        Tool("https://baton.example.org"), configuration.quirks, configuration.scopes_supported
    )
    theirs = recorded("dynreg.json")["request"]
    assert set(theirs) <= set(ours)
    assert set(theirs[TOOL]) <= set(ours[TOOL])
    for name in ("application_type", "response_types", "token_endpoint_auth_method"):
        assert ours[name] == theirs[name]
    assert set(ours["scope"].split()) <= set(configuration.scopes_supported)


def test_the_domain_has_its_port() -> None:
    ours = registration_request(Tool("http://localhost:8000"), quirks_of("moodle"), [])
    assert ours[TOOL]["domain"] == "localhost:8000"


def test_no_custom_value_holds_what_moodle_cuts_at() -> None:
    assert not [value for value in CUSTOM.values() if "=" in value]
