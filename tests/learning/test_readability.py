"""English under grade 8, Swedish under LIX 40, by the published formulas."""

import pytest
from cast.writer import Writer, passage

from learning.readability import grade, hardness, lix, too_hard

EASY = "You ask one person. She helps you. It takes two minutes."
HARD = (
    "Organisational communication necessitates comprehensive interdepartmental coordination, "
    "facilitating transparent implementation of administrative responsibilities."
)
EASY_SV = "Du frågar en person. Hon hjälper dig. Det tar två minuter."
HARD_SV = (
    "Organisationens kommunikationsstrategi förutsätter omfattande samordning mellan "
    "verksamhetsområden, vilket underlättar genomförandet av administrativa ansvarsuppgifter."
)


def test_lix_is_words_in_a_sentence_and_the_percentage_of_long_ones() -> None:
    said = [
        "Det",
        "här",
        "är",
        "en",
        "mening",
        "med",
        "ett",
        "ovanligt",
        "ord",
        "och",
        "ett",
        "till",
    ]
    assert lix(said, 2) == pytest.approx(len(said) / 2 + 100 * 1 / len(said))


def test_the_grade_is_by_coleman_and_liau() -> None:
    said = ["four"] * 100
    assert grade(said, 10) == pytest.approx(0.0588 * 400 - 0.296 * 10 - 15.8)


@pytest.mark.parametrize(("text", "language"), [(EASY, "en"), (EASY_SV, "sv")])
def test_plain_words_pass(text: str, language: str) -> None:
    assert list(too_hard([passage(text)], language)) == []


@pytest.mark.parametrize(
    ("text", "language", "what"),
    [(HARD, "en", "and should be under 8"), (HARD_SV, "sv", "and should be under 40")],
)
def test_words_of_an_office_do_not(text: str, language: str, what: str) -> None:
    (finding,) = too_hard([passage(text)], language)
    assert what in finding.what


def test_nothing_is_not_hard() -> None:
    assert hardness([], "en") == 0


def test_a_module_of_hard_words_is_found(writer: Writer) -> None:
    for heading in ("Tool", "Scene: office", "Scene: remote", "Chaos week", "Shift board"):
        writer.write_section(heading, f"{HARD} " * 7)
    assert any("and should be under 8; use shorter words" in what for _, _, what in writer.told())
