"""The LMS says where its endpoints are."""

import requests


def test_the_configuration_leads_to_endpoints_that_answer(platform):
    address = f"{platform.origin}/.well-known/openid-configuration"
    found = requests.get(address).json()
    assert found["issuer"] == platform.origin
    assert requests.get(found["jwks_uri"]).json()["keys"]
    assert requests.post(found["token_endpoint"]).json()["error"]
    assert "Open the link again" in requests.get(found["authorization_endpoint"]).text
    assert found["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
