"""A teacher adds links from the tool: what is asked, and how strictly the answer is read."""

import secrets
import time
from html import unescape

import jwt
import pytest
import requests

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
ITEM = {
    "type": "ltiResourceLink",
    "title": "Ask early",
    "custom": {"module": "ask-early"},
    "lineItem": {"scoreMaximum": 100, "label": "Ask", "resourceId": "module:x", "tag": "baton"},
}


class Asking:
    """Amira asks for links; what her browser carries to the tool and back."""

    def __init__(self, platform, form_on):
        self.platform = platform
        page = platform.browser("11").get(f"{platform.origin}/add")
        assert page.status_code == 200, page.text
        login = form_on(page.text)[1]
        fields = platform.message(platform.authenticate(login))
        self.claims = platform.verify(fields["id_token"])
        self.settings = self.claims[f"{DL}deep_linking_settings"]

    def claims_of_answer(self, items, **changes):
        now = int(time.time())
        claims = {
            "iss": self.platform.settings.client_id,
            "aud": self.platform.origin,
            "iat": now,
            "exp": now + 300,
            "nonce": secrets.token_hex(8),
            f"{LTI}message_type": "LtiDeepLinkingResponse",
            f"{LTI}version": "1.3.0",
            f"{LTI}deployment_id": "1",
            f"{DL}content_items": items,
            f"{DL}data": self.settings["data"],
        } | changes
        return {name: value for name, value in claims.items() if value is not None}

    def answer(self, *items, key=None, **changes):
        tool = self.platform.tool
        claims = self.claims_of_answer(list(items), **changes)
        token = jwt.encode(claims, key or tool.key, "RS256", headers={"kid": tool.kid})
        return self.send(token)

    def send(self, token):
        return requests.post(self.settings["deep_link_return_url"], data={"JWT": token})

    def links(self):
        return [link.title for link in self.platform.lms.links.all()]


@pytest.fixture
def asking(platform):
    from .conftest import form_on

    return Asking(platform, form_on)


def test_a_teacher_asks_for_links(asking):
    assert asking.claims[f"{LTI}message_type"] == "LtiDeepLinkingRequest"
    assert f"{LTI}resource_link" not in asking.claims
    assert asking.settings["accept_types"] == ["ltiResourceLink"]
    assert asking.settings["accept_multiple"] is True


def test_a_learner_cannot(platform):
    answer = platform.browser("12").get(f"{platform.origin}/add")
    assert answer.status_code == 403
    assert "Only who teaches the course can add to it." in answer.text


def test_what_was_chosen_is_in_the_course_with_its_column(asking):
    other = {"type": "ltiResourceLink", "title": "My team", "custom": {"team": "1"}}
    answer = asking.answer(ITEM, other)
    assert answer.status_code == 200
    assert "2 links were added." in answer.text
    assert asking.links()[-2:] == ["Ask early", "My team"]
    columns = asking.platform.lms.gradebook.columns()
    assert [column.label for column in columns][-2:] == ["Ask early", "Ask"]
    assert columns[-1].resource_link_id == "added-1"
    claims = asking.platform.launch("12", "added-1")
    assert claims[f"{LTI}custom"] == {"module": "ask-early"}
    assert claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]["lineitem"]
    assert (
        "lineitem"
        not in asking.platform.launch("12", "added-2")[
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
        ]
    )


def test_choosing_nothing_adds_nothing(asking):
    before = asking.links()
    answer = asking.answer(**{f"{DL}msg": "Nothing was added. <b>"})
    assert "0 links were added." in answer.text
    assert "The tool says: Nothing was added. &lt;b&gt;" in answer.text
    assert asking.links() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"iss": None},
        {"aud": "http://elsewhere"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"exp": 9_999_999_999},
        {"iat": None},
        {"nonce": None},
        {"nonce": ""},
        {f"{LTI}message_type": "LtiResourceLinkRequest"},
        {f"{LTI}version": "1.3"},
        {f"{LTI}deployment_id": "2"},
        {f"{LTI}deployment_id": 1},
        {f"{DL}data": None},
        {f"{DL}data": "other"},
        {f"{DL}content_items": "x"},
        {f"{DL}msg": 7},
    ],
)
def test_an_answer_that_breaks_the_standard_adds_nothing(asking, changes):
    before = asking.links()
    answer = asking.answer(ITEM, **changes)
    assert answer.status_code == 400
    assert "were not added." in unescape(answer.text)
    assert asking.links() == before


@pytest.mark.parametrize(
    "change",
    [
        {"type": "link"},
        {"title": ""},
        {"url": "http://localhost/other"},
        {"custom": {"module": 7}},
        {"custom": "module=x"},
        {"lineItem": {}},
        {"lineItem": {"scoreMaximum": 0}},
        {"lineItem": {"scoreMaximum": "100"}},
        {"lineItem": "x"},
        {"submission": {"endDateTime": "2027-01-31"}},
        {"available": {"startDateTime": "soon"}},
        {"available": "soon"},
    ],
)
def test_so_does_one_link_that_breaks_it(asking, change):
    before = asking.links()
    assert asking.answer(ITEM, {**ITEM, **change}).status_code == 400
    assert asking.links() == before


def test_a_signature_by_another_key_adds_nothing(asking):
    from .conftest import new_rsa_key

    assert asking.answer(ITEM, key=new_rsa_key()).status_code == 400
    assert asking.send("no.token.at all").status_code == 400
    assert asking.send("").status_code == 400


def test_an_answer_is_good_once(asking):
    nonce = {"nonce": "one and only"}
    assert asking.answer(ITEM, **nonce).status_code == 200
    again = asking.answer(ITEM, **nonce)
    assert "Nobody has asked for these links, or they are in the course already." in again.text
    assert asking.links().count("Ask early") == 2, "one from the start, and one added"


def test_a_nonce_is_good_once_for_all_requests(asking, platform):
    from .conftest import form_on

    second = Asking(platform, form_on)
    assert asking.answer(ITEM, nonce="n").status_code == 200
    assert second.answer(ITEM, nonce="n").status_code == 400
