"""A Baton at an address of its own, and a stand-in for each platform."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from cast.walk import Walk
from conftest import SECRET
from doubles.kept import app_for
from doubles.kept_keys import give_key
from doubles.platforms.stand_in import StandIn
from doubles.served import serving

from baton.product import Product
from baton.settings import Settings
from learning.catalogue import Catalogue
from learning.clock import MovedClock
from learning.database import Database
from web.keyring import Keyring

Open = Callable[[type[StandIn]], Walk]


@pytest.fixture
def open_walk(database: Database, catalogue: Catalogue, clock: MovedClock) -> Iterator[Open]:
    """Serves Baton and a platform, which know each other's addresses and nothing else."""
    with ExitStack() as stack:

        def open_one(kind: type[StandIn]) -> Walk:
            listener = socket.create_server(("127.0.0.1", 0))
            product = _product(database, catalogue, clock, listener.getsockname()[1])
            app = app_for(product)
            stack.enter_context(serving(app, listener))
            door = socket.create_server(("127.0.0.1", 0))
            platform = kind(f"http://127.0.0.1:{door.getsockname()[1]}")
            stack.enter_context(serving(platform.app(), door))
            return Walk(product, app, platform)

        yield open_one


def _product(database: Database, catalogue: Catalogue, clock: MovedClock, port: int) -> Product:
    settings = Settings(
        database_url=database.url.render_as_string(hide_password=False),
        public_url=f"http://127.0.0.1:{port}",
        secret_keys=(SECRET,),
    )
    keyring = Keyring(settings.secrets())
    with database.write() as session:
        give_key(session, SECRET, age=timedelta(days=7))
    return Product(settings, database, catalogue, keyring, clock)
