"""Where an account is, as its person calls it. Each door names its own, put in by `baton.app`."""

from collections.abc import Callable
from typing import cast

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.person import Identity
from web.language import gettext as _

Names = Callable[[Session, Identity], str | None]
"""Returns what a door is called, such as `Norrvik Moodle`; None for an account of another door."""
LTI, TEAMS = "lti", "teams"
_KEY = "door_names"


def install_door_name(extensions: dict[str, object], door: str, names: Names) -> None:
    """Let a door name the accounts that are its own."""
    cast("dict[str, Names]", extensions.setdefault(_KEY, {}))[door] = names


def doors_of(session: Session, person_id: int) -> dict[str, str]:
    """Return at which doors somebody has an account, and what each of these is called."""
    doors = cast("dict[str, Names]", current_app.extensions[_KEY])
    mine = select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)
    found = [
        (door, name)
        for identity in session.scalars(mine)
        for door, names in doors.items()
        if (name := names(session, identity)) is not None
    ]
    return dict(found)


def door_names(session: Session, person_id: int) -> str:
    """Return the places where somebody has an account, in words."""
    return ", ".join(doors_of(session, person_id).values()) or _("a place that was removed")
