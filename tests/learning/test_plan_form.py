"""A plan reads as one sentence: "If {cue}, then I {action}", "Om {cue}, då {action}"."""

import pytest
from cast.writer import Writer, passage

from learning.plan_form import broken_plans


def told(cue: str, action: str, language: str = "en", *more: str) -> list[str]:
    plan = [
        passage(cue, "plans", 0, "cue", language=language),
        passage(action, "plans", 0, "action", language=language),
    ]
    scene = [passage(text, "## Scene: office", language=language) for text in more]
    return [finding.what for finding in broken_plans([*plan, *scene], language)]


@pytest.mark.parametrize(
    ("cue", "action", "language"),
    [
        ("the shift ends", "thank one person", "en"),
        ("I am stuck", "ask one person", "en"),
        ("Monday starts", "choose one thing", "en"),
        ("ett pass slutar", "tackar jag en person", "sv"),
        ("jag har kört fast", "frågar jag en person", "sv"),
    ],
)
def test_plans_that_read_well(cue: str, action: str, language: str) -> None:
    assert told(cue, action, language) == []


@pytest.mark.parametrize(
    ("cue", "action", "language", "what"),
    [
        ("it ends.", "ask", "en", "`cue` is a part of a sentence; leave out the mark at its end"),
        ("it ends", "Ask her", "en", "`action` is a part of a sentence; begin it with a small"),
        ("if it ends", "ask", "en", "`cue` goes into “If (cue), then I (action).”; leave out “if”"),
        ("it ends", "then ask", "en", "leave out “then”"),
        ("it ends", "I ask", "en", "leave out “I”"),
        ("om det slutar", "frågar jag", "sv", "`cue` goes into “Om (cue), då (action).”"),
        ("det slutar", "fråga en person", "sv", "begin `action` with the verb and “jag”"),
    ],
)
def test_parts_that_do_not_fit(cue: str, action: str, language: str, what: str) -> None:
    (said,) = told(cue, action, language)
    assert what in said


def test_a_name_keeps_its_capital() -> None:
    assert told("Sam asks me", "answer today", "en", "At lunch Sam says no.") == []
    assert len(told("Sam asks me", "answer today")) == 1


def test_a_plan_that_is_too_long_to_say() -> None:
    (what,) = told("word " * 10, "word " * 10)
    assert what == "the plan has 23 words as a sentence; shorten it to 20"


def test_a_plan_that_does_not_fit_is_named_by_its_line(writer: Writer) -> None:
    line = writer.fill("cue", "If I try the same thing twice.")
    assert writer.told_of(line) == [
        "`cue` goes into “If (cue), then I (action).”; leave out “If”",
        "`cue` is a part of a sentence; begin it with a small letter",
        "`cue` is a part of a sentence; leave out the mark at its end",
    ]
