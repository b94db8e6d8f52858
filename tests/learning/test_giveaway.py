"""No place and no length of an answer gives the best one away, over all questions."""

import re
from pathlib import Path

import pytest
from cast.writer import Writer

from learning.catalogue import Catalogue
from learning.giveaway import Sign, signs


def test_chance_is_the_exact_tail_of_the_binomial() -> None:
    assert Sign("en", "first", 2, 2).chance == pytest.approx(1 / 9)
    assert Sign("en", "first", 0, 2).chance == pytest.approx(4 / 9)
    assert Sign("en", "first", 1, 2).chance == pytest.approx(5 / 9)


@pytest.mark.parametrize(
    ("count", "questions", "gives_away"),
    [
        (28, 84, False),
        (35, 84, False),
        (41, 84, True),
        (16, 84, True),
        (3, 3, False),
        (0, 0, False),
    ],
)
def test_only_a_clear_bias_is_refused(count: int, questions: int, gives_away: bool) -> None:
    assert Sign("en", "longest", count, questions).gives_away is gives_away


def test_what_to_do_about_it_is_said() -> None:
    assert Sign("en", "first", 60, 84).advice == (
        "over all 84 questions in `en`, the best answer stands first too often (71%); "
        "change the order in some"
    )
    assert Sign("sv", "longest", 2, 84).advice == (
        "over all 84 questions in `sv`, the best answer is the longest too seldom (2%); "
        "change the lengths in some"
    )


def test_every_question_of_every_module_counts(catalogue: Catalogue) -> None:
    modules = [catalogue.module(slug) for slug in catalogue.programme]
    found = list(signs(modules, "en"))
    assert [sign.name for sign in found] == ["first", "second", "third", "longest", "shortest"]
    assert {sign.questions for sign in found} == {6 * len(modules)}
    assert sum(sign.count for sign in found if sign.is_place) == 6 * len(modules)


def test_answers_that_are_always_long_are_found(writer: Writer) -> None:
    for path in (writer.folder / "en").glob("*.md"):
        _lengthen_the_best(path)
    said = [what for file, _, what in writer.told() if file == "programme.yaml"]
    assert any("the best answer is the longest too often (100%)" in what for what in said)


def _lengthen_the_best(path: Path) -> None:
    text = path.read_text("utf-8")
    option = r'text: "(.*)"(\n +reply: .*\n +best: true)'
    longer = re.sub(option, r'text: "\1 And then say what you saw and why it is good."\2', text)
    assert longer != text
    path.write_text(longer, "utf-8")
