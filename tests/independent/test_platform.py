"""The independent platform alone, with the smallest honest tool: proof that it can be trusted."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import jwt
import lxml.html
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from pytest_httpserver import HTTPServer

LTI = "https://purl.imsglobal.org/spec/lti/claim"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
RESULTS = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Tool:
    """A tool with one published key. The test itself plays the browser between the two."""

    def __init__(self, site: HTTPServer, start_platform: Callable[..., dict[str, str]]) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        published = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        site.expect_request("/jwks").respond_with_json({"keys": [published | {"kid": "k1"}]})
        self.launch_url = site.url_for("/launch")
        self.platform = start_platform(
            site.url_for("/login"), self.launch_url, site.url_for("/jwks")
        )

    def login(self, **link: str) -> dict[str, str]:
        """Follow the link on the course page as far as the tool's login."""
        page = requests.get(self.platform["start_url"], link, allow_redirects=False, timeout=9)
        return dict(parse_qsl(urlsplit(page.headers["Location"]).query))

    def ask_who(self, login: dict[str, str], redirect_uri: str) -> requests.Response:
        """Ask the platform who has come."""
        asked = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": login["client_id"],
            "redirect_uri": redirect_uri,
            "login_hint": login["login_hint"],
            "lti_message_hint": login["lti_message_hint"],
            "state": "the state",
            "nonce": "the nonce",
        }
        return requests.get(self.platform["auth_url"], asked, timeout=9)

    def launch(self, **link: str) -> dict[str, Any]:
        """Follow the link all the way and read the launch's verified claims."""
        page = self.ask_who(self.login(**link), self.launch_url)
        form = lxml.html.fromstring(page.text).forms[0]
        assert (form.action, form.fields["state"]) == (self.launch_url, "the state")
        keys = jwt.PyJWKClient(self.platform["jwks_url"])
        return jwt.decode(
            form.fields["id_token"],
            keys.get_signing_key_from_jwt(form.fields["id_token"]),
            algorithms=["RS256"],
            audience=self.platform["client_id"],
            issuer=self.platform["issuer"],
        )

    def pick(self, *items: dict[str, Any]) -> requests.Response:
        """Let Amira open the content picker and pick these."""
        request = self.launch(user="amira", message="deep_linking")
        settings = request["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"]
        now = datetime.now(UTC)
        reply = {
            "iss": self.platform["client_id"],
            "aud": self.platform["issuer"],
            "iat": now,
            "exp": now + timedelta(seconds=60),
            "nonce": str(uuid4()),
            f"{LTI}/message_type": "LtiDeepLinkingResponse",
            f"{LTI}/version": "1.3.0",
            f"{LTI}/deployment_id": request[f"{LTI}/deployment_id"],
            "https://purl.imsglobal.org/spec/lti-dl/claim/content_items": items,
        }
        form = {"JWT": jwt.encode(reply, self.key, "RS256", {"kid": "k1"})}
        return requests.post(settings["deep_link_return_url"], form, timeout=9)

    def token(self, scope: str, key: rsa.RSAPrivateKey | None = None) -> requests.Response:
        """Ask for an access token, signed with our key or another."""
        us, where, now = self.platform["client_id"], self.platform["token_url"], datetime.now(UTC)
        claims: dict[str, Any] = {"iss": us, "sub": us, "aud": where, "jti": str(uuid4())}
        claims |= {"iat": now, "exp": now + timedelta(seconds=60)}
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(claims, key or self.key, "RS256", {"kid": "k1"}),
            "scope": scope,
        }
        return requests.post(where, form, timeout=9)

    def authorised(self, scope: str) -> dict[str, str]:
        """The header that carries a fresh access token."""
        return {"Authorization": f"Bearer {self.token(scope).json()['access_token']}"}

    def score(self, sub: str, points: int, at: datetime = NOW) -> requests.Response:
        """Send a final score out of 100."""
        score = {
            "userId": sub,
            "timestamp": at.isoformat(),
            "scoreGiven": points,
            "scoreMaximum": 100,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
        }
        headers = {"Content-Type": "application/vnd.ims.lis.v1.score+json"}
        return requests.post(
            self.platform["lineitem_url"] + "/scores",
            json.dumps(score),
            headers=headers | self.authorised(SCORE),
            timeout=9,
        )

    def gradebook(self) -> Any:
        """What a teacher reads."""
        return requests.get(self.platform["gradebook_url"], timeout=9).json()


@pytest.fixture(scope="module")
def tool(start_platform: Callable[..., dict[str, str]]) -> Iterator[Tool]:
    with HTTPServer() as site:
        yield Tool(site, start_platform)


def test_a_launch_says_who_came_to_what_in_which_course(tool: Tool) -> None:
    claims = tool.launch(user="ben", custom='{"module": "lead-from-where-you-are"}')
    assert claims["nonce"] == "the nonce"
    assert claims["name"] == "Ben Okafor"
    assert claims[f"{LTI}/message_type"] == "LtiResourceLinkRequest"
    assert claims[f"{LTI}/deployment_id"] == tool.platform["deployment_id"]
    assert claims[f"{LTI}/context"]["title"] == "Leading from where you are"
    assert claims[f"{LTI}/custom"] == {"module": "lead-from-where-you-are"}
    assert "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner" in claims[f"{LTI}/roles"]
    endpoint = claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]
    assert endpoint["lineitem"] == tool.platform["lineitem_url"]


def test_amira_leads_so_she_arrives_as_an_instructor_and_may_pick_content(tool: Tool) -> None:
    claims = tool.launch(user="amira", message="deep_linking")
    assert claims[f"{LTI}/message_type"] == "LtiDeepLinkingRequest"
    roles = claims[f"{LTI}/roles"]
    assert "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor" in roles


def test_what_amira_picks_opens_for_ben_with_its_own_parameters(tool: Tool) -> None:
    module = {"title": "Ask early", "url": tool.launch_url, "custom": {"module": "ask-early"}}
    assert tool.pick({"type": "ltiResourceLink", **module}).status_code == 200
    ((number, item),) = requests.get(tool.platform["picked_url"], timeout=9).json().items()
    assert item == {"type": "ltiResourceLink", **module}
    assert tool.launch(user="ben", item=number)[f"{LTI}/custom"] == {"module": "ask-early"}


def test_something_that_is_no_content_item_cannot_be_picked(tool: Tool) -> None:
    assert tool.pick({"type": "surprise"}).status_code == 400


def test_chidi_is_not_on_the_course(tool: Tool) -> None:
    page = requests.get(tool.platform["start_url"], {"user": "chidi"}, timeout=9)
    assert page.status_code == 404


def test_nobody_is_sent_to_an_address_that_is_not_registered(tool: Tool) -> None:
    answer = tool.ask_who(tool.login(user="ben"), "https://elsewhere.example/launch")
    assert answer.status_code == 400


def test_a_token_is_only_for_the_holder_of_the_published_key(tool: Tool) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert tool.token(SCORE).json()["scope"] == SCORE
    assert tool.token(SCORE, key=stranger).status_code == 400


def test_a_score_reaches_the_gradebook(tool: Tool) -> None:
    sub = tool.launch(user="ben")["sub"]
    assert "ben" not in tool.gradebook()
    assert tool.score(sub, 80).status_code == 201
    assert tool.gradebook()["ben"] == {"score": 0.8, "maximum": 100, "comment": None}


def test_only_a_newer_score_changes_the_gradebook(tool: Tool) -> None:
    sub = tool.launch(user="dana")["sub"]
    assert tool.score(sub, 80).status_code == 201
    assert tool.score(sub, 100).status_code == 400
    assert tool.score(sub, 100, at=NOW - timedelta(seconds=1)).status_code == 400
    assert tool.gradebook()["dana"]["score"] == 0.8
    assert tool.score(sub, 100, at=NOW + timedelta(seconds=1)).status_code == 201
    assert tool.gradebook()["dana"]["score"] == 1.0


def test_results_give_back_what_was_sent(tool: Tool) -> None:
    sub = tool.launch(user="amira")["sub"]
    tool.score(sub, 80)
    where = f"{tool.platform['lineitem_url']}/results/{sub}"
    results = requests.get(where, headers=tool.authorised(RESULTS), timeout=9).json()
    assert [(r["userId"], r["resultScore"], r["resultMaximum"]) for r in results] == [
        (sub, 80.0, 100.0)
    ]


def test_the_roster_names_everyone_and_pages_by_link(tool: Tool) -> None:
    headers = tool.authorised(ROSTER)
    headers["Accept"] = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
    first = requests.get(tool.platform["roster_url"], {"limit": 2}, headers=headers, timeout=9)
    rest = requests.get(first.links["next"]["url"], headers=headers, timeout=9)
    people = first.json()["members"] + rest.json()["members"]
    assert [person["name"] for person in people] == ["Amira Haddad", "Ben Okafor", "Dana Lindqvist"]
    assert people[1]["user_id"] == tool.launch(user="ben")["sub"]
