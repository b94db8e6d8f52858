"""`baton policy`: what leaders see of their team. For the operator only."""

import getpass
import json
from datetime import UTC, datetime

import click

from baton.cli.organisation import the_organisation
from baton.product import open_product
from baton.settings import read_settings
from learning.audit import Act, LogLine, read_log
from learning.policy import Policy, named_since, policy_changes, policy_of, set_policy

_ORGANISATION = click.option("--organisation", help="Whose policy. Default: the only one's.")


@click.group()
def policy() -> None:
    """See and change what leaders see of their team.

    With `counts` they see how many have completed a module; with `named`, also who. Plans, answers
    and look backs are never shown to anybody else.
    """


@policy.command()
@_ORGANISATION
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def show(organisation: str | None, as_json: bool) -> None:
    """Show the policy, who has changed it when, and the log of exports and erasures."""
    with open_product(read_settings()) as product, product.database.read() as session:
        owner = the_organisation(session, organisation)
        now, since = policy_of(session, owner.id), named_since(session, owner.id)
        changes = [
            {"policy": str(one.policy), "by": one.by, "at": one.at.isoformat()}
            for one in policy_changes(session, owner.id)
        ]
        log = [_entry(line) for line in read_log(session, owner.id) if line.act != Act.POLICY]
    if as_json:
        told = {"organisation": owner.name, "policy": now, "changes": changes, "log": log}
        click.echo(json.dumps(told))
        return
    click.echo(f"{owner.name}: leaders see {now}.")
    if since is not None:
        click.echo(
            f"Names are shown for modules that were opened after {since:%Y-%m-%d %H:%M} UTC."
        )
    for change in changes:
        click.echo(f"    {change['at'][:16]}  {change['policy']}  by {change['by']}")
    if log:
        click.echo("Exports and erasures:")
    for entry in log:
        click.echo(f"    {entry['at'][:16]}  {entry['act']}  {entry['what']}  by {entry['by']}")


@policy.command("set")
@click.argument("policy", metavar="POLICY", type=click.Choice([one.value for one in Policy]))
@_ORGANISATION
@click.option("--by", help="Who changes it, for the record. Default: who is signed in here.")
def set_(policy: str, organisation: str | None, by: str | None) -> None:
    """Change the policy to POLICY: counts or named.

    Before you choose `named`, tell people, and whoever speaks for them. *Who sees what* says it
    to everyone from now on. Names are shown only for modules that are opened after this.
    """
    who = by or _signed_in()
    if not who.isprintable() or not 0 < len(who) <= 200:
        raise click.UsageError("--by must have 1 to 200 plain characters.")
    with open_product(read_settings()) as product, product.database.write() as session:
        owner = the_organisation(session, organisation)
        has_changed = set_policy(session, owner, Policy(policy), who, datetime.now(UTC))
        name = owner.name
    if has_changed:
        click.echo(f"{name}: from now on leaders see {policy}. This is on record, by {who}.")
    else:
        click.echo(f"{name}: leaders see {policy} already.")


def _entry(line: LogLine) -> dict[str, str]:
    by = "the operator" if line.by_operator else line.by or "somebody who is not here any more"
    return {"act": str(line.act), "what": line.what, "by": by, "at": line.at.isoformat()}


def _signed_in() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "the operator"
