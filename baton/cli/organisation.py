"""`baton organisation`: the companies whose people learn here."""

import json
from datetime import UTC, datetime

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from baton.product import open_product
from baton.settings import read_settings
from learning.linking_domain import add_domain, domains_of
from learning.organisation import (
    LONGEST_NAME,
    Organisation,
    find_or_create_organisation,
    organisation_named,
)
from learning.person import Person
from learning.policy import policy_of
from learning.programme_change import take_order
from learning.programme_order import programme_of


@click.group()
def organisation() -> None:
    """Look after organisations: their name, calendar, and whom their people ask for help."""


@organisation.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_organisations(as_json: bool) -> None:
    """List the organisations."""
    with open_product(read_settings()) as product, product.database.read() as session:
        everyone = session.scalars(select(Organisation).order_by(Organisation.name))
        rows = [_row(session, one) for one in everyone]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['people']} people  {row['time_zone']}")
        click.echo(f"    help: {row['help_contact'] or '-'}  leaders see: {row['policy']}")
    if not rows:
        click.echo("There is no organisation yet. Add one with `baton organisation add`.")


@organisation.command()
@click.argument("name")
@click.option("--time-zone", help="By whose calendar weeks begin, such as Europe/Helsinki.")
@click.option("--help-contact", help="Whom people ask when something does not work.")
def add(name: str, time_zone: str | None, help_contact: str | None) -> None:
    """Add an organisation called NAME."""
    _check_name(name)
    with open_product(read_settings()) as product, product.database.write() as session:
        if organisation_named(session, name) is not None:
            raise click.UsageError(f"There is an organisation called {name!r} already.")
        made = find_or_create_organisation(session, name, datetime.now(UTC))
        _change(made, time_zone, help_contact)
    click.echo(f"Added {name}.")


@organisation.command("set")
@click.argument("name")
@click.option("--name", "new_name", help="A new name.")
@click.option("--time-zone", help="By whose calendar weeks begin, such as Europe/Helsinki.")
@click.option("--help-contact", help='Whom people ask for help; "" names nobody.')
def set_organisation(
    name: str, new_name: str | None, time_zone: str | None, help_contact: str | None
) -> None:
    """Change the organisation called NAME."""
    if new_name is None and time_zone is None and help_contact is None:
        raise click.UsageError("Say what to change: --name, --time-zone or --help-contact.")
    with open_product(read_settings()) as product, product.database.write() as session:
        known = the_organisation(session, name)
        _change(known, time_zone, help_contact)
        if new_name is not None:
            _rename(session, known, new_name)
        said = known.name
    click.echo(f"Changed {said}.")


@organisation.command()
@click.argument("name")
@click.option("--set", "arcs", help="The topics in their order, with commas; others follow.")
@click.option("--usual", is_flag=True, help="The order that the content has.")
def programme(name: str, arcs: str | None, usual: bool) -> None:
    """Show, or change, the order of the topics at the organisation called NAME.

    Every course takes the new order up after the topic at hand; a course with an order of its
    own keeps it. The weeks until now keep their modules, and what people have begun stays open.
    """
    if arcs is not None and usual:
        raise click.UsageError("Say one of --set and --usual.")
    with open_product(read_settings()) as product, product.database.write() as session:
        known = the_organisation(session, name)
        if arcs is not None or usual:
            named = [arc.strip() for arc in (arcs or "").split(",") if arc.strip()]
            now = product.clock.now(session)
            take_order(session, known, product.catalogue, named, known.today(now.learning))
        ordered = programme_of(product.catalogue, known.arcs)
    for arc in dict.fromkeys(ordered.arcs):
        click.echo(f"{arc}  ({ordered.arcs.count(arc)})")


@organisation.command("link-by-email")
@click.argument("name")
@click.option("--domain", "domains", multiple=True, help="Trust addresses under it; repeatable.")
@click.option("--remove", multiple=True, help="Trust addresses under this domain no more.")
@click.option("--off", is_flag=True, help="Trust no addresses any more.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def link_by_email(
    name: str, domains: tuple[str, ...], remove: tuple[str, ...], off: bool, yes: bool
) -> None:
    """Let the same address at two doors be the same person, at the organisation called NAME.

    Without an option it says how that is. Who signs in to Teams with an address under one of the
    domains becomes one with the account at the LMS that has it, if it is the only one; they are
    told, and can undo it. Otherwise people connect their accounts themselves, by a code.

    Add a domain only if it is this company's, and if nobody can choose or change their own address
    in its LMS: whoever could, could take a colleague's, and read their plans.
    """
    if domains and off:
        raise click.UsageError("Say one of --domain and --off.")
    if domains and not yes:
        click.confirm(
            "Can nobody choose or change their own address in the LMS, and is each of these "
            "domains this company's?",
            abort=True,
        )
    with open_product(read_settings()) as product, product.database.write() as session:
        known, at = the_organisation(session, name), datetime.now(UTC)
        for domain in domains:
            add_domain(session, known, domain, at)
        for one in domains_of(session, known.id):
            if off or one.domain in remove:
                session.delete(one)
        session.flush()
        trusted = [one.domain for one in domains_of(session, known.id)]
    if trusted:
        click.echo(f"The same address is the same person under: {', '.join(trusted)}")
    else:
        click.echo("Addresses link nobody. People connect their accounts by a code.")


def the_organisation(session: Session, name: str | None) -> Organisation:
    """Return the organisation of that name, or the only one if none is named.

    Raises UsageError with what to say instead.
    """
    if name is not None:
        known = organisation_named(session, name)
        if known is None:
            raise click.UsageError(
                f"No organisation is called {name!r}; see `baton organisation list`."
            )
        return known
    everyone = list(session.scalars(select(Organisation).limit(2)))
    if not everyone:
        raise click.UsageError("There is no organisation yet.")
    if len(everyone) > 1:
        raise click.UsageError("There are several organisations; say which with --organisation.")
    return everyone[0]


def _row(session: Session, one: Organisation) -> dict[str, object]:
    people = select(func.count()).select_from(Person).where(Person.organisation_id == one.id)
    return {
        "name": one.name,
        "time_zone": one.time_zone,
        "help_contact": one.help_contact,
        "policy": str(policy_of(session, one.id)),
        "people": session.scalar(people),
    }


def _change(one: Organisation, time_zone: str | None, help_contact: str | None) -> None:
    if time_zone is not None:
        one.move_to(time_zone)
    if help_contact is not None:
        one.ask_for_help(help_contact)


def _rename(session: Session, known: Organisation, name: str) -> None:
    _check_name(name)
    other = organisation_named(session, name)
    if other is not None and other is not known:
        raise click.UsageError(f"Another organisation is called {name!r}; choose a new name.")
    known.name = name


def _check_name(name: str) -> None:
    if not name.isprintable() or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise click.UsageError(f"A name has 1 to {LONGEST_NAME} plain characters.")
