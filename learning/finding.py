"""A finding: what is wrong in a content file, where, and what to write instead."""

from dataclasses import dataclass
from pathlib import Path

from learning.errors import ContentError


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend. `line` is 1-based; `what` is a sentence for the person who writes."""

    file: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def finding_of(problem: ContentError) -> Finding:
    """Return what stops a file from being read as a finding like any other."""
    return Finding(problem.file, problem.line, problem.what)
