"""`baton teams nudges`: the weekly notices in Teams, and whom they do not reach."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from baton.product import open_product
from baton.settings import read_settings
from teams_app.nudge_report import NudgeReport, forget_refusals, read_reports, unreached_people
from teams_app.nudging import nudging_of
from teams_app.tenant import Tenant, find_tenant, tenant_id


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_context
def nudges(context: click.Context, as_json: bool) -> None:
    """See how this week's notices in Teams stand, or switch them on or off.

    Nothing is sent before `baton teams nudges on TENANT`. No figure says what anybody has learned.
    """
    if context.invoked_subcommand is not None:
        return
    with open_product(read_settings()) as product, product.database.read() as session:
        reports = read_reports(session, product.clock.now(session).learning)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in reports], indent=2, default=str))
        return
    for one in reports:
        _say(one)
    if not reports:
        click.echo("No tenant is onboarded yet. Add one with `baton teams tenant-add`.")


@nudges.command()
@click.argument("entra_id", metavar="TENANT")
def on(entra_id: str) -> None:
    """Let the people of TENANT be notified: once a week, and once more at most.

    From the next minute on, in working hours, and each at the time they chose.
    """
    settings = read_settings()
    if not settings.entra.has_credential:
        raise click.UsageError(
            "Set BATON_ENTRA_CLIENT_SECRET first: Graph takes notices from nobody it cannot know."
        )
    with open_product(settings) as product, product.database.write() as session:
        nudging_of(session, the_tenant(session, entra_id)).switch(on=True, at=datetime.now(UTC))
    click.echo(f"The people of {tenant_id(entra_id)} are notified from now on.")


@nudges.command()
@click.argument("entra_id", metavar="TENANT")
def off(entra_id: str) -> None:
    """Let nobody of TENANT be notified any more."""
    with open_product(read_settings()) as product, product.database.write() as session:
        nudging_of(session, the_tenant(session, entra_id)).switch(on=False, at=datetime.now(UTC))
    click.echo(f"Nobody of {tenant_id(entra_id)} is notified any more.")


@nudges.command()
@click.argument("entra_id", metavar="TENANT")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def unreached(entra_id: str, as_json: bool) -> None:
    """List who of TENANT could not be notified: they have not got the app."""
    with open_product(read_settings()) as product, product.database.read() as session:
        people = unreached_people(session, the_tenant(session, entra_id))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in people], indent=2, default=str))
        return
    for one in people:
        click.echo(f"{one.user}  since {one.since:%Y-%m-%d}, tried {one.tries} times")
    if not people:
        click.echo("Everybody who was tried could be notified.")


@nudges.command()
@click.argument("entra_id", metavar="TENANT")
def again(entra_id: str) -> None:
    """Try again, from next week on, those of TENANT who could not be notified.

    For when you have installed the app for them. Whoever opens the tab is tried again by itself.
    """
    with open_product(read_settings()) as product, product.database.write() as session:
        count = forget_refusals(session, the_tenant(session, entra_id))
    click.echo(f"{count} to be tried again.")


def the_tenant(session: Session, entra_id: str) -> Tenant:
    """Return the onboarded tenant of this id. Raises UsageError with what to say instead."""
    known = find_tenant(session, tenant_id(entra_id))
    if known is None:
        raise click.UsageError(f"There is no tenant {entra_id!r}; see `baton teams tenant list`.")
    return known


def _say(one: NudgeReport) -> None:
    is_on = f"on since {one.on_since:%Y-%m-%d}" if one.on_since else "off"
    click.echo(f"{one.organisation} ({one.tenant}): {is_on}, week of {one.monday}")
    click.echo(f"  notices:    {_counts(one.notices)}")
    click.echo(f"  reminders:  {_counts(one.reminders)}")
    click.echo(f"  cannot be reached: {one.unreached} of {one.people} people")
    if one.trouble:
        click.echo(f"  {one.trouble}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none"
