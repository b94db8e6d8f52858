"""Whether a plan reads as one sentence: "If {cue}, then I {action}"."""

import re
from collections.abc import Iterator, Sequence

from learning.content import Language
from learning.finding import Finding
from learning.passage import Passage
from learning.rhythm import LONGEST
from learning.wording import words

_SENTENCES: dict[Language, str] = {
    "en": "If {cue}, then I {action}.",
    "sv": "Om {cue}, då {action}.",
}
_BEGINNINGS: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {"cue": ("if", "when"), "action": ("i", "then", "to", "i’ll")},
    "sv": {"cue": ("om", "när"), "action": ("då", "så", "att")},
}
"""What the sentence says already, so that no part may begin with it."""

_OWN_CAPITALS = re.compile(r"(?:I|I’\w+|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)")
_SUBJECT = "jag"
_SUBJECT_WITHIN = 3
"""Words; in Swedish the verb comes before the one who acts: "då tackar jag"."""


def broken_plans(passages: Sequence[Passage], language: Language) -> Iterator[Finding]:
    """Yield the parts of a plan that do not fit into its sentence."""
    names = _names(passages)
    for passage in passages:
        if passage.place[0] == "plans":
            yield from _part_problems(passage, language, names)
    yield from _too_long(passages, language)


def _part_problems(passage: Passage, language: Language, names: set[str]) -> Iterator[Finding]:
    key, first = f"`{passage.key}`", passage.words[0]
    if passage.text[-1] in ".!?…,;:":
        yield passage.finding(f"{key} is a part of a sentence; leave out the mark at its end")
    if first[0].isupper() and first not in names and not _OWN_CAPITALS.fullmatch(first):
        yield passage.finding(f"{key} is a part of a sentence; begin it with a small letter")
    if first.lower() in _BEGINNINGS.get(language, {}).get(passage.key, ()):
        sentence = _SENTENCES[language].format(cue="(cue)", action="(action)")
        yield passage.finding(f"{key} goes into “{sentence}”; leave out “{first}”")
    if language == "sv" and passage.key == "action":
        beginning = [word.lower() for word in passage.words[:_SUBJECT_WITHIN]]
        if _SUBJECT not in beginning:
            what = "begin `action` with the verb and “jag”, as in “tackar jag och säger varför”"
            yield passage.finding(what)


def _too_long(passages: Sequence[Passage], language: Language) -> Iterator[Finding]:
    cues = {
        passage.place[1]: passage for passage in passages if passage.place[::2] == ("plans", "cue")
    }
    for passage in passages:
        if passage.place[::2] != ("plans", "action") or passage.place[1] not in cues:
            continue
        cue = cues[passage.place[1]]
        sentence = _SENTENCES.get(language, "{cue}, {action}")
        count = len(words(sentence.format(cue=cue.text, action=passage.text)))
        if count > LONGEST:
            yield cue.finding(f"the plan has {count} words as a sentence; shorten it to {LONGEST}")


def _names(passages: Sequence[Passage]) -> set[str]:
    """Return the words that have a capital letter inside a sentence, where only names do."""
    inside = [
        word
        for passage in passages
        if passage.place[0] != "plans"
        for sentence in passage.sentences
        for word in words(sentence)[1:]
    ]
    return {word for word in inside if word[0].isupper()}
