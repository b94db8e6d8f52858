"""`baton person`: save or erase everything about one person."""

import json
from datetime import UTC, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from baton.cli.organisation import the_organisation
from baton.product import open_product
from baton.settings import read_settings
from learning.audit import Act, log_act
from learning.data_map import DATA_MAP
from learning.erasure import Erased, count_erasure, erase_person
from learning.person import Person
from learning.person_export import export_person
from learning.person_search import find_people, words_for

_ORGANISATION = click.option("--organisation", help="Where they learn. Default: the only one.")


@click.group()
def person() -> None:
    """Save or erase everything about one person.

    WHO is an e-mail address, a user name, an id at the LMS, a name, or #7 for Baton's own id.
    """


@person.command()
@click.argument("who")
@_ORGANISATION
@click.option("--output", type=click.File("w", "utf-8"), default="-", help="Default: the screen.")
def export(who: str, organisation: str | None, output: Any) -> None:
    """Save everything about WHO as JSON, with a word on what each part is. It is logged."""
    at = datetime.now(UTC)
    with open_product(read_settings()) as product, product.database.write() as session:
        found = the_person(session, organisation, who)
        told = export_person(session, found, at)
        log_act(session, found.organisation_id, Act.PERSON_EXPORT, "", None, at)
    json.dump(told, output, indent=2, ensure_ascii=False)
    output.write("\n")


@person.command()
@click.argument("who")
@_ORGANISATION
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(who: str, organisation: str | None, dry_run: bool, yes: bool) -> None:
    """Erase everything about WHO. Only numbers that name nobody are left.

    Grades that the LMS has stay there: ask whoever runs the LMS. While somebody is in a course,
    its roster brings their name back, without anything that they have done. It is logged, without
    saying who it was.
    """
    with open_product(read_settings()) as product:
        with product.database.read() as session:
            found = the_person(session, organisation, who)
            words, counted = words_for(session, found), count_erasure(session, found.id)
        click.echo(words)
        _tell(counted, "would go" if dry_run else "will go")
        if dry_run:
            return
        if not yes:
            click.confirm("Erase all of this? It cannot be taken back.", abort=True)
        with product.database.write() as session:
            again = session.get(Person, found.id)
            if again is None or again.created_at != found.created_at:
                raise click.ClickException("Somebody has erased them meanwhile.")
            erase_person(session, again)
            at = datetime.now(UTC)
            log_act(session, found.organisation_id, Act.PERSON_ERASED, "", None, at)
    click.echo("Erased.")


def the_person(session: Session, organisation: str | None, who: str) -> Person:
    """Return the one person who goes by this. Raises UsageError for none, and for several."""
    owner = the_organisation(session, organisation)
    found = find_people(session, owner.id, who)
    if not found:
        raise click.UsageError(f"Nobody at {owner.name} goes by {who!r}.")
    if len(found) > 1:
        lines = "\n".join(f"    {words_for(session, one)}" for one in found)
        raise click.UsageError(f"Several people go by {who!r}; name one by the number:\n{lines}")
    return found[0]


def _tell(counted: Erased, will: str) -> None:
    for table, count in counted.rows.items():
        click.echo(f"    {count:5}  {table}: {DATA_MAP[table].what}")
    click.echo(f"  {sum(counted.rows.values())} rows {will}.")
    for table, count in counted.emptied.items():
        click.echo(f"    {count:5}  {table} stays, without the person.")
