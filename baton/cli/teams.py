"""`baton teams`: Baton as an app in Microsoft Teams."""

import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version as version_of
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.cli.organisation import the_organisation
from baton.cli.platform_check import say_findings
from baton.cli.teams_nudges import nudges, the_tenant
from baton.product import open_product
from baton.settings import read_settings
from learning.organisation import LONGEST_NAME, Organisation, find_or_create_organisation
from teams_app.connection import read_connection
from teams_app.connection_checks import CHECKS
from teams_app.entra_manifest import entra_manifest
from teams_app.manifest import CannotBuild, Publisher, build_manifest
from teams_app.nudging import nudging_of
from teams_app.package import pack
from teams_app.permission import PERMISSIONS
from teams_app.tenant import Tenant, find_tenant, onboard, tenant_id, tenants


@click.group()
def teams() -> None:
    """Bring Baton into Microsoft Teams.

    First `tenant-add`, then `package`; `check` says what is missing. The guide is
    docs/install/teams.md.
    """


@teams.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="baton-teams.zip",
    show_default=True,
    help="Where to write the package.",
)
@click.option("--publisher", default="Baton", show_default=True, help="Who offers the app.")
@click.option("--privacy-url", help="A page about privacy. Default: Baton's own.")
@click.option("--terms-url", help="A page with terms of use. Default: Baton's page about privacy.")
@click.option("--version", "number", help="Must rise with each upload. Default: Baton's own.")
def package(
    out: Path, publisher: str, privacy_url: str | None, terms_url: str | None, number: str | None
) -> None:
    """Write the one file to upload into Teams."""
    entra = read_settings().entra
    own = f"{entra.public_url}/privacy"
    about = Publisher(publisher, privacy_url or own, terms_url or privacy_url or own)
    packed = pack(build_manifest(entra, about, number or version_of("baton")))
    _write(out, packed)
    click.echo(f"Wrote {out}. Upload it in the Teams admin centre: Manage apps, Upload new app.")
    click.echo("It asks for:")
    for one in PERMISSIONS:
        click.echo(f"  {one.name}: {one.why}")


@teams.command("tenant-add")
@click.argument("tenant")
@click.option("--organisation", help="Whose people these are; made if new. Default: the only one.")
@click.option("--app-id", help="Baton's ID in their Teams, if known by now; see `tenant app-id`.")
@click.option("--nudges", "with_nudges", is_flag=True, help="Notify them weekly; see `nudges`.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the manifest for Entra here instead of printing it.",
)
def tenant_add(
    tenant: str, organisation: str | None, app_id: str | None, with_nudges: bool, out: Path | None
) -> None:
    """Let the people of an Entra tenant in.

    TENANT is its ID, as the Entra admin centre shows it under Overview. Then shows what to paste
    into the manifest of the app registration. Repeated, it changes nothing and shows that again.
    """
    settings = read_settings()
    if not settings.entra.client_id:
        raise CannotBuild(
            "Set BATON_ENTRA_CLIENT_ID first: the Application (client) ID of the registration."
        )
    with open_product(settings) as product, product.database.write() as session:
        entra_id = tenant_id(tenant)
        owner = _owner(session, entra_id, organisation)
        known = onboard(session, entra_id, owner, datetime.now(UTC))
        if app_id is not None:
            known.call_app(app_id)
        if with_nudges:
            nudging_of(session, known).switch(on=True, at=datetime.now(UTC))
        said = owner.name
    click.echo(f"The people of {entra_id} may sign in, as people of {said}.", err=True)
    shown = json.dumps(entra_manifest(settings.entra), indent=2)
    if out is None:
        click.echo("In Entra, App registrations, Baton, Manifest: put these in place.", err=True)
        click.echo(shown)
        return
    _write(out, shown.encode("utf-8") + b"\n")
    click.echo(f"Wrote {out}. Paste it in Entra: App registrations, Baton, Manifest.")


@teams.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def check(as_json: bool) -> None:
    """See whether Baton and Microsoft 365 go together.

    Asks Entra itself. Changes nothing. Ends with status 1 if something is wrong, and says what to
    change, and where.
    """
    settings = read_settings()
    with open_product(settings) as product, product.database.read() as session:
        at = product.clock.now(session).learning
        connection = read_connection(session, settings.entra, at)
    findings = ((topic, found) for topic, look in CHECKS.items() for found in look(connection))
    sys.exit(0 if say_findings(findings, as_json=as_json) else 1)


teams.add_command(nudges)


@teams.group()
def tenant() -> None:
    """List the tenants whose people may sign in, change one, or let one out."""


@tenant.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_tenants(as_json: bool) -> None:
    """List the tenants whose people may sign in."""
    with open_product(read_settings()) as product, product.database.read() as session:
        rows = [_row(one) for one in tenants(session)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        own = f"  (app {row['app']})" if row["app"] else ""
        click.echo(f"{row['tenant']}  {row['organisation']}{own}")
    if not rows:
        click.echo("No tenant is onboarded yet. Add one with `baton teams tenant-add`.")


@tenant.command("app-id")
@click.argument("entra_id", metavar="TENANT")
@click.argument("app_id", metavar="[APP]", default="")
def call_app(entra_id: str, app_id: str) -> None:
    """Say what Teams calls Baton in TENANT, so that links to it open there.

    APP is the ID that the Teams admin centre shows under Manage apps, Baton. Left out, links name
    the package's own ID again, as after an upload by hand.
    """
    with open_product(read_settings()) as product, product.database.write() as session:
        known = the_tenant(session, entra_id)
        known.call_app(app_id)
        said = known.app_id or "the package's own ID"
    click.echo(f"Links for the people of {tenant_id(entra_id)} name {said}.")


@tenant.command()
@click.argument("entra_id", metavar="TENANT")
def remove(entra_id: str) -> None:
    """Let the people of TENANT in no longer. What they have learned stays."""
    with open_product(read_settings()) as product, product.database.write() as session:
        session.delete(the_tenant(session, entra_id))
    click.echo(f"The people of {tenant_id(entra_id)} can no longer sign in.")


def _owner(session: Session, entra_id: str, organisation: str | None) -> Organisation:
    known = find_tenant(session, entra_id)
    if organisation is None and known is not None:
        return known.organisation
    if organisation is None and session.scalar(select(Organisation).limit(1)) is not None:
        return the_organisation(session, None)
    if organisation is None:
        raise click.UsageError("Say whose people these are with --organisation, such as Norrvik.")
    if not organisation.isprintable() or not 0 < len(organisation.strip()) <= LONGEST_NAME:
        raise click.UsageError(f"--organisation must have 1 to {LONGEST_NAME} plain characters.")
    return find_or_create_organisation(session, organisation, datetime.now(UTC))


def _row(one: Tenant) -> dict[str, str | None]:
    return {
        "tenant": one.entra_id,
        "organisation": one.organisation.name,
        "app": one.app_id,
        "added": one.added_at.isoformat(),
    }


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as problem:
        raise click.UsageError(f"{file} cannot be written ({problem.strerror}).") from None
