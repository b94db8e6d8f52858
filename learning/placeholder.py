"""Placeholders: `[write: …]` marks a text that is still to be written."""

import re
from collections.abc import Iterator, Sequence

from learning.finding import Finding
from learning.passage import Passage

_PLACEHOLDER = re.compile(r"\[write:? ?([^\]]*)\]")


def is_placeholder(passage: Passage) -> bool:
    """Tell whether a passage, or a part of it, is still to be written."""
    return _PLACEHOLDER.search(passage.text) is not None


def unwritten(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the texts that are still to be written."""
    for passage in passages:
        for wanted in _PLACEHOLDER.findall(passage.text):
            yield passage.finding(f"still to be written: {wanted}")
