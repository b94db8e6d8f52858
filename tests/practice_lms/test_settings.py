"""Settings hold together, or say in a sentence why not."""

import pytest

from practice_lms.settings import Settings

GOOD = {
    "origin": "http://127.0.0.1:8801",
    "tool_login_url": "http://localhost:8800/lti/login",
    "tool_launch_url": "http://localhost:8800/lti/launch",
    "tool_jwks_url": "http://localhost:8800/lti/jwks",
}


def test_the_token_address_belongs_to_the_issuer():
    assert Settings(**GOOD).token_url == "http://127.0.0.1:8801/token"


@pytest.mark.parametrize(
    "origin", ["http://localhost:8801", "http://[::1]:8801", "http://127.9.9.9"]
)
def test_any_loopback_host_will_do(origin):
    assert Settings(**GOOD | {"origin": origin}).origin == origin


@pytest.mark.parametrize(
    "origin", ["http://0.0.0.0:8801", "http://192.168.0.7:8801", "http://lms.norrvik.example"]
)
def test_any_other_host_is_refused(origin):
    with pytest.raises(ValueError, match=r"serves this machine only: .* is not a loopback address"):
        Settings(**GOOD | {"origin": origin})


@pytest.mark.parametrize(
    "origin", ["127.0.0.1:8801", "http://127.0.0.1:8801/", "https://localhost"]
)
def test_an_origin_is_a_scheme_and_a_host(origin):
    with pytest.raises(ValueError, match="origin must look like http"):
        Settings(**GOOD | {"origin": origin})


@pytest.mark.parametrize("name", ["tool_login_url", "tool_launch_url", "tool_jwks_url"])
@pytest.mark.parametrize("url", ["/lti/login", "file:///etc/hosts", "localhost:8800"])
def test_a_tool_address_is_a_whole_web_address(name, url):
    with pytest.raises(ValueError, match=f"{name} must be a whole http or https address"):
        Settings(**GOOD | {name: url})


@pytest.mark.parametrize(
    "half", [{"week_later_url": "http://localhost:8800/later"}, {"week_later_secret": "s"}]
)
def test_the_learning_clock_needs_address_and_secret(half):
    with pytest.raises(ValueError, match="needed together"):
        Settings(**GOOD | half)


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_scores_are_held_for_a_time_that_passes(seconds):
    with pytest.raises(ValueError, match="0 seconds or more"):
        Settings(**GOOD | {"hold_scores_seconds": seconds})
