"""Every service asks for a live token with the right scope."""

import pytest
import requests

AGS = "https://purl.imsglobal.org/spec/lti-ags/scope"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SERVICES = [
    ("POST", "/course-1/lineitems/2/lineitem/scores?type_id=1", {f"{AGS}/score"}),
    ("GET", "/course-1/lineitems/2/lineitem/results?type_id=1", {f"{AGS}/result.readonly"}),
    (
        "GET",
        "/course-1/lineitems?type_id=1",
        {f"{AGS}/lineitem", f"{AGS}/lineitem.readonly"},
    ),
    (
        "GET",
        "/course-1/lineitems/2/lineitem?type_id=1",
        {f"{AGS}/lineitem", f"{AGS}/lineitem.readonly"},
    ),
    ("POST", "/course-1/lineitems?type_id=1", {f"{AGS}/lineitem"}),
    ("PUT", "/course-1/lineitems/2/lineitem?type_id=1", {f"{AGS}/lineitem"}),
    ("DELETE", "/course-1/lineitems/2/lineitem?type_id=1", {f"{AGS}/lineitem"}),
    ("GET", "/course-1/memberships", {NRPS}),
]
ALL = {f"{AGS}/{name}" for name in ("score", "result.readonly", "lineitem", "lineitem.readonly")}


@pytest.mark.parametrize(("method", "path", "scopes"), SERVICES)
def test_a_scope_opens_its_own_services_only(platform, method, path, scopes):
    for scope in ALL | {NRPS}:
        answer = requests.request(method, platform.origin + path, headers=platform.bearer(scope))
        assert (answer.status_code != 401) == (scope in scopes), scope


@pytest.mark.parametrize(("method", "path", "scopes"), SERVICES)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi"])
def test_no_token_opens_nothing(platform, method, path, scopes, header):
    headers = {} if header is None else {"Authorization": header}
    answer = requests.request(method, platform.origin + path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["reason"] == "Unauthorized"


def test_the_kind_of_token_may_be_written_in_small_letters(platform):
    token = platform.bearer()["Authorization"].removeprefix("Bearer ")
    assert platform.post_score(bearer={"Authorization": f"bearer {token}"}).status_code == 200


def test_an_expired_token_opens_nothing(make_platform):
    platform = make_platform(token_seconds=0)
    assert platform.post_score().status_code == 401


def test_a_revoked_token_opens_nothing(platform):
    bearer = platform.bearer()
    platform.lms.access_tokens.revoke_all()
    assert platform.post_score(bearer=bearer).status_code == 401
    assert platform.post_score().status_code == 200


def test_a_refusal_says_what_was_asked_but_not_with_which_token(platform):
    answer = platform.post_score(bearer={"Authorization": "Bearer nonsense"})
    assert answer.json()["request"]["method"] == "POST"
    assert answer.json()["request"]["url"].endswith("/scores?type_id=1")
    assert "nonsense" not in answer.text
