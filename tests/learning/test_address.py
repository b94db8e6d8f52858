"""Swedish says "du", with a small letter."""

import pytest
from cast.writer import passage

from learning.address import wrong_address


@pytest.mark.parametrize(
    "text",
    ["Du kan fråga.", "När du frågar får ni svar.", "”Du”, säger hon.", "Vad gör ni i dag?"],
)
def test_as_people_at_work_say_it(text: str) -> None:
    assert list(wrong_address([passage(f"{text} Det ger dig tid.", "## Tool")], "sv")) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Sedan frågar Du.", "write “du” with a small letter"),
        ("Vi ber Er läsa, om du vill.", "write “er” with a small letter"),
        ("Man frågar en person.", "speak to the reader as “du”"),
    ],
)
def test_not_from_above(text: str, what: str) -> None:
    assert what in [finding.what for finding in wrong_address([passage(text, "## Tool")], "sv")]


def test_english_has_no_such_rule() -> None:
    assert list(wrong_address([passage("One asks.", "## Tool")], "en")) == []
