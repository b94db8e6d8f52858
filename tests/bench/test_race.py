"""A race is fair: everybody warms up, runs in every round, and is compared within the round."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import report
from bench.peers import bare_pylti1p3, empty_flask
from bench.platform import Platform
from bench.platform_site import open_platform
from bench.race import Runner, race
from bench.tool import LaunchFailed, Tool


@pytest.fixture
def platform() -> Iterator[Platform]:
    with open_platform() as platform:
        yield platform


def runner(name: str, own: list[float]) -> Runner:
    return Runner(name, Tool("", "", ()), Platform("", ""), own=own, database=[0.0] * len(own))


def test_a_round_in_which_the_machine_was_slow_for_all_changes_no_ratio() -> None:
    bare, other = runner("bare", [2.0, 8.0, 2.0]), runner("other", [3.0, 12.0, 3.0])
    assert other.ratio_to(bare) == 1.5
    rows = report.launches([bare, other], bare)
    assert [row["× bare"] for row in rows] == [1.0, 1.5]
    assert rows[1]["CPU ms"] == 3.0


def test_real_peers_are_launched_and_their_work_is_counted(
    platform: Platform, tmp_path: Path
) -> None:
    ticks: list[None] = []
    with (
        empty_flask.run(platform, tmp_path) as empty,
        bare_pylti1p3.run(platform, tmp_path) as bare,
    ):
        runners = [Runner("empty", empty, platform), Runner("bare", bare, platform)]
        race(runners, rounds=2, launches=3, warm_up=1, tick=lambda: ticks.append(None))
    assert len(ticks) == 6
    assert [runner.visits for runner in runners] == [7, 7]
    assert all(cost > 0 for runner in runners for cost in runner.own)


def test_a_peer_that_refuses_a_launch_stops_the_race(platform: Platform, tmp_path: Path) -> None:
    with (
        bare_pylti1p3.run(platform, tmp_path) as tool,
        open_platform() as stranger,
        pytest.raises(LaunchFailed, match="login answered 500"),
    ):
        Runner("bare", tool, stranger).launch(1)
