"""A door as somebody's accounts know it: what it is called, whom it is for, and the way there.

Each door tells this of itself, put in place by `baton.app`; pages know no door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.person import Identity
from web.language import gettext as _

_KEY = "account_doors"


@dataclass(frozen=True)
class AccountDoor:
    """What a door says of accounts."""

    name_of: Callable[[Session, Identity], str | None]
    """What the place of an account is called, such as `Norrvik Moodle`; None for other doors'."""
    is_open: Callable[[Session, int], bool]
    """Whether people of an organisation, by its id, come through this door."""
    link: Callable[[Session, int, str], str | None] = lambda _session, _organisation, _code: None
    """An address that takes a code there; None where nothing but typing does."""


def install_account_door(extensions: dict[str, object], door: str, told: AccountDoor) -> None:
    """Let a door tell of the accounts that are its own."""
    cast("dict[str, AccountDoor]", extensions.setdefault(_KEY, {}))[door] = told


def account_doors() -> dict[str, AccountDoor]:
    """Return the doors of the application that is answering, by name."""
    return cast("dict[str, AccountDoor]", current_app.extensions[_KEY])


def doors_of(session: Session, person_id: int) -> dict[str, str]:
    """Return at which doors somebody has an account, and what each of these is called."""
    mine = select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)
    found = [
        (door, name)
        for identity in session.scalars(mine)
        for door, told in account_doors().items()
        if (name := told.name_of(session, identity)) is not None
    ]
    return dict(found)


def door_names(session: Session, person_id: int) -> str:
    """Return the places where somebody has an account, in words."""
    return ", ".join(doors_of(session, person_id).values()) or _("a place that was removed")


def other_door(session: Session, organisation_id: int, person_id: int) -> str | None:
    """Return a door of the organisation at which somebody has no account yet; None if none."""
    mine = doors_of(session, person_id)
    for door, told in account_doors().items():
        if door not in mine and told.is_open(session, organisation_id):
            return door
    return None
