"""The application for a WSGI server: `gunicorn 'baton.wsgi:application()'`."""

import gc

from flask import Flask

from baton.app import create_app
from baton.log import start_logging
from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work

_BETWEEN_LOOKS = 50_000
"""New objects that are still there, before the collector looks for circles among them."""


def application() -> Flask:
    """Return the application as the environment's settings say."""
    start_logging()
    settings = read_settings()
    product = open_product(settings)
    app = create_app(product, Work(product, make_queue(settings)).wake)
    # What is here now stays; the collector need not walk through it again and again. What requests
    # leave behind goes by counting references, so that looking for circles can wait.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_LOOKS, 20, 50)
    return app
