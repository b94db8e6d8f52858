"""A round: for each tenant in its turn, what is due is planned, sent, and written down.

A worker may be killed at any point. What is not written down as sent is sent again, once the turn
of the killed worker has ended, and takes its own place in the feed (see `nudge`).
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.clock import Clock
from learning.database import Database
from learning.outbox import pause
from teams_app.nudge import Nudge, NudgeState
from teams_app.nudge_batch import Batch, next_batches
from teams_app.nudge_call import Ending, NudgeCall, Outcome
from teams_app.nudge_plan import plan
from teams_app.nudging import Nudging, keep_turn, next_turn, take_turn
from teams_app.pace import ALONE, AMONG_MANY, REST, Pace
from teams_app.recipient import recipient_of
from teams_app.tenant import Tenant

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
MOST_ATTEMPTS = 5
"""So often is a nudge tried that Graph does not take. Where Graph cannot be asked, all week."""
IN_A_ROW = 3
"""So many people in a row for whom Graph does not take the notice: then the fault is ours."""
_BREATH = 0.05
"""Seconds between two transactions that plan."""
_TROUBLES = {
    Ending.REFUSED: "Graph does not take the notice ({0}). The app in Teams may be older than this "
    "Baton: make the package again and upload it as a new version.",
    Ending.NO_TOKEN: "Baton may not call Graph there ({0}). `baton teams check` says more.",
    Ending.LATER: "Notices could not be sent ({0}). Baton tries again by itself.",
}


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, as plain values."""

    nudging_id: int
    lease: str
    tenant_id: int
    entra_id: str
    app_id: str | None


class Nudges:
    """Sends what is due, for all tenants. One for each process."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: Catalogue,
        call: NudgeCall,
        lease: timedelta,
    ) -> None:
        self._database, self._clock, self._catalogue = database, clock, catalogue
        self._call, self._lease = call, lease
        self._had: frozenset[int] = frozenset()

    def send_due(self, goes_on: Callable[[], bool] = lambda: True) -> Counter[Ending]:
        """Send what is due while it goes on; return for how many people the calls ended how."""
        tally: Counter[Ending] = Counter()
        had: set[int] = set()
        while goes_on() and (turn := self._take_turn(frozenset(had))) is not None:
            had.add(turn.nudging_id)
            try:
                self._plan(turn, goes_on)
                self._send(turn, goes_on, tally)
            finally:
                self._give_back(turn)
        self._had = frozenset(had)
        return tally

    def next_time(self) -> datetime | None:
        """Return when somebody can be notified who has to wait: after a failure, or because a
        worker has the turn and may have been killed, or has just had it. None if nobody has to.

        While a turn cannot be had, nobody knows yet who is due.
        """
        with self._database.read() as session:
            waits = select(Nudge.id).where(Nudge.state == NudgeState.WAITING).limit(1)
            others = Nudging.leased_until > _now(), Nudging.id.not_in(self._had)
            missed = select(Nudging.id).where(*others).limit(1)
            if session.scalar(waits) is None and session.scalar(missed) is None:
                return None
            return next_turn(session, _now(), self._had)

    def _take_turn(self, had: frozenset[int]) -> Turn | None:
        with self._database.write() as session:
            found = take_turn(session, _now(), self._lease, had)
            if found is None:
                return None
            tenant = found.tenant
            return Turn(found.id, found.lease or "", tenant.id, tenant.entra_id, tenant.app_id)

    def _plan(self, turn: Turn, goes_on: Callable[[], bool]) -> None:
        while goes_on():
            with self._database.write() as session:
                if self._keep(session, turn) is None:
                    return
                tenant = session.get_one(Tenant, turn.tenant_id)
                if not plan(session, tenant, self._catalogue, self._clock.now(session)):
                    return
            # People who learn write as well, and SQLite lets one write at a time.
            time.sleep(_BREATH)

    def _send(self, turn: Turn, goes_on: Callable[[], bool], tally: Counter[Ending]) -> None:
        pace, refused = Pace(), 0
        while goes_on():
            with self._database.write() as session:
                if self._keep(session, turn) is None:
                    return
                tenant = session.get_one(Tenant, turn.tenant_id)
                batches = next_batches(session, tenant, self._clock.now(session))
            if not batches:
                return
            for batch in batches:
                kind = ALONE if batch.alone else AMONG_MANY
                if not pace.wait(kind, goes_on):
                    return
                outcome = self._outcome(turn, batch)
                pace.note_answer(kind)
                tally[outcome.ending] += len(batch.addressees)
                refused = refused + 1 if outcome.ending is Ending.REFUSED else 0
                if not self._settle(turn, batch, outcome, is_ours=refused >= IN_A_ROW):
                    return

    def _outcome(self, turn: Turn, batch: Batch) -> Outcome:
        try:
            return self._call.send(turn.entra_id, turn.app_id, batch)
        except Exception as fault:  # noqa: BLE001 (whatever it is, others must get their notice)
            return Outcome(Ending.LATER, f"Baton: {type(fault).__name__}")

    def _settle(self, turn: Turn, batch: Batch, outcome: Outcome, *, is_ours: bool) -> bool:
        """Write down what became of a batch; tell whether the turn goes on."""
        ids = [one.nudge_id for one in batch.addressees]
        with self._database.write() as session:
            now = self._clock.now(session)
            asked = select(Nudge).where(Nudge.id.in_(ids)).order_by(Nudge.id).with_for_update()
            for nudge in session.scalars(asked):
                if nudge.state == NudgeState.WAITING:
                    _note(nudge, outcome, now.learning, now.real)
                if batch.alone and outcome.ending in _TELLING:
                    recipient = recipient_of(session, nudge.identity_id)
                    if outcome.ending is Ending.SENT:
                        recipient.note_known(now.real)
                    else:
                        recipient.note_missing(now.real)
            nudging = self._keep(session, turn)
            if nudging is None:
                return False
            return _go_on(nudging, outcome, now.real, is_ours=is_ours)

    def _keep(self, session: Session, turn: Turn) -> Nudging | None:
        return keep_turn(session, turn.nudging_id, turn.lease, _now() + self._lease)

    def _give_back(self, turn: Turn) -> None:
        with self._database.write() as session:
            nudging = self._keep(session, turn)
            if nudging is not None:
                nudging.give_back(_now(), REST)


_TELLING = {Ending.SENT, Ending.MISSING, Ending.GONE}
"""Endings that tell of one person whether they have the app."""
_FOR_ALL = {Ending.SLOWER, Ending.LATER, Ending.NO_TOKEN}
"""Endings that would be the same for the next person."""


def _note(nudge: Nudge, outcome: Outcome, learning: datetime, real: datetime) -> None:
    match outcome.ending:
        case Ending.SENT:
            nudge.mark_sent(learning)
        case Ending.MISSING | Ending.GONE:
            nudge.end(NudgeState.UNREACHED, outcome.reason)
        case Ending.TWICE:
            nudge.end(NudgeState.REFUSED, outcome.reason)
        case Ending.ALONE:
            nudge.alone = True
        case Ending.SLOWER | Ending.NO_TOKEN:
            pass
        case Ending.REFUSED if nudge.attempts + 1 >= MOST_ATTEMPTS:
            nudge.end(NudgeState.REFUSED, outcome.reason)
        case Ending.LATER | Ending.REFUSED:
            # The next time by itself, so that one of many is no trouble for the others.
            nudge.alone = True
            nudge.postpone(real + pause(nudge.attempts, FIRST_PAUSE, LONGEST_PAUSE), outcome.reason)


def _go_on(nudging: Nudging, outcome: Outcome, at: datetime, *, is_ours: bool) -> bool:
    if outcome.ending is Ending.SENT:
        nudging.all_is_well()
    if outcome.ending not in _FOR_ALL and not is_ours:
        return True
    trouble = _TROUBLES.get(outcome.ending)
    wait = outcome.wait or pause(nudging.failures, FIRST_PAUSE, LONGEST_PAUSE)
    nudging.leave_alone(at + wait, trouble.format(outcome.reason) if trouble else None)
    return False


def _now() -> datetime:
    return datetime.now(UTC)
