"""The huddle kit: one page, for whoever may open the module."""

from cast.visitor import Visitor

from learning.catalogue import Catalogue

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def test_the_kit_has_everything_that_a_host_needs(ben: Visitor, catalogue: Catalogue) -> None:
    ben.get(f"modules/{FIRST}/kit")
    huddle = catalogue.module(FIRST).huddle
    for text in (huddle.why, huddle.case, huddle.team_plan, *huddle.lines, *huddle.traps):
        assert " ".join(text.split()) in ben.text


def test_a_kit_of_a_later_week_is_not_open_yet(ben: Visitor, amira: Visitor) -> None:
    assert ben.get(f"modules/{SECOND}/kit").status_code == 403
    assert amira.get(f"modules/{SECOND}/kit").status_code == 200, "the leader goes first"


def test_there_is_no_kit_of_no_module(ben: Visitor) -> None:
    assert ben.get("modules/no-such-module/kit").status_code == 404
