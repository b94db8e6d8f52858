"""`baton doctor`: what is wrong here, and what to do about it."""

import sys
from collections.abc import Iterator

import click
from sqlalchemy.exc import DBAPIError

from baton.checkup import Finding, check_database, check_without_database
from baton.cli.faults import database_fault
from baton.settings import Settings, read_settings
from learning.database import Database


@click.command()
def doctor() -> None:
    """Look for what is wrong here, and say what to do about it. Changes nothing.

    Ends with status 1 if something is wrong, so that a script can watch it.
    """
    is_well = True
    for finding in _findings(read_settings()):
        click.echo(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.sentence}")
        is_well = is_well and finding.is_well
    sys.exit(0 if is_well else 1)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding(True, "The settings can be used.")
    yield from check_without_database(settings)
    database = Database(settings.database_url)
    try:
        yield from check_database(settings, database)
    except DBAPIError as problem:
        yield Finding(False, database_fault(problem))
    finally:
        database.dispose()
