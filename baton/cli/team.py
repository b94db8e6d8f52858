"""`baton team`: who is on which team, and who leads it."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from baton.cli.organisation import the_organisation
from baton.product import open_product
from baton.settings import read_settings
from learning.team import Team, read_teams
from learning.team_file import read_team_file
from learning.team_import import TeamEdit, TeamImport, plan_import

_ORGANISATION = click.option("--organisation", help="Whose teams. Default: the only one's.")


@click.group()
def team() -> None:
    """See teams, and import them from a table."""


@team.command("list")
@_ORGANISATION
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_teams(organisation: str | None, as_json: bool) -> None:
    """List an organisation's teams."""
    with open_product(read_settings()) as product, product.database.read() as session:
        owner = the_organisation(session, organisation)
        rows = [_row(one) for one in read_teams(session, owner.id, with_names=True)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        leaders = ", ".join(row["leaders"]) or "nobody"
        click.echo(f"{row['name']}  {len(row['members'])} people, led by {leaders}")
    if not rows:
        click.echo("There are no teams yet. Whoever teaches a course leads everybody in it.")


@team.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_ORGANISATION
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def import_teams(file: Path, organisation: str | None, dry_run: bool, as_json: bool) -> None:
    """Import teams from FILE, a table (CSV) with the columns team, leader and person.

    People are named by e-mail address, user name or id. The teams that the file names become
    what it says; others stay as they are. Repeating it changes nothing. Rows that cannot be used
    are listed and left out; then the command ends with status 1.
    """
    table = read_team_file(file.read_bytes())
    with open_product(read_settings()) as product, product.database.write() as session:
        owner = the_organisation(session, organisation)
        plan = plan_import(session, table, owner.id)
        said = _said(plan) if as_json else None
        if not as_json:
            _say(plan, is_done=not dry_run)
        if not dry_run:
            plan.carry_out(session, None, datetime.now(UTC))
    if said is not None:
        click.echo(json.dumps(said, indent=2))
    if plan.left_out:
        sys.exit(1)


def _row(one: Team) -> dict[str, Any]:
    return {
        "name": one.name,
        "leaders": [leader.person.name or str(leader.person_id) for leader in one.leaders],
        "members": [member.person.name or str(member.person_id) for member in one.members],
    }


def _said(plan: TeamImport) -> dict[str, Any]:
    def named(ids: set[int]) -> list[str]:
        return sorted(plan.names.get(number, str(number)) for number in ids)

    return {
        "teams": [
            {
                "name": edit.name,
                "new": edit.team is None,
                "joining": named(edit.joining),
                "leaving": named(edit.leaving),
                "new_leaders": named(edit.new_leaders),
                "former_leaders": named(edit.former_leaders),
            }
            for edit in plan.changing
        ],
        "left_out": [
            {"line": one.row.line, "about": one.named or one.row.team, "reason": str(one.reason)}
            for one in plan.left_out
        ],
    }


def _say(plan: TeamImport, *, is_done: bool) -> None:
    for edit in plan.changing:
        click.echo(f"{edit.name}{' (new)' if edit.team is None else ''}: {_counts(edit)}")
    if not plan.changing:
        click.echo("This file changes nothing.")
    elif not is_done:
        click.echo("Nothing has changed yet; this was a dry run.")
    for one in plan.left_out:
        about = one.named or one.row.team
        click.echo(f"Line {one.row.line} is left out: {about!r}. {one.reason}", err=True)


def _counts(edit: TeamEdit) -> str:
    counts = {
        "join": edit.joining,
        "leave": edit.leaving,
        "lead it from now on": edit.new_leaders,
        "lead it no longer": edit.former_leaders,
    }
    said = ", ".join(f"{len(ids)} {what}" for what, ids in counts.items() if ids)
    return said or "nobody yet"
