"""`baton policy`: what leaders see of their team, and whose team it is. For the operator only."""

import getpass
import json
from datetime import UTC, datetime

import click

from baton.cli.organisation import the_organisation
from baton.product import open_product
from baton.settings import read_settings
from learning.audit import Act, LogLine, read_log
from learning.policy import Policy, named_since, policy_changes, policy_of, set_policy
from learning.reports import forget_reports
from learning.team_source import TeamSource, set_team_source, source_changes, team_source

_ORGANISATION = click.option("--organisation", help="Whose policy. Default: the only one's.")
_BY = click.option("--by", help="Who changes it, for the record. Default: who is signed in here.")
_SHOWN_ABOVE = {Act.POLICY, Act.TEAM_SOURCE}
_SOURCES = {
    TeamSource.DATA: "A file, or Set-up. Microsoft 365 is not asked.",
    TeamSource.REPORTS: "Microsoft 365, for each leader who lets Baton ask.",
    TeamSource.BOTH: "A file or Set-up, and Microsoft 365.",
}


@click.group()
def policy() -> None:
    """See and change what leaders see of their team.

    With `counts` they see how many have completed a module; with `named`, also who. Plans, answers
    and look backs are never shown to anybody else. `team-source` says where teams come from.
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
        source = team_source(session, owner.id)
        moved = [
            {"source": str(one.source), "by": one.by, "at": one.at.isoformat()}
            for one in source_changes(session, owner.id)
        ]
        log = [_entry(line) for line in read_log(session, owner.id) if line.act not in _SHOWN_ABOVE]
    if as_json:
        told = {
            "organisation": owner.name,
            "policy": now,
            "changes": changes,
            "team_source": source,
            "team_source_changes": moved,
            "log": log,
        }
        click.echo(json.dumps(told))
        return
    click.echo(f"{owner.name}: leaders see {now}.")
    if since is not None:
        click.echo(
            f"Names are shown for modules that were opened after {since:%Y-%m-%d %H:%M} UTC."
        )
    for change in changes:
        click.echo(f"    {change['at'][:16]}  {change['policy']}  by {change['by']}")
    click.echo(f"Teams come from: {source}. {_SOURCES[source]}")
    for change in moved:
        click.echo(f"    {change['at'][:16]}  {change['source']}  by {change['by']}")
    if log:
        click.echo("Exports and erasures:")
    for entry in log:
        click.echo(f"    {entry['at'][:16]}  {entry['act']}  {entry['what']}  by {entry['by']}")


@policy.command("set")
@click.argument("policy", metavar="POLICY", type=click.Choice([one.value for one in Policy]))
@_ORGANISATION
@_BY
def set_(policy: str, organisation: str | None, by: str | None) -> None:
    """Change the policy to POLICY: counts or named.

    Before you choose `named`, tell people, and whoever speaks for them. *Who sees what* says it
    to everyone from now on. Names are shown only for modules that are opened after this.
    """
    who = _who(by)
    with open_product(read_settings()) as product, product.database.write() as session:
        owner = the_organisation(session, organisation)
        has_changed = set_policy(session, owner, Policy(policy), who, datetime.now(UTC))
        name = owner.name
    if has_changed:
        click.echo(f"{name}: from now on leaders see {policy}. This is on record, by {who}.")
    else:
        click.echo(f"{name}: leaders see {policy} already.")


@policy.command("team-source")
@click.argument("source", metavar="SOURCE", type=click.Choice([one.value for one in TeamSource]))
@_ORGANISATION
@_BY
def set_source(source: str, organisation: str | None, by: str | None) -> None:
    """Let teams come from SOURCE: data, direct-reports or both.

    With `data` they are those of an uploaded file or of Set-up. With `direct-reports`, each leader
    in Teams can let Baton read who reports to them in Microsoft 365. With `both`, either names
    leaders, and whoever is on two teams is counted on the first. Until somebody chooses, it is
    `data` where there are such teams, and `direct-reports` where there are none.

    Changing it to `data` removes the teams that came from Microsoft 365.
    """
    who, wanted = _who(by), TeamSource(source)
    with open_product(read_settings()) as product, product.database.write() as session:
        owner = the_organisation(session, organisation)
        has_changed = set_team_source(session, owner, wanted, who, datetime.now(UTC))
        gone = forget_reports(session, owner.id) if wanted == TeamSource.DATA else 0
        name = owner.name
    if has_changed:
        click.echo(f"{name}: teams come from {source} now. This is on record, by {who}.")
    else:
        click.echo(f"{name}: teams come from {source} already.")
    if gone:
        click.echo(f"Teams from Microsoft 365 that are removed: {gone}. Their people stay.")


def _who(by: str | None) -> str:
    who = by or _signed_in()
    if not who.isprintable() or not 0 < len(who) <= 200:
        raise click.UsageError("--by must have 1 to 200 plain characters.")
    return who


def _entry(line: LogLine) -> dict[str, str]:
    by = "the operator" if line.by_operator else line.by or "somebody who is not here any more"
    return {"act": str(line.act), "what": line.what, "by": by, "at": line.at.isoformat()}


def _signed_in() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "the operator"
