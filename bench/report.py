"""What was measured: rows of plain values for scripts, and tables for people."""

from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.grades import Throughput
from bench.race import Runner
from bench.rosters import Reading
from bench.team_pages import Cost
from bench.weight import Weight

TITLES = {
    "launches": "CPU time of one launch: login, launch and the whole first page",
    "teams": "CPU time of one request in Teams: a sign-in with Entra's token, and a page after it",
    "weight": "What a browser fetches from Baton, compressed, with headers",
    "grades": "Grades sent by one worker to an LMS that takes 50 ms for each answer",
    "rosters": "A roster of 10,000 new people, from an LMS that takes 50 ms for each page",
    "team-pages": "The leader's page, and counting all teams of the company on a Monday: CPU time",
}


def launches(runners: list[Runner], bare: Runner) -> list[dict[str, Any]]:
    """A row for each peer: CPU milliseconds per launch, and what that is beside the bare one.

    The ratios leave a database server out: the bare one keeps everything in memory.
    """
    return [
        {
            "tool": runner.name,
            "CPU ms": round(median(runner.own), 2),
            "database server ms": round(median(runner.database), 2),
            "× bare": round(runner.ratio_to(bare), 2),
            "lowest": round(min(runner.ratios_to(bare)), 2),
            "highest": round(max(runner.ratios_to(bare)), 2),
        }
        for runner in runners
    ]


def weights(weights: dict[str, Weight]) -> list[dict[str, Any]]:
    """A row for each thing that was weighed, in kilobytes of 1,000 bytes."""
    return [
        {"what": what, "KB": round(weight.bytes / 1000, 1), "answers": weight.answers}
        for what, weight in weights.items()
    ]


def grades(sent: dict[str, Throughput]) -> list[dict[str, Any]]:
    """A row for each database."""
    return [
        {
            "tool": name,
            "per second": round(run.per_second),
            "scores": run.scores,
            "tokens fetched": run.tokens,
        }
        for name, run in sent.items()
    ]


def rosters(done: dict[str, Reading]) -> list[dict[str, Any]]:
    """A row for each database, in megabytes of 1,000,000 bytes."""
    return [
        {
            "tool": name,
            "members": run.members,
            "seconds": round(run.seconds, 1),
            "peak MB": round(run.peak_bytes / 1e6, 1),
        }
        for name, run in done.items()
    ]


def team_pages(costs: dict[str, Cost]) -> list[dict[str, Any]]:
    """A row for each company and database."""
    return [
        {
            "whose": name,
            "CPU ms": round(cost.page * 1000, 1),
            "database server ms": round(cost.server * 1000, 1),
            "queries": cost.queries,
            "a Monday, s": round(cost.monday, 2),
        }
        for name, cost in costs.items()
    ]


def show(part: str, rows: list[dict[str, Any]], console: Console) -> None:
    """Print the rows of one part as a table."""
    table = Table(title=TITLES[part], title_justify="left")
    for number, heading in enumerate(rows[0]):
        table.add_column(heading, justify="right" if number else "left")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console.print(table)
