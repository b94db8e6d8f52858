"""`baton grades`: what is on its way to the gradebooks."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.delivery import Delivery, DeliveryState, find_deliveries
from learning.line_item import LineItem
from lti_tool.platform import Platform
from lti_tool.reconciliation import Reconciliation, Tally
from lti_tool.service import Services

_STATES = click.Choice([state.value for state in DeliveryState])


@click.group()
def grades() -> None:
    """See and mend what is on its way to the gradebooks."""


@grades.command("list")
@click.option("--state", type=_STATES, help="Only these. Default: all.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_grades(state: str | None, limit: int, as_json: bool) -> None:
    """List grades, newest first: one row for each person and column."""
    with open_product(read_settings()) as product, product.database.read() as session:
        rows = [_row(delivery) for delivery in session.scalars(_wanted(state).limit(limit))]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        click.echo("No grades.")
        return
    table = Table("id", "state", "person", "column", "score", "sent", "reason")
    for row in rows:
        table.add_row(*(str("" if value is None else value) for value in row.values()))
    Console().print(table)


@grades.command()
@click.argument("ids", nargs=-1, type=int)
@click.option("--refused", is_flag=True, help="All that the LMS refused.")
def retry(ids: tuple[int, ...], refused: bool) -> None:
    """Send again: the grades with these IDS (see `baton grades list`), or all refused ones."""
    if bool(ids) == refused:
        raise click.UsageError("Name grades by id, or say --refused.")
    settings = read_settings()
    with open_product(settings) as product:
        with product.database.write() as session:
            found = find_deliveries(session, ids or _refused(session))
            _check_all_found(ids, found)
            for delivery in found:
                delivery.retry(datetime.now(UTC))
        queue = make_queue(settings)
        Work(product, queue).wake()
        queue.storage.close()
    click.echo(f"{len(found)} to be sent again.")


@grades.command()
@click.option("--platform", help="Only the columns of the platform with this name.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def reconcile(platform: str | None, as_json: bool) -> None:
    """Compare all grades with what the learning platforms show, and mend what differs.

    What is missing there, or is lower, is sent again. What a teacher has changed stays as it is.
    It is done each night, too.
    """
    settings = read_settings()
    with open_product(settings) as product:
        with product.database.read() as session:
            check_platform(session, platform)
        queue = make_queue(settings)
        services = Services(product.database, product.keyring)
        reconciliation, tally = Reconciliation(product.database, services), Tally()
        columns = reconciliation.columns(platform)
        for one in track(columns, "Comparing", console=Console(stderr=True), transient=True):
            tally.add(reconciliation.compare(one))
        if tally.sent_again:
            Work(product, queue).wake()
        queue.storage.close()
    if as_json:
        click.echo(json.dumps(asdict(tally), indent=2))
        return
    click.echo(f"{tally.columns} columns compared, {tally.unreadable} could not be read.")
    click.echo(f"{tally.same} grades are right, {tally.sent_again} are sent again.")
    click.echo(f"{tally.superseded} were changed in the LMS, and stay as they are there.")


def check_platform(session: Session, name: str | None) -> None:
    """Raise a UsageError unless there is a platform with this name."""
    if (
        name is not None
        and session.scalar(select(Platform.id).where(Platform.name == name)) is None
    ):
        raise click.UsageError(f"No platform is called {name!r}; see `baton platform list`.")


def _refused(session: Session) -> list[int]:
    refused = Delivery.state == DeliveryState.REFUSED
    return list(session.scalars(select(Delivery.id).where(refused)))


def _check_all_found(ids: Sequence[int], found: Sequence[Delivery]) -> None:
    missing = sorted(set(ids) - {delivery.id for delivery in found})
    if missing:
        raise click.UsageError(f"There is no grade {', '.join(map(str, missing))}.")


def _wanted(state: str | None) -> Select[Delivery]:
    wanted = (
        select(Delivery)
        .options(
            joinedload(Delivery.identity),
            joinedload(Delivery.line_item).joinedload(LineItem.context),
        )
        .order_by(Delivery.event_at.desc())
    )
    return wanted.where(Delivery.state == state) if state else wanted


def _row(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "state": str(delivery.state),
        "person": delivery.identity.subject,
        "column": f"{delivery.line_item.context.title}: {delivery.line_item.selection}",
        "score": delivery.score,
        "sent": delivery.sent_score,
        "reason": delivery.reason,
    }
