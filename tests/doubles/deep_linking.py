"""A deep-linking request, and a strict reading of what comes back."""

import json
import re
from html import unescape
from typing import Any

import jwt
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from doubles.lms import INSTRUCTOR, LTI, Lms

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SETTINGS = f"{DL}deep_linking_settings"
RETURN_URL = "https://lms.norrvik.example/deep-link?course=2&sesskey=a%20b&x=1"


def asking(**changes: Any) -> dict[str, Any]:
    """The claims that make a launch a deep-linking request; a change of None leaves one out."""
    settings: dict[str, Any] = {
        "deep_link_return_url": RETURN_URL,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "accept_multiple": True,
        **changes,
    }
    return {
        f"{LTI}message_type": "LtiDeepLinkingRequest",
        f"{LTI}resource_link": None,
        f"{LTI}roles": [INSTRUCTOR],
        SETTINGS: {name: value for name, value in settings.items() if value is not None},
    }


class Picking:
    """Somebody with a picker on the screen."""

    def __init__(self, client: FlaskClient, page: TestResponse) -> None:
        assert page.status_code == 200, page.text
        self.client, self.page = client, page
        holder = re.search(r'id="session">(.*?)</script>', page.text, re.DOTALL)
        assert holder, page.text
        self.visit: dict[str, str] = json.loads(holder[1])
        self.path, self.token = self.visit["path"], self.visit["token"]

    def choose(self, *items: str, **fields: str) -> TestResponse:
        form: dict[str, Any] = {"token": self.token, "item": list(items), **fields}
        return self.client.post(self.path, data=form)

    def reload(self) -> TestResponse:
        return self.client.get(self.path, headers={"Authorization": f"Bearer {self.token}"})


def sent_back(answer: TestResponse) -> tuple[str, str]:
    """Return where an answer goes, and the signed text."""
    assert answer.status_code == 200, answer.text
    address = re.search(r'<form id="reply" method="post" action="([^"]*)"', answer.text)
    token = re.search(r'name="JWT" value="([^"]*)"', answer.text)
    assert address, answer.text
    assert token
    return unescape(address[1]), unescape(token[1])


def read_answer(client: FlaskClient, answer: TestResponse, lms: Lms) -> dict[str, Any]:
    """Check an answer as the standard says, with our published keys; return its claims."""
    token = sent_back(answer)[1]
    keys = jwt.PyJWKSet.from_dict(client.get("/lti/jwks").get_json())
    claims: dict[str, Any] = jwt.decode(
        token,
        keys[jwt.get_unverified_header(token)["kid"]],
        algorithms=["RS256"],
        audience=lms.issuer,
        issuer=lms.client_id,
        options={"require": ["iss", "aud", "exp", "iat", "nonce"]},
    )
    return claims
