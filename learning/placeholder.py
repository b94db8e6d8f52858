"""Placeholders: what a skeleton leaves to be written, `[write: …]`, a short name, a year.

A module with one in it can be looked at and checked. It is not served.
"""

import re
from collections.abc import Iterator

from learning.content_file import ContentFile
from learning.errors import ContentError

_TEXT = re.compile(r"\[write: ([^\]]*)\]")
_OTHERS = {
    re.compile(r"\bid: name-me-"): "give this a short name of its own, in small letters",
    re.compile(r"^\s*year: 0\s*$"): "write the year",
}


def placeholder(what: str) -> str:
    """Return the placeholder for a text."""
    return f"[write: {what}]"


def has_placeholder(text: str) -> bool:
    """Tell whether a text, or a part of it, is still to be written."""
    return _TEXT.search(text) is not None


def unwritten(file: ContentFile) -> Iterator[ContentError]:
    """Yield, line by line, what is still to be written."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        for wanted in _TEXT.findall(line):
            yield file.error(number, f"still to be written: {wanted}")
        for pattern, what in _OTHERS.items():
            if pattern.search(line):
                yield file.error(number, what)
