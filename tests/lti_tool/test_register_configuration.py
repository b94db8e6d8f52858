"""Who may speak for whom when a platform describes itself."""

import json
from typing import Any

import pytest
import requests

from lti_tool.register_configuration import PlatformConfiguration, read_configuration
from lti_tool.register_problems import RegistrationFailed
from web.http import Answer

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANVAS = {
    "issuer": "https://canvas.instructure.com",
    "authorization_endpoint": "https://sso.canvaslms.com/api/lti/authorize_redirect",
    "registration_endpoint": "https://learn.norrvik.example/api/lti/registrations",
    "jwks_uri": "https://sso.canvaslms.com/api/lti/security/jwks",
    "token_endpoint": "https://sso.canvaslms.com/login/oauth2/token",
    "authorization_server": "canvas.instructure.com",
    PLATFORM: {"product_family_code": "canvas"},
}
BRIGHTSPACE = {
    "issuer": "https://norrvik.brightspace.com",
    "authorization_endpoint": "https://norrvik.brightspace.com/d2l/lti/authenticate",
    "registration_endpoint": "https://norrvik.brightspace.com/d2l/register",
    "jwks_uri": "https://norrvik.brightspace.com/d2l/.well-known/jwks",
    "token_endpoint": "https://auth.brightspace.com/core/connect/token",
    PLATFORM: {"product_family_code": "desire2learn"},
}


def read(body: Any, url: str) -> PlatformConfiguration:
    response = requests.Response()
    response.status_code = 200
    return read_configuration(Answer(response, json.dumps(body).encode()), url, allow_http=False)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (CANVAS, "https://canvas.instructure.com/api/lti/security/openid-configuration"),
        (CANVAS, "https://learn.norrvik.example/api/lti/security/openid-configuration"),
        (BRIGHTSPACE, "https://norrvik.brightspace.com/d2l/.well-known/openid-configuration"),
    ],
    ids=["hosted Canvas", "a Canvas of one's own", "Brightspace"],
)
def test_a_platform_speaks_for_itself(body: Any, url: str) -> None:
    assert read(body, url).issuer == body["issuer"]


@pytest.mark.parametrize(
    ("body", "url", "name"),
    [
        (CANVAS, "https://evil.example/x", "registration_endpoint"),
        (CANVAS, "https://instructure.com.evil.example/x", "registration_endpoint"),
        (CANVAS, "https://evilinstructure.com/x", "registration_endpoint"),
        (
            {**CANVAS, "issuer": "https://lms.norrvik.example"},
            "https://x.instructure.com/",
            "issuer",
        ),
        (BRIGHTSPACE, "https://evil.example/x", "issuer"),
        (
            {**BRIGHTSPACE, "issuer": "https://evil.example"},
            "https://a.brightspace.com/x",
            "issuer",
        ),
        ({**CANVAS, PLATFORM: {}}, "https://canvas.instructure.com/x", "registration_endpoint"),
    ],
)
def test_and_for_nobody_else(body: Any, url: str, name: str) -> None:
    with pytest.raises(RegistrationFailed, match=name):
        read(body, url)


@pytest.mark.parametrize("name", ["issuer", "token_endpoint", "jwks_uri"])
def test_plain_http_is_named(name: str) -> None:
    body = {**BRIGHTSPACE, name: str(BRIGHTSPACE[name]).replace("https", "http")}
    with pytest.raises(RegistrationFailed, match=f"“{name}” of your learning platform is on plain"):
        read(body, "https://norrvik.brightspace.com/x")
