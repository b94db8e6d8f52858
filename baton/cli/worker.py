"""`baton worker`: sends grades and notices, and does the nightly work."""

import logging

import click

from baton.log import start_logging
from baton.product import open_product
from baton.settings import read_settings
from baton.worker import work_on


@click.command()
@click.option("--quiet", is_flag=True, help="Log only warnings and faults.")
def worker(quiet: bool) -> None:
    """Send grades and do the background work, until stopped.

    Any number of workers may run on one PostgreSQL. With SQLite, `baton serve` starts one itself.
    """
    start_logging(logging.WARNING if quiet else logging.INFO)
    work_on(open_product(read_settings()))
