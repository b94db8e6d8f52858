"""What the practice Entra publishes of its one tenant."""

from practice_teams.app import create_app
from practice_teams.settings import TENANT_ID, Settings

ORIGIN = "http://localhost"


def test_the_tenant_says_where_its_keys_are_and_no_other_is_there() -> None:
    client = create_app(Settings(ORIGIN, "http://localhost:8800/demo/teams/")).test_client()
    about = client.get(f"/{TENANT_ID}/v2.0/.well-known/openid-configuration").get_json()
    assert about["issuer"] == f"{ORIGIN}/{TENANT_ID}/v2.0"
    (key,) = client.get(about["jwks_uri"].removeprefix(ORIGIN)).get_json()["keys"]
    assert (key["kty"], key["use"]) == ("RSA", "sig")
    assert not {"alg", "d", "p", "q"} & set(key)
    assert (
        client.get("/11111111-aaaa-4aaa-8aaa-111111111111/discovery/v2.0/keys").status_code == 404
    )
