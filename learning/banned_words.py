"""Words that no module uses, and what to write instead: `content/<language>/banned-words.yaml`."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from learning.content import Line
from learning.content_file import ContentFile
from learning.finding import Finding
from learning.passage import Passage

_SPEECH = re.compile(r"[“”][^“”]*”")
_ANY = r"[\w’-]*"
_EXAMPLE = "## Poor example"


class BannedWord(BaseModel):
    """A word or a phrase. A `*` stands for any ending or beginning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    avoid: Line
    write: Line

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it: whole words; in any case, unless it is written with capitals."""
        whole = r"\s+".join(re.escape(part) for part in self.avoid.split())
        any_case = re.IGNORECASE if self.avoid.islower() else re.NOFLAG
        return re.compile(rf"(?<!\w){whole.replace(re.escape('*'), _ANY)}(?!\w)", any_case)


class BannedWords(BaseModel):
    """The list of one language, by the reason why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    blame: tuple[BannedWord, ...]
    """They judge people. In what somebody says in a scene they may stand."""
    jargon: tuple[BannedWord, ...]
    idioms: tuple[BannedWord, ...]
    """They mean something else than they say, which not everyone knows."""
    names: Annotated[tuple[BannedWord, ...], Field(default=())]
    """Others' trademarks. In the sources they may stand."""


def read_banned_words(folder: Path, language: str) -> BannedWords:
    """Read a language's list.

    Raises ContentError if it is missing or wrong.
    """
    return ContentFile(folder / language / "banned-words.yaml").build(BannedWords)


def banned(passages: Sequence[Passage], listed: BannedWords) -> Iterator[Finding]:
    """Yield every use of a banned word."""
    for passage in passages:
        if passage.place[0] == _EXAMPLE or passage.key == "name":
            continue
        narrated = _SPEECH.sub("“”", passage.text)
        yield from _uses(passage, narrated, listed.blame, "judges people")
        yield from _uses(passage, passage.text, listed.jargon, "is jargon")
        yield from _uses(passage, passage.text, listed.idioms, "is an idiom")
        if passage.place[0] != "sources":
            yield from _uses(passage, passage.text, listed.names, "is somebody’s trademark")


def _uses(passage: Passage, text: str, words: Sequence[BannedWord], why: str) -> Iterator[Finding]:
    for word in words:
        for use in word.pattern.findall(text):
            yield passage.finding(f"“{use}” {why}; write {word.write}")
