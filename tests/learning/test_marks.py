"""Quotation marks as each language writes them, curly apostrophes, and no exclamation marks."""

import pytest
from cast.writer import Writer, passage

from learning.marks import wrong_marks


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“I’ll ask,” she says. “Now?”"),
        ("en", "Nothing is said."),
        ("sv", "”Jag frågar”, säger hon. ”Nu?”"),
        ("sv", "Hon väntar … och frågar."),
        ("nb", "«Nå», sier hun."),
    ],
)
def test_marks_as_they_should_be(language: str, text: str) -> None:
    assert list(wrong_marks([passage(text)], language)) == []


@pytest.mark.parametrize(
    ("language", "text", "what"),
    [
        ("en", '"Now"', "write speech in curly quotes: “…”"),
        ("en", "“Now", "each “ needs its ”"),
        ("en", "”Now”", "each “ needs its ”"),
        ("en", "I don't", "write the apostrophe as ’"),
        ("en", "Now!", "end the sentence with a full stop, not with an exclamation mark"),
        ("en", "Now , then", "remove the space before the mark"),
        ("sv", "“Nu”", "write speech in Swedish quotes: ”…”"),
        ("sv", '"Nu"', "write speech in Swedish quotes: ”…”"),
        ("sv", "”Nu", "each ” needs another ”"),
    ],
)
def test_marks_that_do_not_belong_there(language: str, text: str, what: str) -> None:
    (finding,) = wrong_marks([passage(text, line=3)], language)
    assert (finding.line, finding.what) == (3, what)


def test_an_exclamation_mark_is_named_by_its_line(writer: Writer) -> None:
    line = writer.fill("promise", "Ask one person!")
    assert writer.told_of(line) == [
        "end the sentence with a full stop, not with an exclamation mark"
    ]
