"""Selections: what a link opens, from its custom parameters alone."""

import pytest

from learning.catalogue import Catalogue
from learning.errors import NotFound
from lti_tool.selection import module_of, selection_of


@pytest.mark.parametrize(
    ("custom", "selection"),
    [
        ({}, "this-week"),
        ({"other": "x"}, "this-week"),
        ({"module": ""}, "this-week"),
        ({"module": "plans-that-fire"}, "module:plans-that-fire"),
        ({"module": "plans-that-fire", "arc": "x", "programme": "1"}, "module:plans-that-fire"),
        ({"programme": "1"}, "programme"),
        ({"team": "1"}, "my-team"),
        ({"team": "1", "module": "plans-that-fire"}, "module:plans-that-fire"),
        ({"programme": "1", "context_history": "7,8", "link_history": "9"}, "programme"),
    ],
)
def test_a_links_parameters_say_what_it_opens(
    catalogue: Catalogue, custom: dict[str, str], selection: str
) -> None:
    assert selection_of(custom, catalogue) == selection


def test_an_arc_can_be_chosen(catalogue: Catalogue) -> None:
    slug = catalogue.order.arcs[0].slug
    assert selection_of({"arc": slug}, catalogue) == f"arc:{slug}"


@pytest.mark.parametrize(
    "custom", [{"module": "no-such"}, {"arc": "no-such"}, {"module": "../../etc"}]
)
def test_what_is_not_there_is_not_found(catalogue: Catalogue, custom: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        selection_of(custom, catalogue)


def test_only_a_module_names_a_module() -> None:
    assert module_of("module:plans-that-fire") == "plans-that-fire"
    assert [module_of(name) for name in ("this-week", "programme", "my-team", "arc:x", "")] == [
        None
    ] * 5
