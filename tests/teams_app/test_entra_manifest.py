"""What is pasted into Entra."""

from teams_app.entra_manifest import entra_manifest
from teams_app.manifest import Publisher, build_manifest


def test_it_names_the_same_registration_as_the_app_in_teams(entra):
    page = "https://baton.norrvik.example/privacy"
    app = build_manifest(entra, Publisher("Norrvik", page, page), "1.0.0")
    assert entra_manifest(entra)["identifierUris"] == [app["webApplicationInfo"]["resource"]]


def test_the_nine_hosts_get_the_one_scope_without_asking(entra):
    api = entra_manifest(entra)["api"]
    (scope,) = api["oauth2PermissionScopes"]
    assert (scope["value"], scope["type"], scope["isEnabled"]) == ("access_as_user", "User", True)
    hosts = api["preAuthorizedApplications"]
    assert len({one["appId"] for one in hosts}) == 9
    assert all(one["delegatedPermissionIds"] == [scope["id"]] for one in hosts)


def test_tokens_are_of_version_two(entra):
    assert entra_manifest(entra)["api"]["requestedAccessTokenVersion"] == 2


def test_pasted_again_it_is_the_same(entra):
    assert entra_manifest(entra) == entra_manifest(entra)
