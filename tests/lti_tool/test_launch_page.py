"""The page that a launch answers with: whose texts it shows, and who may frame it."""

from typing import Any

import pytest
from doubles.lms import LTI


@pytest.mark.parametrize(
    "text",
    ['<script>alert("x")</script>', "<img src=x onerror=alert(1)>", "</title><b>", "{{7*7}}"],
)
def test_names_and_titles_cannot_become_a_page_of_their_own(house: Any, text: str) -> None:
    answer = house.launch(
        f"marked-{text}"[:200],
        **{
            "name": text,
            "given_name": text,
            "family_name": text,
            f"{LTI}context": {"id": f"course-{text}", "title": text, "label": text},
            f"{LTI}resource_link": {"id": f"link-{text}", "title": text},
            f"{LTI}launch_presentation": {
                "locale": text,
                "return_url": f"https://lms.norrvik.example/{text}",
            },
        },
    )
    assert answer.status_code == 200
    assert text not in answer.text


def policy_of(answer: Any) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _space, value in (part.strip().partition(" ") for part in parts)}


def test_only_the_platform_may_frame_a_visit(house: Any) -> None:
    endpoint = {"lineitem": "https://grades.norrvik.example:8443/1"}
    answer = house.launch(
        **{
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": endpoint,
            f"{LTI}launch_presentation": {"return_url": "https://my_lms.norrvik.example/back"},
        },
    )
    ancestors = policy_of(answer)["frame-ancestors"].split()
    assert "'self'" in ancestors
    assert "https://lms.norrvik.example" in ancestors
    assert "https://grades.norrvik.example:8443" in ancestors
    assert "https://my_lms.norrvik.example" in ancestors
    assert not {"*", "https:", "http:"} & set(ancestors)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example; script-src *",
        "https://evil.example *",
        "https://*.evil.example",
        "https://日本.example/",
        "https://[::1]/",
        "https://evil.example:99999/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a\r\nSet-Cookie: x=1",
        "not an address",
        "",
    ],
)
def test_an_odd_return_address_gets_nowhere(house: Any, url: str) -> None:
    answer = house.launch(**{f"{LTI}launch_presentation": {"return_url": url}})
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    policy.encode("latin-1")
    assert not {"*", "https://*.evil.example"} & set(policy_of(answer)["frame-ancestors"].split())
    assert policy_of(answer)["script-src"] == "'self'"
    assert "javascript:alert" not in answer.text
    assert "Set-Cookie: x" not in str(answer.headers)
