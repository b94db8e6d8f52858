"""The demo's worker: it goes by the clock that a button moves."""

import logging

from baton.log import start_logging
from baton.product import open_product
from baton.settings import read_settings
from baton.worker import work_on
from learning.clock import MovedClock

if __name__ == "__main__":
    start_logging(logging.WARNING)
    work_on(open_product(read_settings(), MovedClock()))
