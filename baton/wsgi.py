"""The application for a WSGI server: `gunicorn 'baton.wsgi:application()'`."""

import gc

from flask import Flask

from baton.app import create_app
from baton.log import start_logging
from baton.product import open_product
from baton.queue import make_queue
from baton.settings import read_settings
from baton.work import Work


def application() -> Flask:
    """Return the application as the environment's settings say."""
    start_logging()
    settings = read_settings()
    product = open_product(settings)
    app = create_app(product, Work(product, make_queue(settings)).wake)
    # What is here now stays; the collector need not walk through it again and again.
    gc.collect()
    gc.freeze()
    return app
