"""The registration and its addresses."""

from dataclasses import replace

from conftest import SECRET


def test_its_secret_is_not_shown_by_accident(entra):
    assert SECRET not in repr(replace(entra, client_secret=SECRET))


def test_its_addresses_are_those_of_entra(entra):
    assert entra.issuer("t") == "https://login.microsoftonline.com/t/v2.0"
    assert entra.discovery_url("t").endswith("/t/v2.0/.well-known/openid-configuration")
    assert entra.token_url("t") == "https://login.microsoftonline.com/t/oauth2/v2.0/token"


def test_the_host_in_its_name_has_small_letters(entra):
    assert entra.identifier_uri == f"api://baton.norrvik.example/{entra.client_id}"
