"""For the tests of door two: one Baton as Entra knows it."""

import pytest

from teams_app.entra import Entra

CLIENT_ID = "0000aaaa-1111-4222-8333-444455556666"
TENANT_ID = "11111111-aaaa-4bbb-8ccc-222222222222"


@pytest.fixture
def entra() -> Entra:
    return Entra(
        client_id=CLIENT_ID,
        client_secret="",
        authority="https://login.microsoftonline.com",
        graph_url="https://graph.microsoft.com",
        public_url="https://Baton.Norrvik.example",
    )
