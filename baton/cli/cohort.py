"""`baton cohort`: when a course's programme starts, and which weeks are free."""

import json
from datetime import UTC, date, datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.cli.organisation import the_organisation
from baton.product import open_product
from baton.settings import read_settings
from learning.clock import monday_of
from learning.cohort import Cohort
from learning.nordic_year import CALENDARS
from learning.training import enter_training, trainings_of
from learning.week_off import mondays_of

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def cohort() -> None:
    """Look after cohorts: people who go through the programme together, as a course does."""


@cohort.command("list")
@click.option("--organisation", help="Only this one's. Default: all.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_cohorts(organisation: str | None, as_json: bool) -> None:
    """List the cohorts with their start and their free weeks."""
    with open_product(read_settings()) as product, product.database.read() as session:
        wanted = select(Cohort).order_by(Cohort.id)
        if organisation is not None:
            owner = the_organisation(session, organisation)
            wanted = wanted.where(Cohort.organisation_id == owner.id)
        rows = [_row(one) for one in session.scalars(wanted)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['name']}  ({row['organisation']})")
        off = row["weeks_off"]
        calendar = f"  calendar: {row['calendar']}"
        click.echo(f"    starts {row['starts_on']}  free weeks: {', '.join(off) or '-'}{calendar}")
    if not rows:
        click.echo("There is no cohort yet. The first launch from a course makes one.")


@cohort.command("set")
@click.argument("number", type=int)
@click.option("--start", type=_DAY, help="A day in the first week, as 2026-03-02.")
@click.option("--week-off", type=_DAY, multiple=True, help="A day in a free week; may repeat.")
@click.option("--week-on", type=_DAY, multiple=True, help="A day in a week free no more.")
@click.option(
    "--calendar",
    type=click.Choice(CALENDARS),
    help="Whose weeks are free without being named: two a quarter and July, or none.",
)
def set_cohort(
    number: int,
    start: datetime | None,
    week_off: tuple[datetime, ...],
    week_on: tuple[datetime, ...],
    calendar: str | None,
) -> None:
    """Change the cohort with this NUMBER (see `baton cohort list`).

    What people have done stays done.
    """
    if start is None and calendar is None and not week_off and not week_on:
        raise click.UsageError("Say what to change: --start, --week-off, --week-on or --calendar.")
    with open_product(read_settings()) as product, product.database.write() as session:
        known = _numbered(session, number)
        if start is not None:
            known.start_on(start.date())
        _change_weeks(known, calendar, _mondays(week_off), _mondays(week_on))
        row = _row(known)
    click.echo(f"{row['name'] or number} starts on Monday {row['starts_on']}.")
    for monday in row["weeks_off"]:
        click.echo(f"Free: the week of {monday}.")


@cohort.command()
@click.argument("number", type=int)
@click.option("--day", type=_DAY, help="The day of a training, as 2026-03-03.")
@click.option("--topic", help="What it is about: see `baton organisation programme`.")
@click.option("--accept", is_flag=True, help="Let the topic begin on the Monday after it.")
def training(number: int, day: datetime | None, topic: str | None, accept: bool) -> None:
    """List the training days of the cohort with this NUMBER, or enter one.

    After a training day, its topic is offered on the course's Set-up page.
    """
    if (day is None) is not (topic is None) or (accept and day is None):
        raise click.UsageError("Say both --day and --topic, or neither.")
    with open_product(read_settings()) as product, product.database.write() as session:
        known, now = _numbered(session, number), product.clock.now(session)
        if day is not None and topic is not None:
            entered = enter_training(session, known, product.catalogue, topic, day.date(), now.real)
            if accept:
                today = known.organisation.today(now.learning)
                entered.accept(product.catalogue, today, now.real)
        rows = [(one.day, one.arc, one.accepted_at) for one in trainings_of(session, known)]
    for on, arc, accepted in rows:
        click.echo(f"{on}  {arc}{'  begins on the Monday after it' if accepted else ''}")
    if not rows:
        click.echo("There is no training day yet.")


def _change_weeks(
    known: Cohort, calendar: str | None, off: frozenset[date], on: frozenset[date]
) -> None:
    if calendar is not None:
        today = known.organisation.today(datetime.now(UTC))
        known.follow_calendar(calendar, today)
    if off | on:
        known.choose_weeks(off | on, off - on)


def _numbered(session: Session, number: int) -> Cohort:
    known = session.get(Cohort, number) if 0 < number < 2**31 else None
    if known is None:
        raise click.UsageError(f"There is no cohort {number}; see `baton cohort list`.")
    return known


def _mondays(days: tuple[datetime, ...]) -> frozenset[date]:
    return mondays_of(day.date() for day in days)


def _row(one: Cohort) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "organisation": one.organisation.name,
        "starts_on": monday_of(one.starts_on).isoformat(),
        "calendar": one.calendar,
        "weeks_off": [day.isoformat() for day in sorted(one.weeks_off)],
    }
