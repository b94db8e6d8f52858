"""The door's own wiring: which app registration it has, put in place by `baton.app`."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from teams_app.confidential_client import ConfidentialClient
from teams_app.entra import Entra
from teams_app.graph import Graph
from teams_app.on_behalf_of import OnBehalfOf
from teams_app.problems import DoorClosed
from web.key_set import KeySets

_KEY = "teams_door"


@dataclass(frozen=True)
class Door:
    """Open where an app registration is set."""

    entra: Entra
    graph: Graph
    on_behalf_of: OnBehalfOf
    key_sets: KeySets

    def require_entra(self) -> Entra:
        """Return the app registration. Raises DoorClosed if there is none."""
        if not self.entra.client_id:
            raise DoorClosed("no BATON_ENTRA_CLIENT_ID")
        return self.entra

    def install(self, extensions: dict[str, object]) -> None:
        """Put this into a Flask application's extensions."""
        extensions[_KEY] = self


def make_door(entra: Entra) -> Door:
    """Return the door of this app registration. Nothing is asked of Microsoft yet."""
    return Door(
        entra,
        Graph(entra.graph_url),
        OnBehalfOf(ConfidentialClient(entra)),
        KeySets(named=True),
    )


def door() -> Door:
    """Return the door of the application that is answering."""
    return cast("Door", current_app.extensions[_KEY])
