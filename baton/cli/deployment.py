"""`baton deployment`: whose an installation of the tool is."""

from datetime import UTC, datetime

import click
from sqlalchemy import select

from baton.product import open_product
from baton.settings import read_settings
from learning.organisation import find_or_create_organisation
from lti_tool.platform import Deployment, Platform


@click.group()
def deployment() -> None:
    """Approve installations that are waiting."""


@deployment.command()
@click.argument("platform")
@click.argument("deployment_id")
@click.option("--organisation", required=True, help="Whose it is; made if new.")
def approve(platform: str, deployment_id: str, organisation: str) -> None:
    """Approve DEPLOYMENT_ID of the platform named PLATFORM for an organisation."""
    with open_product(read_settings()) as product, product.database.write() as session:
        named = Deployment.lti_id == deployment_id, Platform.name == platform
        found = session.scalar(select(Deployment).join(Platform).where(*named))
        if found is None:
            raise click.UsageError("There is no such deployment; see `baton platform list`.")
        owner = find_or_create_organisation(session, organisation, datetime.now(UTC))
        found.organisation_id = owner.id
    click.echo(f"Approved for {organisation}.")
