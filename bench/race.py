"""Peers measured in turn, round after round, so that a machine that drifts drifts for all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bench import cpu
from bench.browser import Browser
from bench.platform import Platform
from bench.tool import Tool


@dataclass
class Runner:
    """One peer in the race: its tool, who comes next, and CPU milliseconds per launch so far.

    With `always_new` everybody comes for the first time, else the same `people` come again.
    """

    name: str
    tool: Tool
    platform: Platform
    always_new: bool = False
    people: int = 100
    visits: int = 0
    own: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    def launch(self, times: int) -> None:
        """Let that many people come, one after the other."""
        for _ in range(times):
            self.visits += 1
            number = self.visits if self.always_new else self.visits % self.people
            Browser().launch(self.tool, self.platform, 1000 + number)

    def run(self, times: int) -> None:
        """Launch that many times and write down what each cost."""
        before = cpu.spent(self.tool.processes), cpu.spent(self.tool.database)
        self.launch(times)
        after = cpu.spent(self.tool.processes), cpu.spent(self.tool.database)
        self.own.append((after[0] - before[0]) / times * 1000)
        self.database.append((after[1] - before[1]) / times * 1000)

    def ratios_to(self, other: "Runner") -> list[float]:
        """What a launch cost beside the other's, round by round; database servers not counted."""
        return [mine / theirs for mine, theirs in zip(self.own, other.own, strict=True)]

    def ratio_to(self, other: "Runner") -> float:
        """The median of those."""
        return median(self.ratios_to(other))


def race(
    runners: list[Runner], rounds: int, launches: int, warm_up: int, tick: Callable[[], None]
) -> None:
    """Warm everybody up, then measure all of them in every round. `tick` is called after each."""
    for runner in runners:
        runner.launch(warm_up)
        tick()
    for _ in range(rounds):
        for runner in runners:
            runner.run(launches)
            tick()
