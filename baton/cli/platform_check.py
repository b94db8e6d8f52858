"""`baton platform check`: whether a connection works, and what to change where if not."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.product import Product, open_product
from baton.settings import read_settings
from lti_tool.connection import Connection, Parts, read_connection
from lti_tool.connection_checks import CHECKS
from lti_tool.platform import Platform
from lti_tool.service import Services
from web.finding import Finding


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def check(name: str, as_json: bool) -> None:
    """See whether the connection to the platform called NAME works.

    Asks the platform itself, which may take a minute if it is slow. Changes nothing. Ends with
    status 1 if something is wrong, and says what to change, and where.
    """
    with open_product(read_settings()) as product:
        with product.database.read() as session:
            connection = _connection(session, product, name)
        is_well = say_findings(_findings(connection), as_json=as_json)
    sys.exit(0 if is_well else 1)


def _connection(session: Session, product: Product, name: str) -> Connection:
    platform = session.scalar(select(Platform).where(Platform.name == name))
    if platform is None:
        raise click.UsageError(f"No platform is called {name!r}; see `baton platform list`.")
    parts = Parts(
        product.database,
        product.keyring,
        Services(product.database, product.keyring),
        product.settings.public_url,
    )
    return read_connection(session, parts, platform)


def _findings(connection: Connection) -> Iterator[tuple[str, Finding]]:
    for topic, look in CHECKS.items():
        for finding in look(connection):
            yield topic, finding


def say_findings(findings: Iterable[tuple[str, Finding]], *, as_json: bool) -> bool:
    """Say each as it is found, or all of them as JSON; tell whether all is well."""
    found = []
    for topic, finding in findings:
        found.append({"check": topic, **asdict(finding)})
        if not as_json:
            _say(finding)
    if as_json:
        click.echo(json.dumps(found, indent=2))
    return all(one["is_well"] for one in found)


def _say(finding: Finding) -> None:
    """Say what was found, and what to do about it."""
    click.echo(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.sentence}")
    for detail in finding.details:
        click.echo(f"         {detail}")
    if finding.to_do:
        click.echo(f"       → {finding.to_do}")
