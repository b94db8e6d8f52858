"""Quotation marks, apostrophes and exclamation marks, as each language writes them."""

import re
from collections.abc import Callable, Iterator, Sequence

from learning.content import Language
from learning.finding import Finding
from learning.passage import Passage


def wrong_marks(passages: Sequence[Passage], language: Language) -> Iterator[Finding]:
    """Yield the passages with a mark that does not belong there."""
    for passage in passages:
        yield from (passage.finding(what) for wrong, what in _EVERYWHERE if wrong(passage.text))
        quotes = [what for wrong, what in _QUOTES.get(language, ()) if wrong(passage.text)]
        # Quotes of the wrong kind have no partner either; saying so as well helps nobody.
        yield from (passage.finding(what) for what in quotes[:1])


def _has(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.search(pattern, text) is not None


def _is_unbalanced(text: str) -> bool:
    return re.fullmatch(r"[^“”]*(?:“[^“”]*”[^“”]*)*", text) is None


def _is_odd(text: str) -> bool:
    return text.count("”") % 2 == 1


_EVERYWHERE = (
    (_has(r"'"), "write the apostrophe as ’"),
    (_has(r"!"), "end the sentence with a full stop, not with an exclamation mark"),
    (_has(r"\s,|\s\.(?!\.)|\s\?"), "remove the space before the mark"),
)
_QUOTES = {
    "en": (
        (_has(r'"'), "write speech in curly quotes: “…”"),
        (_is_unbalanced, "each “ needs its ”"),
    ),
    "sv": (
        (_has(r'["“„«»]'), "write speech in Swedish quotes: ”…”"),
        (_is_odd, "each ” needs another ”"),
    ),
}
