"""A launch whose claims are odd: refused where they cannot be true, let in where they can."""

from typing import Any

import pytest
from doubles.lms import INSTRUCTOR, LTI
from sqlalchemy import select

from learning.person import Identity

NOT_UNDERSTOOD = "The message from your learning platform is unsupported or incomplete."
HUGE = "x" * 3000
ODD_CLAIMS = {
    "no deployment": {f"{LTI}deployment_id": None},
    "deployment is empty": {f"{LTI}deployment_id": ""},
    "deployment is too long": {f"{LTI}deployment_id": "d" * 256},
    "deployment is a list": {f"{LTI}deployment_id": ["dep-1"]},
    "deployment is an object": {f"{LTI}deployment_id": {"id": "dep-1"}},
    "deployment is true": {f"{LTI}deployment_id": True},
    "deployment has a null character": {f"{LTI}deployment_id": "dep-1\x00"},
    "deployment has a lone surrogate": {f"{LTI}deployment_id": "dep-1\ud800"},
    "no link": {f"{LTI}resource_link": None},
    "link without id": {f"{LTI}resource_link": {"title": "This week"}},
    "link is a text": {f"{LTI}resource_link": "link-1"},
    "link id is empty": {f"{LTI}resource_link": {"id": ""}},
    "link id is too long": {f"{LTI}resource_link": {"id": "l" * 256}},
    "link id is an object": {f"{LTI}resource_link": {"id": {}}},
    "link title is a number": {f"{LTI}resource_link": {"id": "link-1", "title": 5}},
    "context is a list": {f"{LTI}context": []},
    "context without id": {f"{LTI}context": {"title": "Leadership"}},
    "context id is too long": {f"{LTI}context": {"id": "c" * 256}},
    "context title is huge": {f"{LTI}context": {"id": "course-1", "title": HUGE}},
    "context title has a null character": {f"{LTI}context": {"id": "course-1", "title": "a\x00"}},
    "roles are a text": {f"{LTI}roles": INSTRUCTOR},
    "roles are numbers": {f"{LTI}roles": [1, 2]},
    "more roles than anyone has": {f"{LTI}roles": [INSTRUCTOR] * 101},
    "a role is huge": {f"{LTI}roles": [HUGE]},
    "custom is a list": {f"{LTI}custom": ["module"]},
    "a custom value is huge": {f"{LTI}custom": {"module": HUGE}},
    "a custom value has a null character": {f"{LTI}custom": {"module": "a\x00b"}},
    "name is a list": {"name": ["Ben"]},
    "name is huge": {"name": HUGE},
    "name has a null character": {"name": "Ben\x00"},
    "name has a lone surrogate": {"name": "Ben\udc00"},
    "email is an object": {"email": {}},
    "presentation is a text": {f"{LTI}launch_presentation": "iframe"},
    "locale is a number": {f"{LTI}launch_presentation": {"locale": 1}},
    "services are a list": {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": []},
    "a column is no address": {
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitem": "http://["}
    },
    "a column is a script": {
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitem": "javascript:x"}
    },
    "columns lie in a file": {
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitems": "file:///etc/x"}
    },
    "a roster is no address": {
        "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
            "context_memberships_url": "//x"
        }
    },
}
ODD_SUBJECTS = ["", "s" * 256, ["ben"], {"id": "ben"}, True, 1.5, "ben\x00", "ben\ud800"]


@pytest.mark.parametrize("name", ODD_CLAIMS)
def test_a_claim_of_the_wrong_shape_is_refused(house: Any, refused: Any, name: str) -> None:
    before = house.written()
    refused(house.launch(**ODD_CLAIMS[name]), 400, NOT_UNDERSTOOD)
    assert house.written() == before


@pytest.mark.parametrize("sub", ODD_SUBJECTS, ids=repr)
def test_a_person_needs_a_name_that_can_be_one(house: Any, refused: Any, sub: Any) -> None:
    before = house.written()
    refused(house.launch(sub), 400, NOT_UNDERSTOOD)
    assert house.written() == before


@pytest.mark.parametrize(
    "sub",
    ["b", "s" * 255, "ben okafor", "Бен", "日本", "😀", "a'b\"c;--", "ben%00", "a\nb", " ben "],
    ids=repr,
)
def test_every_other_name_is_a_person_of_its_own(house: Any, sub: str) -> None:
    for _again in range(2):
        assert house.launch(sub).status_code == 200
    with house.database.read() as session:
        found = list(session.scalars(select(Identity).where(Identity.subject == sub)))
    assert len(found) == 1


@pytest.mark.parametrize("number", [4711, 10**200])
def test_ids_that_are_numbers_become_texts(house: Any, number: int) -> None:
    assert house.launch(number).status_code == 200
    with house.database.read() as session:
        assert session.scalar(select(Identity).where(Identity.subject == str(number)))


def test_a_launch_outside_any_course_says_where_to_open_baton(house: Any, refused: Any) -> None:
    answer = house.launch(**{f"{LTI}context": None})
    refused(answer, 400, "Baton was opened outside a course, so it does not know your team.")
    assert "Open it from the course where your programme is." in answer.text


def test_a_link_to_a_module_that_does_not_exist_is_not_found(house: Any, refused: Any) -> None:
    before = house.written()
    answer = house.launch(**{f"{LTI}custom": {"module": "no-such-module"}})
    refused(answer, 404, "This link names a module that Baton does not have.")
    assert house.written() == before


def test_a_variable_that_the_platform_did_not_fill_in_counts_as_absent(house: Any) -> None:
    answer = house.launch(**{f"{LTI}custom": {"module": "$Module.slug", "n": 7}})
    assert answer.status_code == 200
    assert "Lead from where you are" in answer.text
