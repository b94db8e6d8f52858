"""Whether the place or the length of an answer gives the best one away, over all questions.

For each of five signs, such as "it stands first", the number of questions whose best answer has
it is compared with chance, which is one in three. How likely a number so far away is by chance
alone is the exact binomial tail, to the side on which it lies. Below `CLEAR`, a learner could go
by the sign.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from learning.content import Language, Module, Question

CLEAR = 0.005
"""With five signs, two sides and two languages, an honest set is refused about once in ten."""

SIGNS = ("first", "second", "third", "longest", "shortest")


@dataclass(frozen=True)
class Sign:
    """One sign over the questions of one language."""

    language: Language
    name: str
    count: int
    questions: int

    @property
    def is_place(self) -> bool:
        """Whether the sign is a place, and not a length."""
        return self.name in SIGNS[:3]

    @property
    def share(self) -> float:
        """The part of the questions whose best answer has the sign."""
        return self.count / self.questions if self.questions else 0.0

    @property
    def chance(self) -> float:
        """How likely a count this far from a third is by chance, to its side."""
        total, count = self.questions, self.count
        side = range(count, total + 1) if 3 * count >= total else range(count + 1)
        ways: int = sum(comb(total, n) * 2 ** (total - n) for n in side)
        return float(Fraction(ways, 3**total))

    @property
    def gives_away(self) -> bool:
        """Whether a learner could go by it."""
        return self.chance < CLEAR

    @property
    def advice(self) -> str:
        """What to do about it, as a sentence."""
        often = "often" if 3 * self.count > self.questions else "seldom"
        what = "stands" if self.is_place else "is the"
        change = "order" if self.is_place else "lengths"
        return (
            f"over all {self.questions} questions in `{self.language}`, the best answer {what} "
            f"{self.name} too {often} ({self.share:.0%}); change the {change} in some"
        )


def signs(modules: Sequence[Module], language: Language) -> Iterator[Sign]:
    """Yield the five signs over all questions of these modules."""
    asked = [question for module in modules for question in module.questions]
    for name in SIGNS:
        yield Sign(language, name, sum(_has(question, name) for question in asked), len(asked))


def _has(question: Question, name: str) -> bool:
    if name in SIGNS[:3]:  # a place
        return question.options[SIGNS.index(name)].best
    best = len(question.best.text)
    others = [len(option.text) for option in question.options if not option.best]
    return best > max(others) if name == "longest" else best < min(others)
