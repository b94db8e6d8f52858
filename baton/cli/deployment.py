"""`baton deployment`: whose an installation of the tool is."""

import json
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.product import open_product
from baton.settings import read_settings
from learning.organisation import Organisation, find_or_create_organisation
from lti_tool.invite import Invite
from lti_tool.platform import Deployment, Platform


@click.group()
def deployment() -> None:
    """Look at installations of Baton, and approve those that are waiting."""


@deployment.command("list")
@click.option("--pending", is_flag=True, help="Only those that wait to be approved.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_deployments(pending: bool, as_json: bool) -> None:
    """List the installations, the newest first."""
    wanted = select(Deployment).order_by(Deployment.id.desc())
    if pending:
        wanted = wanted.where(Deployment.organisation_id.is_(None))
    with open_product(read_settings()) as product, product.database.read() as session:
        rows = [_row(session, one) for one in session.scalars(wanted)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['platform']}  {row['deployment']}  {_state(row)}")
    if not rows:
        click.echo("No installation is waiting." if pending else "There are no installations yet.")


@deployment.command()
@click.argument("platform")
@click.argument("deployment_id")
@click.option(
    "--organisation",
    help="Whose it is; made if new. Default: the one that was invited to connect the platform.",
)
def approve(platform: str, deployment_id: str, organisation: str | None) -> None:
    """Approve DEPLOYMENT_ID of the platform named PLATFORM for an organisation."""
    with open_product(read_settings()) as product, product.database.write() as session:
        named = Deployment.lti_id == deployment_id, Platform.name == platform
        found = session.scalar(select(Deployment).join(Platform).where(*named))
        if found is None:
            raise click.UsageError("There is no such deployment; see `baton deployment list`.")
        owner = _owner(session, found, organisation)
        found.organisation_id = owner.id
        name = owner.name
    click.echo(f"Approved for {name}.")


def _owner(session: Session, found: Deployment, organisation: str | None) -> Organisation:
    if organisation is not None:
        return find_or_create_organisation(session, organisation, datetime.now(UTC))
    invited = _invited(session, found.platform_id)
    if invited is None:
        raise click.UsageError("Say whose it is with --organisation.")
    return invited


def _invited(session: Session, platform_id: int) -> Organisation | None:
    """Return the organisation whose invite a platform came from."""
    wanted = select(Organisation).join(Invite, Invite.organisation_id == Organisation.id)
    return session.scalar(wanted.where(Invite.platform_id == platform_id).limit(1))


def _row(session: Session, one: Deployment) -> dict[str, str | None]:
    invited, owner = _invited(session, one.platform_id), one.organisation
    return {
        "platform": one.platform.name,
        "deployment": one.lti_id,
        "organisation": owner.name if owner else None,
        "invited": invited.name if invited else None,
        "first_seen": one.first_seen_at.isoformat(timespec="seconds"),
    }


def _state(row: dict[str, str | None]) -> str:
    if row["organisation"]:
        return row["organisation"]
    invited = f" (its platform was invited by {row['invited']})" if row["invited"] else ""
    return f"pending since {row['first_seen']}{invited}"
