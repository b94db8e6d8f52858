"""`baton report`: how far it has spread, as those who look after the courses see it."""

import json

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.cli.organisation import the_organisation
from baton.product import open_product
from baton.settings import read_settings
from learning.organisation import Organisation
from learning.shown_spread import ShownSpread, percent, show_weeks
from learning.snapshot import read_snapshots, take_due
from learning.threshold import Figure


@click.command()
@click.option("--organisation", help="Only this one. Default: all.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def report(organisation: str | None, as_json: bool) -> None:
    """Tell how far Baton has spread in each organisation, as it was on Monday.

    The figures are those of the page "How far it has spread", with the same thresholds: a dash
    stands where there are too few people to tell. docs/spread.md says what each one means.
    """
    with open_product(read_settings()) as product:
        with product.database.read() as session:
            owners, now = _owners(session, organisation), product.clock.now(session)
        # Where no worker has counted this week yet, it is counted now, once and for all: counted
        # twice, with somebody gone in between, it would tell of them.
        take_due(product.database, product.catalogue, now)
        with product.database.read() as session:
            rows = [row for one in owners if (row := _row(session, one))]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        click.echo("There is no organisation yet.")
    for row in rows:
        table = Table("measure", "figure", title=f"{row['organisation']}, {row['monday']}")
        for name, value in list(row.items())[2:]:
            table.add_row(name.replace("_", " "), "-" if value is None else str(value))
        Console().print(table)


def _owners(session: Session, name: str | None) -> list[Organisation]:
    if name is not None:
        return [the_organisation(session, name)]
    return list(session.scalars(select(Organisation).order_by(Organisation.name)))


def _row(session: Session, organisation: Organisation) -> dict[str, object] | None:
    """Return the newest week. None while another process is still counting the first one."""
    weeks = ((one.monday, one.spread) for one in read_snapshots(session, organisation.id))
    newest = next(reversed(show_weeks(weeks).items()), None)
    if newest is None:
        return None
    monday, shown = newest
    return {
        "organisation": organisation.name,
        "monday": monday.isoformat(),
        "people": shown.people,
        **_measures(shown),
    }


def _measures(shown: ShownSpread) -> dict[str, object]:
    return {
        "reach": _share(shown.reach),
        "generations": None if shown.is_too_small else shown.depth,
        "hosts_of_the_second_generation_or_later": _share(shown.handed_on),
        "pass_on_rate": _share(shown.pass_on),
        "r": _number(shown.r),
        "share_not_yet_reached": _number(shown.not_reached, 2),
        "r_by_the_share_not_yet_reached": _number(shown.r_of_those_left),
        "teams_that_have_huddled": None if shown.is_too_small else shown.teams_huddled,
        "days_until_half_of_the_teams": shown.days_to_half,
        "days_until_four_teams_in_five": shown.days_to_most,
        "loop_closure": _share(shown.looked_back),
        "did_it_or_part_of_it": _share(shown.did),
        "huddles": None if shown.is_too_small else shown.huddles,
        "huddles_hosted_by_others": None if shown.is_too_small else shown.huddles_by_others,
    }


def _share(figure: Figure | None) -> str | None:
    """Return a share as `35%`, or as the band in which it is."""
    if figure is None:
        return None
    known = percent(figure)
    return str(figure.band) if known is None else f"{known}%"


def _number(number: float | None, digits: int = 1) -> float | None:
    return None if number is None else round(number, digits)
