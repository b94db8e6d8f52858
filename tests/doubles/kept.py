"""What is made once for all tests of a process, since making it takes longer than most tests.

Nothing that a test does to it is seen by the next one: an application is a copy with extensions of
its own, and a database's connections are closed. What stays are compiled routes, templates and
statements.
"""

from collections.abc import Callable
from copy import copy
from functools import cache
from pathlib import Path

from flask import Flask

from baton.app import connect, pages
from baton.product import Product
from baton.settings import PACKAGED_CONTENT
from learning.catalogue import Catalogue, read_catalogue
from learning.database import Database

_pages = cache(pages)
_read = cache(read_catalogue)
kept_database = cache(Database)
"""The database at an address. Whoever asks for it disposes of its connections."""


def app_for(product: Product, wake: Callable[[], None] = lambda: None) -> Flask:
    """Return an application that works on this product."""
    app = copy(_pages())
    app.extensions = dict(app.extensions)
    connect(app, product, wake)
    return app


def kept_catalogue(folder: Path) -> Catalogue:
    """Read the content of a folder; what comes with Baton is read once."""
    return _read(folder) if folder == PACKAGED_CONTENT else read_catalogue(folder)
