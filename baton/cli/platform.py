"""`baton platform`: which learning platforms are connected."""

import ipaddress
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import click
from sqlalchemy import String, delete, func, select, update
from sqlalchemy.orm import Session

from baton.cli.platform_check import check
from baton.product import open_product
from baton.settings import read_settings
from learning.organisation import Organisation, find_or_create_organisation
from lti_tool.access_token import AccessToken
from lti_tool.course import LtiContext
from lti_tool.install_guide import Guide
from lti_tool.install_table import LMSS, guide_of
from lti_tool.invite import Invite, issue_invite
from lti_tool.platform import Deployment, Platform
from lti_tool.quirks import family_of

_LONGEST_HOURS = 31 * 24
_ADDRESSES = ("auth_url", "token_url", "jwks_url")
_LENGTHS = {
    column.name: column.type.length or 0
    for column in Platform.__table__.columns
    if isinstance(column.type, String)
}


@click.group()
def platform() -> None:
    """Connect learning platforms (LTI 1.3)."""


platform.add_command(check)


@platform.command()
@click.option("--name", required=True, help="A name of your own for this platform.")
@click.option("--organisation", help="Whose it is; made if new. Default: the only one, or NAME.")
@click.option("--issuer", required=True, help="The platform's issuer (iss).")
@click.option("--client-id", required=True, help="The client id that it gave Baton.")
@click.option("--auth-url", required=True, help="Its OIDC authentication address.")
@click.option("--token-url", required=True, help="Its access token address.")
@click.option("--jwks-url", required=True, help="Its public key set address.")
@click.option("--audience", help="What its tokens want as audience. Default: the token address.")
@click.option("--deployment", "deployments", multiple=True, help="A deployment id; may repeat.")
@click.option("--allow-http", is_flag=True, help="Allow plain http and private addresses.")
def add(deployments: tuple[str, ...], organisation: str | None, **fields: Any) -> None:
    """Connect a platform; say what to paste into it. Repeated, it updates the registration."""
    _check(fields)
    with open_product(read_settings()) as product, product.database.write() as session:
        known = _add(session, fields)
        for lti_id in deployments:
            _add_deployment(session, known, organisation, lti_id)
    click.echo("Connected. Paste these into the learning platform:")
    _say_fields(guide_of(_family(known), product.settings.public_url))


@platform.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_platforms(as_json: bool) -> None:
    """List the connected platforms with their deployments."""
    with open_product(read_settings()) as product, product.database.read() as session:
        rows = [_row(session, one) for one in session.scalars(select(Platform).order_by("name"))]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['issuer']}  client {row['client_id']}")
        _say_deployments(row["deployments"])
    if not rows:
        click.echo("No platform is connected yet. Connect one with `baton platform add`.")


@platform.command()
@click.option("--organisation", help="Whose people these are; made if new. Default: the only one.")
@click.option("--name", help="A name of your own for the platform. Default: its host.")
@click.option("--allow-http", is_flag=True, help="Allow plain http and private addresses.")
@click.option(
    "--hours",
    default=72,
    show_default=True,
    type=click.IntRange(1, _LONGEST_HOURS),
    help="How long the address is good.",
)
def invite(organisation: str | None, name: str | None, allow_http: bool, hours: int) -> None:
    """Print one address to paste into an LMS: Moodle, Canvas, Brightspace or Sakai.

    Whoever has it can connect one LMS with it, once. The page that it opens says what is next.
    """
    for option, value in (("--name", name), ("--organisation", organisation)):
        _check_text(option, value, _LENGTHS["name"])
    with open_product(read_settings()) as product, product.database.write() as session:
        owner = _owner(session, organisation, None)
        life, at = timedelta(hours=hours), datetime.now(UTC)
        token = issue_invite(session, owner, at, life, name=name, allow_http=allow_http)
    click.echo(f"{product.settings.public_url}/lti/register?invite={token}")
    where = f"{product.settings.public_url}/lti/install"
    click.echo(f"Good once, for {hours} hours. Where to paste it: {where}", err=True)


@platform.command()
@click.argument("name", required=False)
@click.option(
    "--for", "lms", type=click.Choice(LMSS), help="Which LMS it is, if Baton cannot tell."
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def show(name: str | None, lms: str | None, as_json: bool) -> None:
    """Show the platform called NAME, and what to paste into it.

    Without NAME, `--for` shows what to paste into an LMS that is not connected yet.
    """
    if name is None and lms is None:
        raise click.UsageError("Say which: NAME, or --for with an LMS; see `baton platform list`.")
    with open_product(read_settings()) as product, product.database.read() as session:
        known = _named(session, name) if name else None
        row = _row(session, known) if known else {}
        guide = guide_of(lms or _family(known), product.settings.public_url)
    if as_json:
        fields = {field.label: field.value for field in guide.fields}
        click.echo(json.dumps({**row, "paste": fields} if lms else row, indent=2))
        return
    deployments = row.pop("deployments", {})
    for field, value in row.items():
        click.echo(f"{field.replace('_', ' '):12} {value or '-'}")
    _say_deployments(deployments)
    _say_guide(guide)


@platform.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove the platform called NAME, if nobody has learned through it yet."""
    with open_product(read_settings()) as product, product.database.write() as session:
        known = _named(session, name)
        _check_unused(session, known)
        for kind in (AccessToken, Deployment):
            session.execute(delete(kind).where(kind.platform_id == known.id))
        session.execute(
            update(Invite).where(Invite.platform_id == known.id).values(platform_id=None)
        )
        session.delete(known)
    click.echo(f"Removed {name}.")


def _check(fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        option = "--" + name.replace("_", "-")
        if isinstance(value, str):
            _check_text(option, value, _LENGTHS[name])
        if name in _ADDRESSES:
            _check_address(option, value, fields["allow_http"])


def _check_text(option: str, value: str | None, longest: int) -> None:
    if value is not None and not (value.isprintable() and 0 < len(value) <= longest):
        raise click.UsageError(f"{option} must have 1 to {longest} plain characters.")


def _check_address(option: str, url: str, allow_http: bool) -> None:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.username or parts.fragment or " " in url:
        raise click.UsageError(f"{option} must be a web address, not {url!r}.")
    if not allow_http and parts.scheme == "http":
        raise click.UsageError(f"{option} is plain http. Add --allow-http if that is meant.")
    if not allow_http and _is_private(parts.hostname or ""):
        raise click.UsageError(f"{option} is a private address. Add --allow-http if that is meant.")


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def _add(session: Session, fields: dict[str, Any]) -> Platform:
    same = Platform.issuer == fields["issuer"], Platform.client_id == fields["client_id"]
    found = session.scalar(select(Platform).where(*same))
    clash = session.scalar(select(Platform).where(Platform.name == fields["name"]))
    if clash is not found and clash is not None:
        raise click.UsageError(f"Another platform is called {fields['name']!r}; choose a new name.")
    known = found or Platform(added_at=datetime.now(UTC))
    for name, value in fields.items():
        setattr(known, name, value)
    session.add(known)
    session.flush()
    return known


def _add_deployment(
    session: Session, known: Platform, organisation: str | None, lti_id: str
) -> None:
    mine = Deployment.platform_id == known.id, Deployment.lti_id == lti_id
    found = session.scalar(select(Deployment).where(*mine))
    if found is None:
        found = Deployment(platform_id=known.id, lti_id=lti_id, first_seen_at=datetime.now(UTC))
        session.add(found)
    if organisation or found.organisation_id is None:
        found.organisation_id = _owner(session, organisation, known.name).id


def _owner(session: Session, organisation: str | None, name: str | None) -> Organisation:
    everyone = list(session.scalars(select(Organisation).limit(2)))
    if organisation is None and len(everyone) == 1:
        return everyone[0]
    if organisation is None and len(everyone) > 1:
        raise click.UsageError("There are several organisations; say which with --organisation.")
    wanted = organisation or name
    if wanted is None:
        raise click.UsageError("Say whose people these are with --organisation, such as Norrvik.")
    return find_or_create_organisation(session, wanted, datetime.now(UTC))


def _named(session: Session, name: str) -> Platform:
    known = session.scalar(select(Platform).where(Platform.name == name))
    if known is None:
        raise click.UsageError(f"No platform is called {name!r}; see `baton platform list`.")
    return known


def _check_unused(session: Session, known: Platform) -> None:
    courses = select(func.count()).select_from(LtiContext).join(Deployment)
    count = session.scalar(courses.where(Deployment.platform_id == known.id))
    if count:
        raise click.UsageError(
            f"People learn through {known.name!r} in {count} course(s); it cannot be removed."
        )


def _row(session: Session, one: Platform) -> dict[str, Any]:
    deployments = session.scalars(select(Deployment).where(Deployment.platform_id == one.id))
    fields = ("name", "issuer", "client_id", *_ADDRESSES, "audience", "allow_http")
    return {
        **{name: getattr(one, name) for name in fields},
        "deployments": {d.lti_id: d.organisation and d.organisation.name for d in deployments},
    }


def _family(known: Platform | None) -> str:
    return family_of(known.family or "", known.issuer) if known else ""


def _say_deployments(deployments: dict[str, str | None]) -> None:
    for lti_id, owner in deployments.items():
        click.echo(f"    deployment {lti_id}  {owner or 'pending: see baton deployment approve'}")


def _say_fields(guide: Guide) -> None:
    for field in guide.fields:
        first, *rest = field.value.split("\n")
        click.echo(f"  {field.label:45} {first}")
        for line in rest:
            click.echo(f"  {'':45} {line}")


def _say_guide(guide: Guide) -> None:
    click.echo(f"In {guide.title}: {guide.where}")
    _say_fields(guide)
    click.echo("It then shows values for `baton platform add`:")
    for one in guide.back:
        click.echo(f"  {one.option:15} {one.label}")
    click.echo("Then:")
    for step in (*guide.after, *guide.mind):
        click.echo(f"  - {step}")
