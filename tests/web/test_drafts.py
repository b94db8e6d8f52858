"""Drafts: what is typed is kept while it is typed, and shown again to whoever typed it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from cast.visitor import Visitor

FIRST = "lead-from-where-you-are"


def keep(visitor: Visitor, **typed: str) -> int:
    return visitor.post("drafts", {"module": FIRST, **typed}).status_code


def fields(visitor: Visitor) -> dict[str, str]:
    """What stands in the plan form."""
    (form,) = visitor.screen.xpath("//form[@data-draft]")
    values = form.form_values()
    return {name: value.strip() for name, value in values if name in ("cue", "action", "with")}


def test_what_was_typed_is_there_again_after_another_launch(opens: Any) -> None:
    ben = opens("ben")
    ben.finish(until="plan")
    assert keep(ben, cue="the sh") == 204
    assert keep(ben, cue="the shift", action="say", **{"with": "Dana"}) == 204
    again = opens("ben")
    assert again.part == "plan"
    assert fields(again) == {"cue": "the shift", "action": "say", "with": "Dana"}


def test_a_draft_is_its_owners_alone(ben: Visitor, dana: Visitor, chidi: Visitor) -> None:
    ben.finish(until="plan")
    keep(ben, cue="Ben's own")
    for other in (dana, chidi):
        other.finish(until="plan")
        assert "Ben's own" not in other.text
        assert fields(other)["cue"] == ""


def test_a_saved_plan_takes_the_drafts_place(opens: Any) -> None:
    ben = opens("ben")
    ben.finish(until="plan")
    keep(ben, cue="half a thought")
    ben.make_plan(cue="a whole one")
    assert "half a thought" not in opens("ben").answer.text


def test_what_was_refused_is_still_in_the_draft(opens: Any) -> None:
    ben = opens("ben")
    ben.finish(until="plan")
    keep(ben, cue="the shift ends", action="")
    assert ben.make_plan(cue="the shift ends", action="").status_code == 422
    assert fields(opens("ben"))["cue"] == "the shift ends"


@pytest.mark.parametrize("cue", ["", "x" * 5000, "a\x00b", "<b>", "å" * 301])
def test_a_draft_is_never_refused(ben: Visitor, cue: str) -> None:
    assert keep(ben, cue=cue) == 204


@pytest.mark.parametrize("module", ["", "no-such-module", "x" * 500, "\x00"])
def test_a_draft_of_no_module(ben: Visitor, module: str) -> None:
    assert keep(ben, module=module, cue="x") == 404


def test_whoever_is_typing_is_here(ben: Visitor) -> None:
    for minutes in (20, 40, 60):
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            assert keep(ben, cue="x" * minutes) == 204
