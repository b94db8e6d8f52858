"""Scenes that are too much alike: the same moment told twice.

Two scenes are compared by the runs of three words that they share: the number of those in both,
divided by the number in either (Jaccard's index).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, groupby

from learning.finding import Finding
from learning.passage import Passage

ALIKE = 0.2
"""Between modules. Different moments share next to nothing."""
ALIKE_WITHIN = 0.8
"""Within a module, where three variants lead to one try and may share whole sentences."""

_RUN = 3


@dataclass(frozen=True)
class Scene:
    """All that stands under one heading of a scene."""

    passages: tuple[Passage, ...]

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """Every run of three words, in small letters."""
        said = [word.lower() for passage in self.passages for word in passage.words]
        return {tuple(said[start : start + _RUN]) for start in range(len(said) - _RUN + 1)}

    def likeness(self, other: "Scene") -> float:
        """Return how much two scenes share: 0 is nothing, 1 is everything."""
        either = self.runs | other.runs
        return len(self.runs & other.runs) / len(either) if either else 0.0


def scenes(passages: Sequence[Passage]) -> list[Scene]:
    """Return the scenes among these passages."""
    told = [one for one in passages if str(one.place[0]).startswith("## Scene:")]
    grouped = groupby(told, key=lambda passage: (passage.file, passage.place))
    return [Scene(tuple(group)) for _, group in grouped]


def twins(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the later of each two scenes that are too much alike. All are of one language."""
    for one, other in combinations(scenes(passages), 2):
        first, second = one.passages[0], other.passages[0]
        likeness = one.likeness(other)
        if likeness > (ALIKE_WITHIN if first.file == second.file else ALIKE):
            where = f"{first.file.name}, line {first.line}"
            what = f"this scene is nearly the one in {where} ({likeness:.0%}); tell another moment"
            yield second.finding(what)
