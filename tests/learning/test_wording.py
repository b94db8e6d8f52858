"""Where words and sentences end, in English and in Swedish."""

import pytest

from learning.wording import sentences, words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I don’t know", 3),
        ("the 15-minute rule", 3),
        ("at 10:25, or 3.5 metres", 5),
        ("What? “Yes” – no …", 3),
        ("Hon är på gång", 4),
        ("…", 0),
    ],
)
def test_words_are_counted_as_one_says_them(text: str, count: int) -> None:
    assert len(words(text)) == count


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three", ["One.", "Two?", "Three"]),
        (
            "“Now, or after lunch?” You show her. “I had the same,” she says.",
            ["“Now, or after lunch?”", "You show her.", "“I had the same,” she says."],
        ),
        ("“Stop. Wait. What now?” she asks.", ["“Stop.", "Wait.", "What now?” she asks."]),
        (
            "”Nu, eller efter lunch?” Du visar henne. ”Jag vet”, säger hon.",
            ["”Nu, eller efter lunch?”", "Du visar henne.", "”Jag vet”, säger hon."],
        ),
        ("”Vänta.” ”Varför?” Sedan gick vi.", ["”Vänta.”", "”Varför?”", "Sedan gick vi."]),
        ("”Bra.” Åsa nickar. Örjan också.", ["”Bra.”", "Åsa nickar.", "Örjan också."]),
        ("She says: “We go.” We go.", ["She says:", "“We go.”", "We go."]),
        ("Three things: one, two, three.", ["Three things: one, two, three."]),
        ("Ask Dr. Berg at 9 a.m. on Monday.", ["Ask Dr. Berg at 9 a.m. on Monday."]),
        ("Vi ses kl. 9. Ta med t.ex. Anna.", ["Vi ses kl. 9.", "Ta med t.ex. Anna."]),
        ("Vanessa K. B. Lake wrote it.", ["Vanessa K. B. Lake wrote it."]),
        ("It takes 3.5 hours. Then rest.", ["It takes 3.5 hours.", "Then rest."]),
        ("Well … yes. No.", ["Well … yes.", "No."]),
        ("Done. 25 minutes are enough.", ["Done.", "25 minutes are enough."]),
    ],
)
def test_a_sentence_ends_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_nothing_has_no_sentence() -> None:
    assert sentences("") == []
    assert sentences("…") == []
