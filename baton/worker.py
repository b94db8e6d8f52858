"""The worker: does the background work of one product until it is told to stop."""

import os
import signal
import sys
import threading
from typing import NoReturn

import structlog

from baton.product import Product
from baton.queue import is_sound, make_queue
from baton.work import Work

_THREADS = 3
"""One for grades, one for notices, and one for all else that may take long."""
_GRACE = 5
"""Seconds that calls under way get when the worker is stopped."""
_CHECK_EVERY = 0.5
"""Seconds. Also how late a signal may be seen: another thread may have taken it."""
_log = structlog.get_logger()


def work_on(product: Product) -> NoReturn:
    """Do the background work of one product, until this process is told to stop."""
    stopping = threading.Event()
    queue = make_queue(product.settings)
    work = Work(product, queue, goes_on=lambda: not stopping.is_set())
    consumer = queue.create_consumer(workers=_THREADS, max_delay=1.0, shutdown_timeout=_GRACE)
    # Whatever a killed worker left behind is picked up at once, not a minute later.
    work.sweep()
    work.nudge_soon()
    consumer.start()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    while not stopping.wait(_CHECK_EVERY) and is_sound(queue):
        consumer.check_worker_health()
    status = 0 if stopping.is_set() else 1
    if status:
        _log.error("the queue's file is damaged; the next start makes a new one")
    stopping.set()
    consumer.stop(graceful=True)
    sys.stderr.flush()
    # An LMS that keeps us waiting must not keep us from ending: the lease of that grade runs out.
    os._exit(status)
