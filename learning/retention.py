"""Retention: what is over goes by itself, each night, and neither a score nor a grade changes.

Each rule erases a batch and says how many rows that were. A night's run is one row: one worker
has it at a time, goes on where it stopped, and is done when no rule finds anything more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, selectinload

from learning.attempt import Attempt
from learning.audit import AuditEntry
from learning.clock import Clock, Now
from learning.context import Enrolment
from learning.database import Base, Database
from learning.draft import Draft
from learning.erasure import erase_person
from learning.follow_up import FollowUp
from learning.handover import Handover
from learning.huddle import Huddle
from learning.link_code import LinkCode, LinkGuess
from learning.loop import Part, Step
from learning.notice import Notice
from learning.optional_answer import LINKING, OptionalAnswer
from learning.person import Identity, Person
from learning.plan import Plan
from learning.recall import RecallAnswer
from learning.reports import forget_old_reports
from learning.team_change import TeamChange
from learning.team_snapshot import CountedPerson, TeamSnapshot
from learning.team_upload import LIFE as UPLOAD
from learning.team_upload import TeamUpload

PLAN_WORDS = timedelta(days=90)
"""How long the words of a plan stay, unless their owner keeps them."""
EVENTS = timedelta(days=365)
"""How long it stays who did what; that a module is complete stays longer."""
LEFT = timedelta(days=90)
"""How long somebody who is in no course any more is kept, should they come back."""
AWAY = timedelta(days=365)
"""How long somebody whom no course names may stay away; then they count as having left."""
DRAFTS = timedelta(days=30)
CODES = timedelta(days=1)
"""How long a code that connects accounts stays, and a guess at one."""
BATCH = 500
"""How many rows one transaction changes."""
HOLD = timedelta(minutes=5)
"""How long a worker has a run to itself; longer than one batch can take."""
REST = timedelta(hours=20)
"""How long after a run that came to its end the next one may begin."""

_WITH_HISTORY = (
    selectinload(Plan.versions),
    selectinload(Plan.marks),
    selectinload(Plan.kept),
)
Apply = Callable[[Session, Now, int], int]


@dataclass(frozen=True)
class Rule:
    """Something that does not stay. `apply` erases at most so many, and returns how many."""

    what: str
    apply: Apply
    batch: int = BATCH


class RetentionRun(Base):
    """One row: the run of tonight, or the last one."""

    __tablename__ = "retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    held_until: Mapped[datetime | None]
    """A worker is at it, and nobody else may until then."""
    finished_at: Mapped[datetime | None]
    """When nothing was left to erase; real time."""


def take_run(session: Session, at: datetime) -> bool:
    """Take tonight's run; False if somebody has it, or it is done."""
    session.execute(text("INSERT INTO retention_run (id) VALUES (1) ON CONFLICT (id) DO NOTHING"))
    free = or_(RetentionRun.held_until.is_(None), RetentionRun.held_until < at)
    wanted = or_(RetentionRun.finished_at.is_(None), RetentionRun.finished_at < at - REST)
    taken = (
        update(RetentionRun)
        .where(RetentionRun.id == 1, free, wanted)
        .values(held_until=at + HOLD)
        .returning(RetentionRun.id)
    )
    return session.execute(taken).first() is not None


def last_finished(session: Session) -> datetime | None:
    """Return when a run last came to its end; None if none ever did."""
    run = session.get(RetentionRun, 1)
    return run.finished_at if run else None


def keep_to_retention(
    database: Database,
    clock: Clock,
    rules: Sequence[Rule],
    goes_on: Callable[[], bool] = lambda: True,
) -> dict[str, int] | None:
    """Erase what is over, batch by batch, while it goes on; return how many of what.

    None if the run is somebody else's, or done.
    """
    with database.write() as session:
        if not take_run(session, clock.now(session).real):
            return None
    erased: dict[str, int] = {}
    is_done = all(_apply(database, clock, rule, goes_on, erased) for rule in rules)
    with database.write() as session:
        run, now = session.get_one(RetentionRun, 1), clock.now(session)
        run.held_until = None
        run.finished_at = now.real if is_done else run.finished_at
    return erased


def _apply(
    database: Database,
    clock: Clock,
    rule: Rule,
    goes_on: Callable[[], bool],
    erased: dict[str, int],
) -> bool:
    """Apply a rule to its end; False if there was no time for that."""
    while goes_on():
        with database.write() as session:
            now = clock.now(session)
            session.execute(update(RetentionRun).values(held_until=now.real + HOLD))
            count = rule.apply(session, now, rule.batch)
        if count:
            erased[rule.what] = erased.get(rule.what, 0) + count
        if count < rule.batch:
            return True
    return False


def delete_some(session: Session, kind: type[Base], over: ColumnElement[bool], limit: int) -> int:
    """Delete up to so many rows of a table with an `id`; return how many."""
    key: Any = kind.__table__.c.id
    ids = session.scalars(select(key).where(over).order_by(key).limit(limit)).all()
    session.execute(delete(kind.__table__).where(key.in_(ids)))  # type: ignore[arg-type] # it is a table
    return len(ids)


def change_some(
    session: Session, kind: type[Base], over: ColumnElement[bool], limit: int, **values: object
) -> int:
    """Give up to so many rows of a table with an `id` these values; return how many."""
    key: Any = kind.__table__.c.id
    ids = session.scalars(select(key).where(over).order_by(key).limit(limit)).all()
    changing = update(kind.__table__).where(key.in_(ids))  # type: ignore[arg-type] # it is a table
    session.execute(changing.values(values))
    return len(ids)


def is_kept() -> ColumnElement[bool]:
    """Ask whether a plan's owner keeps its words."""
    return Plan.kept.has()


def _plan_words(session: Session, now: Now, limit: int) -> int:
    over = Plan.erased_at.is_(None), Plan.changed_at < now.learning - PLAN_WORDS, ~is_kept()
    found = select(Plan).where(*over).order_by(Plan.id).limit(limit).options(*_WITH_HISTORY)
    plans = session.scalars(found).all()
    for plan in plans:
        plan.erase(now.learning)
    return len(plans)


def _obstacles(session: Session, now: Now, limit: int) -> int:
    kept = select(Plan.loop_id).where(is_kept())
    over = (
        (FollowUp.obstacle != "")
        & (FollowUp.at < now.learning - PLAN_WORDS)
        & FollowUp.loop_id.not_in(kept)
    )
    return change_some(session, FollowUp, over, limit, obstacle="")


def _outcomes(session: Session, now: Now, limit: int) -> int:
    kept = select(Plan.loop_id).where(is_kept())
    over = (
        (FollowUp.outcome != "")
        & (FollowUp.at < now.learning - EVENTS)
        & FollowUp.loop_id.not_in(kept)
    )
    return change_some(session, FollowUp, over, limit, outcome="", hindrance=None)


def _drafts(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, Draft, Draft.at < now.learning - DRAFTS, limit)


def _recall(session: Session, now: Now, limit: int) -> int:
    # That a case was answered stays, or it would be asked again.
    over = (RecallAnswer.option != "") & (RecallAnswer.at < now.learning - EVENTS)
    return change_some(session, RecallAnswer, over, limit, option="", best=False)


def _attempts(session: Session, now: Now, limit: int) -> int:
    # The one that solved the try stays: the score stands on it.
    over = ~Attempt.best & (Attempt.at < now.learning - EVENTS)
    return delete_some(session, Attempt, over, limit)


def _passed_on(session: Session, now: Now, limit: int) -> int:
    over = (Step.part == Part.PASS_ON) & (Step.note != "") & (Step.at < now.learning - EVENTS)
    return change_some(session, Step, over, limit, note="")


def _hosts(session: Session, now: Now, limit: int) -> int:
    over = Huddle.host_id.is_not(None) & (Huddle.held_at < now.learning - EVENTS)
    return change_some(session, Huddle, over, limit, host_id=None)


def _handovers(session: Session, now: Now, limit: int) -> int:
    named = or_(
        Handover.giver_id.is_not(None),
        Handover.taker_id.is_not(None),
        Handover.giver_name.is_not(None),
    )
    over = named & (Handover.made_at < now.learning - EVENTS)
    nobody: dict[str, object] = {"giver_id": None, "taker_id": None, "giver_name": None}
    return change_some(session, Handover, over, limit, **nobody)


def _optional_answers(session: Session, now: Now, limit: int) -> int:
    # That somebody does not want to connect accounts stays, or they would be asked again.
    over = (OptionalAnswer.at < now.learning - EVENTS) & (OptionalAnswer.asker != LINKING)
    return delete_some(session, OptionalAnswer, over, limit)


def _link_codes(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, LinkCode, LinkCode.made_at < now.real - CODES, limit)


def _link_guesses(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, LinkGuess, LinkGuess.at < now.real - CODES, limit)


def _notices(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, Notice, Notice.at < now.real - EVENTS, limit)


def _uploads(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, TeamUpload, TeamUpload.at < now.real - UPLOAD, limit)


def _team_changes(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, TeamChange, TeamChange.at < now.real - EVENTS, limit)


def _reports(session: Session, now: Now, limit: int) -> int:
    return forget_old_reports(session, now.real, limit)


def _counted(session: Session, now: Now, limit: int) -> int:
    old = select(TeamSnapshot.id).where(TeamSnapshot.begun_on < (now.learning - EVENTS).date())
    return delete_some(session, CountedPerson, CountedPerson.snapshot_id.in_(old), limit)


def _who_acted(session: Session, now: Now, limit: int) -> int:
    over = AuditEntry.by_id.is_not(None) & (AuditEntry.at < now.real - EVENTS)
    return change_some(session, AuditEntry, over, limit, by_id=None)


def _left(session: Session, now: Now, limit: int) -> int:
    gone = (
        select(Identity.person_id)
        .join(Enrolment, Enrolment.identity_id == Identity.id)
        .group_by(Identity.person_id)
        .having(func.count() == func.count(Enrolment.left_at))
        .having(func.max(Enrolment.left_at) < now.real - LEFT)
        .order_by(Identity.person_id)
        .limit(limit)
    )
    people = session.scalars(select(Person).where(Person.id.in_(gone))).all()
    for person in people:
        erase_person(session, person)
    return len(people)


RULES = (
    Rule("people who have left", _left, batch=20),
    Rule("words of plans", _plan_words),
    Rule("words about obstacles", _obstacles),
    Rule("answers to look backs", _outcomes),
    Rule("drafts", _drafts),
    Rule("recall answers", _recall),
    Rule("attempts", _attempts),
    Rule("ways of passing on", _passed_on),
    Rule("hosts of huddles", _hosts),
    Rule("people in handovers", _handovers),
    Rule("optional answers", _optional_answers),
    Rule("codes for accounts", _link_codes),
    Rule("guesses at codes", _link_guesses),
    Rule("notices", _notices),
    Rule("uploads of teams", _uploads),
    Rule("changes of teams", _team_changes),
    Rule("teams from Microsoft 365", _reports),
    Rule("counted people", _counted),
    Rule("names in the log", _who_acted),
)
"""The rules of the domain; `baton/retention.py` has those of the doors."""
