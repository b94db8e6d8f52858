"""`baton migrate`: bring the database to the newest version."""

import click

from baton.schema import upgrade
from baton.settings import read_settings
from learning.database import Database


@click.command()
def migrate() -> None:
    """Bring the database to the newest version. Safe to repeat."""
    database = Database(read_settings().database_url)
    try:
        upgrade(database)
    finally:
        database.dispose()
    click.echo("The database is up to date.")
