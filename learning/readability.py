"""How hard a text is to read: English by school grade, every other language by LIX.

Both are published formulas. `docs/decisions/0020-how-texts-are-measured.md` says why these, and
why no library computes them.
"""

from collections.abc import Iterator, Sequence

from learning.content import Language
from learning.finding import Finding
from learning.passage import Passage

HIGHEST_GRADE = 8.0
"""A grade under it is what pupils of thirteen read with ease."""
HIGHEST_LIX = 40.0
"""Under 30 is very easy, 30 to 40 is easy, 60 and more is very hard."""

_LONG = 6
"""Letters; a word with more of them counts as long for LIX."""


def grade(words_in: Sequence[str], sentence_count: int) -> float:
    """Return the Coleman–Liau index (1975): the American school grade of an English text.

    It counts letters, not syllables, so that it needs no dictionary.
    """
    per_word = sum(len(word) for word in words_in) / len(words_in)
    return 5.88 * per_word - 29.6 * sentence_count / len(words_in) - 15.8


def lix(words_in: Sequence[str], sentence_count: int) -> float:
    """Return Björnsson's LIX (1968): words to a sentence, and the percentage of long words."""
    long = sum(len(word) > _LONG for word in words_in)
    return len(words_in) / sentence_count + 100 * long / len(words_in)


def hardness(passages: Sequence[Passage], language: Language) -> float:
    """Return the grade of an English text, or the LIX of another."""
    said = [word for passage in _read(passages) for word in passage.words]
    sentences = sum(len(passage.sentences) for passage in _read(passages))
    if not said:
        return 0.0
    return grade(said, sentences) if language == "en" else lix(said, sentences)


def too_hard(passages: Sequence[Passage], language: Language) -> Iterator[Finding]:
    """Yield a finding for a text that is too hard."""
    measured = hardness(passages, language)
    name, limit = ("grade", HIGHEST_GRADE) if language == "en" else ("LIX", HIGHEST_LIX)
    if measured >= limit:
        advice = "use shorter words and shorter sentences"
        what = f"{name} {measured:.1f}, and should be under {limit:.0f}; {advice}"
        yield Finding(passages[0].file, 1, what)


def _read(passages: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in passages if passage.key != "name"]
