"""The door's own wiring: which app registration it has, put in place by `baton.app`."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from teams_app.entra import Entra
from teams_app.problems import DoorClosed

_KEY = "teams_door"


@dataclass(frozen=True)
class Door:
    """Open where an app registration is set."""

    entra: Entra

    def require_entra(self) -> Entra:
        """Return the app registration. Raises DoorClosed if there is none."""
        if not self.entra.client_id:
            raise DoorClosed("no BATON_ENTRA_CLIENT_ID")
        return self.entra

    def install(self, extensions: dict[str, object]) -> None:
        """Put this into a Flask application's extensions."""
        extensions[_KEY] = self


def door() -> Door:
    """Return the door of the application that is answering."""
    return cast("Door", current_app.extensions[_KEY])
