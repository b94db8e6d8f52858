"""`baton keys`: the keys with which Baton signs what it sends to learning platforms."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from baton.product import open_product
from baton.settings import read_settings
from lti_tool.key_rotation import replace_keys, rotate_keys
from lti_tool.tool_key import ToolKey, key_that_signs
from web.keyring import Keyring

_COST = (
    "The other keys are taken away at once. A platform that keeps the key set for an hour or more "
    "does not know the new key until it asks again. Until then it refuses what Baton sends: grades "
    "wait and arrive later, and placing modules in a course may fail. Nothing is lost."
)


@click.group()
def keys() -> None:
    """See and renew the keys with which Baton signs.

    This happens by itself every 90 days (BATON_KEY_DAYS).
    """


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_keys(as_json: bool) -> None:
    """List the keys, newest first.

    coming: published, and signs later. signs: in use. leaving: published until nothing that it
    signed can still be good. retired: its private half is erased. The secret is `older` while an
    older one of BATON_SECRET_KEY is still needed to open the key.
    """
    with open_product(read_settings()) as product, product.database.read() as session:
        rows = _rows(session, product.keyring, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    table = Table("key", "state", "made", "signs from", "retired", "secret")
    for row in rows:
        table.add_row(*(value or "" for value in row.values()))
    Console().print(table)


@keys.command()
@click.option("--now", is_flag=True, help="A key has leaked: use a new one at once, and no other.")
@click.option("--yes", is_flag=True, help="With --now: do not ask whether you are sure.")
def rotate(now: bool, yes: bool) -> None:
    """Make a new key. It is published now and signs from tomorrow, so nobody notices."""
    if now:
        click.echo(_COST)
    if now and not yes:
        click.confirm("Go on?", abort=True)
    with open_product(read_settings()) as product, product.database.write() as session:
        change = replace_keys if now else rotate_keys
        key = change(session, product.keyring, datetime.now(UTC))
    if now:
        click.echo(f"Key {key.kid} signs from now on. All others are gone.")
        return
    click.echo(
        f"Key {key.kid} is published. It signs from {_shown(key.signs_from)} UTC; "
        "the old one is retired soon after that."
    )


def _rows(session: Session, keyring: Keyring, at: datetime) -> Sequence[dict[str, str | None]]:
    signing = key_that_signs(session, at)
    return [
        {
            "kid": key.kid,
            "state": str(key.state(signing, at)),
            "created_at": _shown(key.created_at),
            "signs_from": _shown(key.signs_from),
            "retired_at": _shown(key.retired_at),
            "secret": _secret(key, keyring),
        }
        for key in session.scalars(select(ToolKey).order_by(ToolKey.id.desc()))
    ]


def _shown(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M}" if at else None


def _secret(key: ToolKey, keyring: Keyring) -> str | None:
    if not key.private_pem:
        return None
    if keyring.is_newest(key.private_pem):
        return "newest"
    return "lost" if keyring.decrypt(key.private_pem) is None else "older"
