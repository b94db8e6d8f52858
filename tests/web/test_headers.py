"""Every answer says what it may load, who may frame it, and that nobody keeps a copy."""

from collections.abc import Callable

import pytest
from cast.visitor import Visitor
from doubles.lms import LTI
from flask import Flask
from werkzeug.test import TestResponse

FIRST = "lead-from-where-you-are"
ANSWERS: dict[str, Callable[[Visitor], TestResponse]] = {
    "the launch": lambda ben: ben.answer,
    "a screen": lambda ben: ben.get(f"modules/{FIRST}/recall"),
    "an answer": lambda ben: ben.post(f"modules/{FIRST}/recall", {"done": "1"}),
    "a refusal": lambda ben: ben.post(f"modules/{FIRST}/recall", {"case": "x"}),
    "the programme": lambda ben: ben.get("programme"),
    "the kit": lambda ben: ben.get(f"modules/{FIRST}/kit"),
    "who sees what": lambda ben: ben.get("privacy"),
    "a draft": lambda ben: ben.post("drafts", {"module": FIRST}),
    "a ticket": lambda ben: ben.post("tickets", json={"path": ben.url("programme")}),
    "hand over": lambda ben: ben.post("hand-over"),
    "the end": lambda ben: ben.get("ended"),
    "the shell": lambda ben: ben.client.get(ben.url("programme")),
    "a visit that is over": lambda ben: ben.client.post(ben.url("hand-over")),
    "nothing there": lambda ben: ben.client.get("/nothing/there"),
    "another method": lambda ben: ben.client.delete(ben.url("programme")),
    "too much": lambda ben: ben.post("drafts", {"cue": "x" * 300_000}),
    "an odd address": lambda ben: ben.client.get("/s/%00/programme"),
}
IN_THE_VISIT = ["the launch", "a screen", "an answer", "a refusal", "the programme", "hand over"]


def policy(answer: TestResponse) -> dict[str, str]:
    """The content security policy, by directive."""
    text = answer.headers["Content-Security-Policy"]
    return {
        name: value for name, _, value in (part.strip().partition(" ") for part in text.split(";"))
    }


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer(ben: Visitor, kind: str) -> None:
    answer = ANSWERS[kind](ben)
    rules = policy(answer)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["base-uri"] == "'none'"
    assert "form-action" in rules
    assert "unsafe" not in str(rules)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize("kind", [*IN_THE_VISIT, "the shell"])
def test_the_platform_may_frame_its_visits_and_strangers_may_not(ben: Visitor, kind: str) -> None:
    frames = policy(ANSWERS[kind](ben))["frame-ancestors"].split()
    assert "'self'" in frames
    assert "https://lms.norrvik.example" in frames
    assert "https://teams.microsoft.com" in frames
    assert "https://lms.elsewhere.example" not in frames
    assert "*" not in frames


def test_the_launchs_return_address_may_frame_as_well(opens: Callable[..., Visitor]) -> None:
    back = "https://moodle.norrvik.example:8443/course/view.php?id=2"
    ben = opens("ben", **{f"{LTI}launch_presentation": {"return_url": back}})
    frames = policy(ben.answer)["frame-ancestors"].split()
    assert "https://moodle.norrvik.example:8443" in frames


def test_where_the_platform_is_unknown_no_limit_is_set(app: Flask) -> None:
    assert "frame-ancestors" not in policy(app.test_client().get("/nothing/there"))


def test_the_pages_have_nothing_that_the_policy_forbids(ben: Visitor) -> None:
    ben.finish(until="plan")
    for page in (ben.answer.text, ben.client.get(ben.url("programme")).text):
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<style" not in page


def test_built_files_may_be_kept_for_a_year(ben: Visitor) -> None:
    whole = ben.client.get(ben.url("programme"))
    address = whole.text.partition('<script src="')[2].partition('"')[0]
    file = ben.client.get(address)
    assert file.status_code == 200
    assert "max-age=31536000" in file.headers["Cache-Control"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    file.close()
