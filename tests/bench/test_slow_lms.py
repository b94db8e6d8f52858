"""The LMS that grades are sent to agrees to everything and notes what came."""

import requests

from bench.slow_lms import arrivals, open_slow_lms


def test_each_score_and_each_token_request_is_noted() -> None:
    with open_slow_lms() as url:
        token = requests.post(f"{url}/token", {"scope": "score"}, timeout=9).json()
        for _ in range(2):
            requests.post(f"{url}/7/lineitems/3/lineitem/scores", json={}, timeout=9)
        seen = arrivals(url)
    assert token["scope"] == "score"
    assert (len(seen["scores"]), len(seen["tokens"])) == (2, 1)
