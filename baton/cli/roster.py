"""`baton roster`: who is in the courses, as the learning platforms tell."""

import json

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from baton.cli.grades import check_platform
from baton.product import Product, open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.context import Context
from lti_tool.roster_sync import Outcome, Rosters
from lti_tool.service import Services


@click.group()
def roster() -> None:
    """See who is in the courses."""


@roster.command()
@click.option("--platform", help="Only the courses of the platform with this name.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def sync(platform: str | None, as_json: bool) -> None:
    """Read the rosters of all courses now. It is done each night, too.

    A roster that cannot be read to its end is kept as far as it came, and nobody leaves by it.
    """
    settings = read_settings()
    with open_product(settings) as product:
        with product.database.read() as session:
            check_platform(session, platform)
        queue = make_queue(settings)
        services = Services(product.database, product.keyring)
        wake = Work(product, queue).wake
        rosters = Rosters(product.database, services, product.catalogue, wake)
        courses = rosters.readable(platform)
        steps = track(courses, "Reading rosters", console=Console(stderr=True), transient=True)
        done = [outcome for one in steps if (outcome := rosters.sync(one)) is not None]
        rows = _rows(product, done)
        queue.storage.close()
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        click.echo("No roster to read.")
        return
    table = Table("course", "members", "incomplete because")
    for row in rows:
        table.add_row(str(row["course"]), str(row["members"]), str(row["reason"] or ""))
    Console().print(table)


def _rows(product: Product, done: list[Outcome]) -> list[dict[str, object]]:
    with product.database.read() as session:
        return [
            {
                "course": session.get_one(Context, outcome.context_id).title,
                "context": outcome.context_id,
                "members": outcome.members,
                "complete": outcome.reason is None,
                "reason": outcome.reason,
            }
            for outcome in done
        ]
