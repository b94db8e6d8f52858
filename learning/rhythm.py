"""The rhythm of a text: how long its sentences are."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from learning.finding import Finding
from learning.passage import Passage
from learning.wording import words

LONGEST = 20
"""Words; a longer sentence is two."""
MEAN = 13
"""Words; the most that the sentences of one file may have on average."""

_NO_SENTENCES = {"title", "tool", "with", "cue", "action", "name"}
_SHOWN = 5


def spoken_sentences(passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Return every sentence with its passage. Names, and the halves of a plan, are none."""
    return [
        (passage, sentence)
        for passage in passages
        if passage.key not in _NO_SENTENCES
        for sentence in passage.sentences
    ]


def longest_sentence(passages: Sequence[Passage]) -> int:
    """Return the number of words in the longest sentence."""
    return max((len(words(said)) for _, said in spoken_sentences(passages)), default=0)


def mean_sentence(passages: Sequence[Passage]) -> float:
    """Return how many words the sentences have on average."""
    lengths = [len(words(said)) for _, said in spoken_sentences(passages)]
    return fmean(lengths) if lengths else 0.0


def long_sentences(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the sentences that are too long, and an average that is too high."""
    for passage, said in spoken_sentences(passages):
        count = len(words(said))
        if count > LONGEST:
            beginning = " ".join(said.split()[:_SHOWN])
            what = f"a sentence of {count} words; make two of at most {LONGEST}: {beginning} …"
            yield passage.finding(what)
    mean = mean_sentence(passages)
    if mean > MEAN:
        what = f"the sentences have {mean:.1f} words on average; keep to {MEAN} or fewer"
        yield Finding(passages[0].file, 1, what)
