"""Reach as it is told: in steps of five people, so that no change of it tells of one person.

Who is here changes from week to week, and whoever looks may know by whom. If one has left and the
share falls, those who stayed cannot have caused it: what is reached stays reached. So what is told
falls only when five or more have left since it last changed, and never so far that all of those
must have been among the reached (`docs/decisions/0030-reach-is-told-in-steps.md`).
"""

from dataclasses import dataclass

from learning.threshold import ACTIVITY, Figure

STEP = ACTIVITY
"""People. Half a step is two people, so each step stands for five numbers."""
_HALF = STEP // 2


@dataclass(frozen=True)
class ToldReach:
    """So many people of those who are here, in steps; and how many left since that changed."""

    people: int
    of: int
    left: int = 0

    @classmethod
    def first(cls, reached: int, of: int) -> "ToldReach":
        """Tell it for the first time."""
        return cls(_in_steps(reached, of), of)

    def next(self, reached: int, of: int, gone: int) -> "ToldReach":
        """Tell it again a week later; `gone` have left since."""
        now, left = _in_steps(reached, of), self.left + gone
        # A fall of so many steps says that at least STEP * steps - 4 of those who left had been
        # reached. It must never be all of them.
        steps = (left + STEP - 2) // STEP if left >= STEP else 0
        told = max(now, self.people - STEP * steps)
        return ToldReach(told, of, left if told == self.people else 0)

    @property
    def figure(self) -> Figure:
        """What is shown: about so many, or that it may be nobody, or everybody."""
        highest = STEP * (self.of // STEP)
        if self.people >= highest:
            return Figure(highest - _HALF, self.of, self.of)
        if self.people == 0:
            return Figure(0, _HALF, self.of)
        return Figure(self.people, self.people, self.of)


def _in_steps(reached: int, of: int) -> int:
    """Return the nearest step; the last one stands for everybody, too."""
    return STEP * min((reached + _HALF) // STEP, of // STEP)
