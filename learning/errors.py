"""Everything the domain refuses, as one tree.

    Refusal                      a sentence for the person who can act on it
    ├── ContentError             a file under content/ is wrong; names file and line
    ├── NotFound                 no such module, part, case or option
    ├── NotOpenYet               it exists, but its time has not come
    └── Incomplete               an answer lacks something the person can add

`web.problems` maps each of them to a status and a page, and says it in the reader's language.
"""

from pathlib import Path


class Refusal(Exception):
    """Base of all refusals: one whole sentence, which can be shown as it is.

    The sentence is written where it is raised, in English and in one piece, with its values apart:
    `Incomplete("Please choose at most %(most)s.", most=3)`. So `make messages` finds it, and a page
    can say it in the reader's language (`web.language.say_refusal`). `str(error)` is English.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message, self.values = message, values


def gettext_noop(text: str) -> str:
    """Mark a sentence that is no refusal, and that a page will say in the reader's language."""
    return text


class ContentError(Refusal):
    """A content file that cannot be used.

    `file` and `line` (1-based) say where; `what` says what to write instead.
    """

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file = file
        self.line = line
        self.what = what


class NotFound(Refusal):
    """There is no such thing, or it is not this person's to see; the two look the same."""


class NotOpenYet(Refusal):
    """The thing exists and will open later."""


class Incomplete(Refusal):
    """Something is missing that the person can fill in."""
