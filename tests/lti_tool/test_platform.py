"""A registration: where plain http and private addresses are allowed for it."""

import pytest

from lti_tool.platform import Platform


@pytest.fixture
def intranet() -> Platform:
    return Platform(
        issuer="http://lms.norrvik.internal",
        auth_url="http://lms.norrvik.internal/auth",
        token_url="http://10.0.0.7:8080/token",
        jwks_url="http://lms.norrvik.internal:8080/jwks",
        allow_http=True,
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.norrvik.internal/course/1/lineitems",
        "https://LMS.norrvik.internal:9000/roster",
        "http://10.0.0.7/scores",
    ],
)
def test_http_is_allowed_at_the_hosts_of_the_registration(intranet: Platform, url: str) -> None:
    assert intranet.allows_http_at(url)
    intranet.allow_http = False
    assert not intranet.allows_http_at(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.8/scores",
        "http://127.0.0.1/scores",
        "http://payroll.norrvik.internal/scores",
        "http://lms.norrvik.internal@10.0.0.8/",
        "http://lms.norrvik.internal.norrvik.example/",
        "http://[",
        "",
    ],
)
def test_no_launch_can_lead_elsewhere_in_our_network(intranet: Platform, url: str) -> None:
    assert not intranet.allows_http_at(url)
