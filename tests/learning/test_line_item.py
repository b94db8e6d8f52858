"""A column: first posts when the first of its modules is complete, rises, and never falls."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue import Catalogue
from learning.content import ArcOrder, ProgrammeOrder
from learning.errors import NotFound
from learning.line_item import LineItem, selected_modules, selection_score

PROGRAMME = ("a", "b", "c", "d", "e", "f", "g")
CATALOGUE = Catalogue(
    ProgrammeOrder(
        arcs=(
            ArcOrder(slug="first", modules=("a", "b", "c")),
            ArcOrder(slug="second", modules=("d", "e", "f", "g")),
        )
    ),
    modules={},
    arcs={},
)
SELECTIONS = ("module:a", "arc:first", "programme", "this-week")
STEPS = st.lists(st.sampled_from(PROGRAMME), max_size=20)


def score(selection: str, heard: dict[str, int]) -> float | None:
    return selection_score(selection, heard, CATALOGUE)


def histories(steps: list[str]) -> list[dict[str, int]]:
    """What is heard after each step: a module becomes complete, then its loop is closed."""
    heard: dict[str, int] = {}
    seen = [dict(heard)]
    for module in steps:
        heard[module] = 100 if module in heard else 80
        seen.append(dict(heard))
    return seen


@pytest.mark.parametrize(
    ("selection", "modules"),
    [
        ("module:b", ("b",)),
        ("arc:first", ("a", "b", "c")),
        ("arc:second", ("d", "e", "f", "g")),
        ("programme", PROGRAMME),
        ("this-week", PROGRAMME),
    ],
)
def test_what_a_selection_covers(selection: str, modules: tuple[str, ...]) -> None:
    assert selected_modules(selection, CATALOGUE) == modules


@pytest.mark.parametrize("selection", ["module:x", "arc:x", "module:", "arc:a", "x", ""])
def test_a_selection_that_the_catalogue_does_not_have(selection: str) -> None:
    with pytest.raises(NotFound, match="names a module that Baton does not have"):
        selected_modules(selection, CATALOGUE)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_nothing_is_posted_before_the_first_module_is_complete(selection: str) -> None:
    assert score(selection, {}) is None


def test_a_module_of_another_selection_posts_nothing() -> None:
    assert score("module:a", {"b": 100}) is None
    assert score("arc:first", {"d": 100}) is None


@pytest.mark.parametrize(
    ("selection", "heard", "shown"),
    [
        ("module:a", {"a": 80}, 80),
        ("module:a", {"a": 100, "b": 80}, 100),
        ("arc:first", {"a": 80}, 26.67),
        ("arc:first", {"a": 100, "b": 80, "d": 100}, 60),
        ("arc:first", {"a": 100, "b": 100, "c": 100}, 100),
        ("programme", {"a": 80}, 11.43),
        ("this-week", {"a": 80}, 80),
        ("this-week", {"a": 100, "b": 80}, 100),
    ],
)
def test_what_a_column_shows(selection: str, heard: dict[str, int], shown: float) -> None:
    assert score(selection, heard) == shown


@given(STEPS)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_a_column_never_falls_and_is_never_0(selection: str, steps: list[str]) -> None:
    shown = [score(selection, heard) for heard in histories(steps)]
    for before, after in pairwise(shown):
        assert before is None or (after is not None and before <= after)
    assert all(0 < value <= 100 for value in shown if value is not None)


@given(STEPS)
@pytest.mark.parametrize("selection", ["module:a", "arc:first", "programme"])
def test_a_column_rises_with_every_step(selection: str, steps: list[str]) -> None:
    covered = selected_modules(selection, CATALOGUE)
    for before, after in pairwise(histories(steps)):
        if any(before.get(slug) != after.get(slug) for slug in covered):
            assert (score(selection, before) or 0) < (score(selection, after) or 0)


@given(STEPS)
def test_a_column_shows_the_sum_over_the_number_of_modules(steps: list[str]) -> None:
    heard = histories(steps)[-1]
    hundredths = sum(10_000 * heard.get(slug, 0) // 100 for slug in PROGRAMME) / len(PROGRAMME)
    assert (score("programme", heard) or 0) == pytest.approx(hundredths / 100, abs=0.005)


def test_a_column_whose_module_has_left_stays_as_it_is() -> None:
    assert LineItem(selection="module:gone").score({"a": 100}, CATALOGUE) is None


def test_even_a_year_of_modules_shows_every_step(catalogue: Catalogue) -> None:
    year = Catalogue(
        ProgrammeOrder(
            arcs=(ArcOrder(slug="year", modules=tuple(f"week-{n}" for n in range(52))),)
        ),
        modules={},
        arcs={},
    )
    shown = [selection_score("programme", {"week-0": heard}, year) for heard in (80, 100)]
    assert shown == [1.54, 1.92]


def test_the_published_programme_can_be_selected(catalogue: Catalogue) -> None:
    for slug in catalogue.programme:
        assert selected_modules(f"module:{slug}", catalogue) == (slug,)
    for arc in catalogue.order.arcs:
        assert selected_modules(f"arc:{arc.slug}", catalogue) == arc.modules
