"""A passage: one stretch of text in a content file, and the line on which it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from learning.content import Language
from learning.content_file import ContentFile
from learning.finding import Finding
from learning.wording import sentences, words

Place = tuple[int | str, ...]
"""Where a passage stands, such as ("try", "options", 0, "reply") or ("## Tool",)."""

_NOT_READ = {"id", "slug"}


@dataclass(frozen=True)
class Passage:
    """A value of the front matter, or a paragraph or list entry below it, without its marks."""

    file: Path
    language: Language
    place: Place
    line: int
    text: str

    @cached_property
    def words(self) -> list[str]:
        """The words of the passage."""
        return words(self.text)

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of the passage."""
        return sentences(self.text)

    @property
    def key(self) -> str:
        """What kind of text it is: the last name in its place, such as `reply`."""
        return next(str(step) for step in reversed(self.place) if isinstance(step, str))

    def finding(self, what: str) -> Finding:
        """Return a finding on this passage's line."""
        return Finding(self.file, self.line, what)


def read_passages(file: ContentFile, language: Language) -> list[Passage]:
    """Return all that people read in a file, in its order."""
    return [
        Passage(file.path, language, place, line, text.strip())
        for place, line, text in (*_values(file), *_paragraphs(file))
        if words(text)
    ]


def _values(file: ContentFile) -> Iterator[tuple[Place, int, str]]:
    for place, text in _texts((), file.metadata):
        yield place, file.line_of(place), text


def _texts(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str) and place[-1] not in _NOT_READ:
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((*place, str(key)), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts((*place, number), inner)


def _paragraphs(file: ContentFile) -> Iterator[tuple[Place, int, str]]:
    for heading, line, text in file.paragraphs():
        yield (heading,), line, text
