"""The background work, as Huey's tasks. Each only wakes something that reads the rows."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import structlog
from huey import Huey, crontab
from huey.api import Task

from baton.product import Product
from baton.pulse import beat
from baton.queue import QUEUE_FAULTS
from baton.retention import ALL_RULES
from learning.organisation import Organisation
from learning.outbox import drain, next_due
from learning.retention import keep_to_retention
from learning.snapshot import take_due
from learning.team_snapshot import count_weeks, mondays_due
from lti_tool.grades import Grades
from lti_tool.key_rotation import turn_keys
from lti_tool.nonce import forget_spent_nonces
from lti_tool.picker import forget_pickers
from lti_tool.reconciliation import Reconciliation
from lti_tool.roster import want_all
from lti_tool.roster_sync import Rosters
from lti_tool.service import Services
from teams_app.confidential_client import ConfidentialClient
from teams_app.nudge_call import NudgeCall
from teams_app.nudge_round import Nudges

_log = structlog.get_logger()
_SOON = timedelta(minutes=1)
_AT_LEAST = timedelta(seconds=1)
"""So that a row which somebody else holds is not asked for again and again."""
_TURN = 30.0
"""Seconds for which one task sends grades, or notices; then the other tasks have a turn."""


class Work:
    """The tasks of one product on one queue.

    `goes_on` says whether the worker may begin something more.
    """

    def __init__(
        self, product: Product, queue: Huey, goes_on: Callable[[], bool] = lambda: True
    ) -> None:
        self._product, self._queue, self._goes_on = product, queue, goes_on
        self._services = Services(product.database, product.keyring)
        self._grades = Grades(product.database, self._services, product.catalogue)
        self.drain = queue.task(name="drain")(self._drain)
        self._long = threading.Lock()
        self._rosters = Rosters(product.database, self._services, product.catalogue, self.wake)
        self._reconciliation = Reconciliation(product.database, self._services)
        self.sweep = queue.periodic_task(crontab(), name="sweep")(self._sweep)
        self.rosters = queue.periodic_task(crontab(), name="rosters")(self._read_rosters)
        self.night = queue.periodic_task(crontab(minute="17", hour="1"), name="night")(self._night)
        at_night = crontab(minute="*/5", hour="2-5")
        self.compare = queue.periodic_task(at_night, name="compare")(self._compare)
        self.spread = queue.periodic_task(crontab(), name="spread")(self._measure_spread)
        self.teams = queue.periodic_task(crontab(), name="teams")(self._count_teams)
        by_turns = crontab(minute="*/3", hour="2-5")
        self.retention = queue.periodic_task(by_turns, name="retention")(self._keep_to_retention)
        self.keys = queue.periodic_task(crontab(minute="23"), name="keys")(self._turn_keys)
        self._nudges = _nudges(product)
        self.nudge = queue.task(name="nudge")(self._nudge)
        self.nudge_soon = queue.periodic_task(crontab(), name="nudges")(self._nudge_soon)

    def wake(self) -> None:
        """Have the outbox drained soon, unless that is on its way already.

        A queue that cannot be used costs no more than a minute: the sweep looks at the rows.
        """
        try:
            if not any(_is("drain", task, by=datetime.now(UTC)) for task in self._queue.pending()):
                self.drain()
        except QUEUE_FAULTS as fault:
            _log.warning("the queue could not be used", fault=type(fault).__name__)

    def _drain(self) -> None:
        turn_ends = time.monotonic() + _TURN
        taken = drain(
            self._product.database,
            self._grades.send,
            lease=self._product.lease,
            goes_on=lambda: self._goes_on() and time.monotonic() < turn_ends,
        )
        if taken:
            _log.info("outbox drained", deliveries=taken)
        self._come_back()

    def _come_back(self) -> None:
        """Drain again when the next delivery is due, if that is before the next sweep."""
        due, at = next_due(self._product.database), datetime.now(UTC)
        if due is None or due > at + _SOON:
            return
        # Huey lets a task for later wait among the others until a worker has looked at it.
        known = [*self._queue.scheduled(), *self._queue.pending()]
        when = max(due, at + _AT_LEAST)
        if not any(_is("drain", task, by=when) for task in known):
            self.drain.schedule(eta=when)

    def _read_rosters(self) -> None:
        """Read the rosters that leaders' launches, or the night, have asked for."""
        with self._long_work() as goes_on:
            count = self._rosters.sync_wanted(goes_on)
        if count:
            _log.info("rosters read", rosters=count)

    def _night(self) -> None:
        with self._product.database.write() as session:
            want_all(session, datetime.now(UTC))

    def _compare(self) -> None:
        """Compare grades with what the LMSs show, for a turn; each column once a night."""
        with self._long_work() as goes_on:
            tally = self._reconciliation.nightly(goes_on)
        if tally.columns:
            _log.info("grades compared", **asdict(tally))
        if tally.sent_again:
            self.wake()

    def _keep_to_retention(self) -> None:
        """Erase what is over, for a turn; each night until nothing is left to erase."""
        with self._long_work() as goes_on:
            erased = keep_to_retention(
                self._product.database, self._product.clock, ALL_RULES, goes_on
            )
        if erased:
            counts = {what.replace(" ", "_"): number for what, number in erased.items()}
            _log.info("what is over was erased", **counts)

    @contextmanager
    def _long_work(self) -> Iterator[Callable[[], bool]]:
        """Say whether there is time for more; one at a time, so that grades never wait for it."""
        if not self._long.acquire(blocking=False):
            yield lambda: False
            return
        turn_ends = time.monotonic() + _TURN
        try:
            yield lambda: self._goes_on() and time.monotonic() < turn_ends
        finally:
            self._long.release()

    def _measure_spread(self) -> None:
        """Measure how far it has spread, when a week has begun: in the night to Monday."""
        with self._product.database.read() as session:
            now = self._product.clock.now(session)
        with self._long_work() as goes_on:
            weeks = take_due(self._product.database, self._product.catalogue, now, goes_on)
        if weeks:
            _log.info("spread measured", organisations=weeks)

    def _sweep(self) -> None:
        at = datetime.now(UTC)
        with self._product.database.write() as session:
            beat(session, at)
            forget_spent_nonces(session, at)
            forget_pickers(session, at)
        self.wake()

    def _count_teams(self) -> None:
        """Make the team snapshots of each organisation in which it has become Monday."""
        database = self._product.database
        with database.read() as session:
            due = mondays_due(session, self._product.clock.now(session).learning)
        for number, monday in due.items():
            with database.write() as session:
                organisation = session.get_one(Organisation, number)
                if count_weeks(session, organisation, self._product.catalogue, monday):
                    _log.info("team snapshots made", organisation=number, monday=str(monday))

    def _nudge_soon(self) -> None:
        """Look whom to notify, unless that is on its way already."""
        if not any(_is("nudge", task, by=datetime.now(UTC)) for task in self._queue.pending()):
            self.nudge()

    def _nudge(self) -> None:
        """Notify people whose time has come; go on soon if there was no time for all."""
        turn_ends = time.monotonic() + _TURN

        def goes_on() -> bool:
            return self._goes_on() and time.monotonic() < turn_ends

        tally = self._nudges.send_due(goes_on)
        if tally:
            counts = {ending.replace("-", "_"): number for ending, number in tally.items()}
            _log.info("people notified", **counts)
        at = datetime.now(UTC)
        again = at + _AT_LEAST if time.monotonic() >= turn_ends else self._nudges.next_time()
        if again is not None and again <= at + _SOON:
            known = [*self._queue.scheduled(), *self._queue.pending()]
            if not any(_is("nudge", task, by=again) for task in known):
                self.nudge.schedule(eta=again)

    def _turn_keys(self) -> None:
        age = timedelta(days=self._product.settings.key_days)
        with self._product.database.write() as session:
            turn_keys(session, self._product.keyring, datetime.now(UTC), age)


def _nudges(product: Product) -> Nudges:
    entra = product.settings.entra
    call = NudgeCall(entra, ConfidentialClient(entra), product.catalogue)
    return Nudges(product.database, product.clock, product.catalogue, call, product.lease)


def _is(name: str, task: Task, by: datetime) -> bool:
    """Tell whether a task has this name and will run by then."""
    return task.name == name and (task.eta is None or task.eta.replace(tzinfo=UTC) <= by)
