"""`baton grades`: what is on its way to the gradebooks."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work
from learning.delivery import Delivery, DeliveryState, find_deliveries
from learning.line_item import LineItem

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
