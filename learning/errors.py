"""Everything the domain refuses, as one tree.

    Refusal                      a sentence for the person who can act on it
    ├── ContentError             a file under content/ is wrong; names file and line
    ├── NotFound                 no such module, part, case or option
    ├── NotOpenYet               it exists, but its time has not come
    └── Incomplete               an answer lacks something the person can add

`web.problems` maps each of them to a status and a page.
"""

from pathlib import Path


class Refusal(Exception):
    """Base of all refusals. `str(error)` is one sentence that can be shown as it is."""


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
