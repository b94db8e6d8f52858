"""The command line of the measurements."""

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from bench import grades, report, rosters, tab_race, team_pages, weight
from bench.peers import BARE, PEERS
from bench.platform import Platform
from bench.platform_site import open_platform
from bench.race import Runner, race
from bench.tool import LaunchFailed, Unavailable

Row = dict[str, Any]
# Progress and remarks go where they do not disturb the result.
ASIDE = Console(stderr=True)
DATABASES = {"Baton on SQLite": grades.on_sqlite, "Baton on PostgreSQL": grades.on_postgresql}
PARTS = ("launches", "teams", "weight", "grades", "rosters", "team-pages")


def enter(stack: ExitStack, platform: Platform, only: tuple[str, ...]) -> list[Runner]:
    """Start every peer that was asked for and can run here."""
    runners = []
    for peer in PEERS:
        # Everything is compared with the bare example, so it always takes part.
        if only and peer.key not in (*only, "bare"):
            continue
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            tool = stack.enter_context(peer.run(platform, folder))
        except Unavailable as why:
            ASIDE.print(f"Left out: {peer.name}. {why}")
        else:
            runners.append(Runner(peer.name, tool, platform, peer.always_new))
    return runners


def measure_launches(rounds: int, launches: int, warm_up: int, only: tuple[str, ...]) -> list[Row]:
    """What a launch costs each peer."""
    with ExitStack() as stack, Progress(console=ASIDE, transient=True) as progress:
        runners = enter(stack, stack.enter_context(open_platform()), only)
        steps = progress.add_task("Launching", total=len(runners) * (rounds + 1))
        race(runners, rounds, launches, warm_up, tick=lambda: progress.advance(steps))
    return report.launches(runners, next(runner for runner in runners if runner.name == BARE))


def measure_teams(rounds: int, times: int, warm_up: int) -> list[Row]:
    """What a signed-in request in Teams costs, beside the least that checks the same token."""
    with Progress(console=ASIDE, transient=True) as progress:
        steps = progress.add_task("Signing in", total=len(tab_race.PEERS) * (rounds + 1))
        tick = partial(progress.advance, steps)
        return tab_race.measure(rounds, times, warm_up, tick, ASIDE.print)


def measure_weight() -> list[Row]:
    """What a browser fetches, in the LMS and in Teams."""
    return report.weights(weight.weigh_baton() | weight.weigh_tab())


def measure_grades(people: int) -> list[Row]:
    """What a worker sends on each database."""
    sent = {}
    with Progress(console=ASIDE, transient=True) as progress:
        for name, database in DATABASES.items():
            steps = progress.add_task(f"Sending: {name}", total=people)
            with database() as url:
                sent[name] = grades.send(url, people, tick=partial(progress.advance, steps))
    return report.grades(sent)


def measure_rosters() -> list[Row]:
    """What a roster of 10,000 takes on each database."""
    done = {}
    for name, database in DATABASES.items():
        with database() as url:
            done[name] = rosters.read(url)
    return report.rosters(done)


def measure_team_pages() -> list[Row]:
    """What the leader's page takes, in a large course and in companies of two sizes."""
    done = {}
    databases = {"SQLite": team_pages.on_sqlite, "PostgreSQL": team_pages.on_postgresql}
    for name, database in databases.items():
        for company in team_pages.COMPANIES:
            with database() as (url, server):
                done[f"{company.name}, {name}"] = team_pages.measure(url, server, company)
    return report.team_pages(done)


@click.command()
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), help="Default: all.")
@click.option("--rounds", default=7, show_default=True, help="How often each peer is measured.")
@click.option("--launches", default=100, show_default=True, help="Launches in one measurement.")
@click.option("--warm-up", default=200, show_default=True, help="Launches before the first one.")
@click.option("--only", multiple=True, type=click.Choice([peer.key for peer in PEERS]))
@click.option("--people", default=2000, show_default=True, help="People who are owed a grade.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def main(
    parts: tuple[str, ...],
    rounds: int,
    launches: int,
    warm_up: int,
    only: tuple[str, ...],
    people: int,
    as_json: bool,
) -> None:
    """Measure launches and sign-ins (CPU time, beside others), page weight, grades, rosters, team
    pages.
    """
    measurements: dict[str, Callable[[], list[Row]]] = {
        "launches": lambda: measure_launches(rounds, launches, warm_up, only),
        "teams": lambda: measure_teams(rounds, launches, warm_up),
        "weight": measure_weight,
        "grades": lambda: measure_grades(people),
        "rosters": measure_rosters,
        "team-pages": measure_team_pages,
    }
    results = {}
    for part in parts or PARTS:
        try:
            results[part] = measurements[part]()
        except (Unavailable, LaunchFailed) as why:
            ASIDE.print(f"Left out: {part}. {why}")
    if as_json:
        click.echo(json.dumps(results, indent=2))
        return
    for part, rows in results.items():
        report.show(part, rows, Console())


if __name__ == "__main__":
    main()
