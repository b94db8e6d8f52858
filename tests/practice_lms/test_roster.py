"""The roster names everybody in the course."""

import pytest
import requests

MEMBERSHIPS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"


def roster(platform, query="", accept=MEMBERSHIPS):
    headers = platform.bearer() | {"Accept": accept}
    return requests.get(f"{platform.origin}/course-1/memberships{query}", headers=headers)


def test_everybody_is_on_it(platform):
    answer = roster(platform)
    body = answer.json()
    assert answer.headers["Content-Type"] == f"{MEMBERSHIPS}; charset=utf-8"
    assert body["id"] == f"{platform.origin}/course-1/memberships"
    assert body["context"] == {
        "id": "course-1",
        "label": "LEAD",
        "title": "Leadership at Norrvik",
    }
    assert len({member["user_id"] for member in body["members"]}) == 12
    assert "Link" not in answer.headers


def test_a_member_has_a_name_and_a_short_role(platform):
    members = {member["given_name"]: member for member in roster(platform).json()["members"]}
    assert members["Amira"]["roles"] == ["Instructor"]
    assert members["Ben"] == {
        "status": "Active",
        "roles": ["Learner"],
        "user_id": "12",
        "lis_person_sourcedid": "ID-12",
        "name": "Ben Okafor",
        "given_name": "Ben",
        "family_name": "Okafor",
        "email": "ben.okafor@norrvik.example",
        "ext_user_username": "ben.okafor",
    }


@pytest.mark.parametrize("prefix", ["", "http://purl.imsglobal.org/vocab/lis/v2/membership%23"])
@pytest.mark.parametrize(("role", "count"), [("Instructor", 2), ("Learner", 10), ("Mentor", 0)])
def test_a_role_narrows_it(platform, prefix, role, count):
    members = roster(platform, f"?role={prefix}{role}").json()["members"]
    assert len(members) == count


def test_it_comes_in_pages(platform):
    answer = roster(platform, "?limit=5")
    found = answer.json()["members"]
    while "next" in answer.links:
        headers = platform.bearer() | {"Accept": MEMBERSHIPS}
        answer = requests.get(answer.links["next"]["url"], headers=headers)
        found += answer.json()["members"]
    assert len({member["user_id"] for member in found}) == len(found) == 12


def test_a_page_keeps_the_filter(platform):
    answer = roster(platform, "?role=Learner&limit=6")
    headers = platform.bearer() | {"Accept": MEMBERSHIPS}
    rest = requests.get(answer.links["next"]["url"], headers=headers).json()["members"]
    assert [member["roles"] for member in rest] == [["Learner"]] * 4


def test_for_a_link_each_member_has_its_message(platform):
    members = roster(platform, "?rlid=module-ask-early").json()["members"]
    assert members[1]["message"] == [
        {
            f"{LTI}message_type": "LtiResourceLinkRequest",
            f"{LTI}custom": {"module": "ask-early"},
        }
    ]


def test_a_link_that_does_not_exist_is_not_found(platform):
    assert roster(platform, "?rlid=unheard-of").status_code == 404


def test_another_accept_is_refused(platform):
    assert roster(platform, accept="application/json").status_code == 400
