"""One address for everything, and plain pages where something is wrong."""

import pytest
import requests


def test_another_name_of_this_machine_leads_to_the_right_one(platform):
    address = platform.origin.replace("127.0.0.1", "localhost")
    answer = requests.get(f"{address}/course?link=week-now", allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{platform.origin}/course?link=week-now"


@pytest.mark.parametrize("path", ["/token", "/sign-in", "/week-later"])
def test_nothing_is_posted_to_another_name(platform, path):
    answer = requests.post(platform.origin + path, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert f"found at {platform.origin} only" in answer.text


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/token", 405)])
def test_a_wrong_address_gets_a_plain_page(platform, path, status):
    answer = requests.get(platform.origin + path)
    assert answer.status_code == status
    assert "That did not work" in answer.text


def test_pages_load_nothing_from_elsewhere(platform):
    policy = requests.get(platform.origin).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
