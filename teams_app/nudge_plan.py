"""The plan: who of a tenant is due a nudge now. Each person, week and kind is decided once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from learning.catalogue import Catalogue
from learning.clock import Now, monday_of
from learning.cohort import Cohort
from learning.completion import has_completed
from learning.context import Context, Enrolment
from learning.notice import Notice, NoticeKind, due_notice, reminder_days
from learning.pause import Pause
from learning.person import Identity
from learning.reminder import NINE, TUESDAY, WORKDAYS, Reminder
from teams_app.intake import Intake, newest_first
from teams_app.nudge import Nudge, NudgeState
from teams_app.recipient import Recipient
from teams_app.tenant import Tenant, whose
from teams_app.working_zones import is_in, working_zones

BATCH = 200
"""How many people one transaction decides about."""
APART = timedelta(hours=40)
"""How long after the notice the reminder may come at the soonest, if that one was late."""
_WEEK, _REMINDER = NoticeKind.WEEK, NoticeKind.REMINDER
_NEVER = 1000


_Due = Row[Identity, Reminder | None, Recipient | None, int | None]
"""Somebody, their choices, what is known of their feed, and their newest course."""
_Asked = Select[Identity, Reminder | None, Recipient | None, int | None]


@dataclass(frozen=True)
class _Week:
    """The week that it is now for one tenant's people in one time zone."""

    tenant: Tenant
    zone: ZoneInfo
    monday: date
    now: Now


def plan(session: Session, tenant: Tenant, catalogue: Catalogue, now: Now) -> int:
    """Decide about people whose time has come, and return about how many; at most `BATCH` a kind.

    Outside working hours that is nobody. Called until it returns 0, it has decided about all.
    """
    monday, count = monday_of(tenant.organisation.today(now.learning)), 0
    for zone in working_zones(session, tenant, now.learning):
        week = _Week(tenant, zone, monday, now)
        for kind, asked in ((_REMINDER, _due_reminder(week)), (_WEEK, _due_week(week))):
            count += _decide(session, week, catalogue, kind, session.execute(asked).all())
    return count


def no_longer_wanted(session: Session, nudges: Iterable[Nudge], at: datetime) -> set[int]:
    """Return the ids of the nudges whose people are done by now, or wish for none. `at` is
    learning time.
    """
    ids = [nudge.id for nudge in nudges]
    done = has_completed(Identity.person_id, Nudge.module, at)
    muted = select(Reminder.id).where(
        Reminder.person_id == Identity.person_id, Reminder.muted_at.is_not(None)
    )
    asked = (
        select(Nudge.id)
        .join(Identity, Identity.id == Nudge.identity_id)
        .where(Nudge.id.in_(ids), done | muted.exists() | _pauses())
    )
    return set(session.scalars(asked))


def _people(week: _Week, kind: NoticeKind, hours_later: ColumnElement[int]) -> _Asked:
    """Ask for those whose time has come and about whom nothing is decided."""
    local = week.now.learning.astimezone(week.zone)
    by_now = local.weekday() * 24 + local.hour
    slot = func.coalesce(Reminder.weekday, TUESDAY) * 24 + func.coalesce(Reminder.hour, NINE)
    decided = select(Nudge.id).where(
        Nudge.identity_id == Identity.id, Nudge.monday == week.monday, Nudge.kind == kind
    )
    noticed = select(Notice.id).where(
        Notice.person_id == Identity.person_id, Notice.monday == week.monday, Notice.kind == kind
    )
    return (
        select(Identity, Reminder, Recipient, _newest_context())
        .outerjoin(Reminder, Reminder.person_id == Identity.person_id)
        .outerjoin(Recipient, Recipient.identity_id == Identity.id)
        .where(
            *whose(week.tenant),
            is_in(week.zone, week.tenant),
            Reminder.muted_at.is_(None),
            slot + hours_later <= by_now,
            ~decided.exists(),
            ~noticed.exists(),
            ~_pauses(),
        )
        .order_by(Identity.id)
        .limit(BATCH)
    )


def _due_week(week: _Week) -> _Asked:
    return _people(week, _WEEK, literal(0))


def _reminder_later() -> ColumnElement[int]:
    """Say how many hours after the chosen time the reminder comes, as `due_notice` has it."""
    hours = {day: 24 * reminder_days(day) for day in WORKDAYS if reminder_days(day) > 0}
    return case(hours, value=func.coalesce(Reminder.weekday, TUESDAY), else_=_NEVER)


def _due_reminder(week: _Week) -> _Asked:
    """Ask for those who had the notice, and whose reminder's time has come."""
    first = aliased(Nudge)
    return _people(week, _REMINDER, _reminder_later()).join(
        first,
        (first.identity_id == Identity.id)
        & (first.monday == week.monday)
        & (first.kind == _WEEK)
        & (first.state == NudgeState.SENT)
        & (first.sent_at <= week.now.learning - APART),
    )


def _pauses() -> ColumnElement[bool]:
    lasting = select(Pause.id).where(Pause.person_id == Identity.person_id, Pause.ends.is_(None))
    return lasting.exists()


def _newest_context() -> ColumnElement[int | None]:
    """Ask for the context that the tab opens for somebody."""
    theirs = aliased(Identity)
    return (
        select(Enrolment.context_id)
        .join(theirs, theirs.id == Enrolment.identity_id)
        .outerjoin(Intake, Intake.context_id == Enrolment.context_id)
        .where(theirs.person_id == Identity.person_id, Enrolment.left_at.is_(None))
        .order_by(*newest_first())
        .limit(1)
        .correlate(Identity)
        .scalar_subquery()
    )


def _decide(
    session: Session,
    week: _Week,
    catalogue: Catalogue,
    kind: NoticeKind,
    people: Sequence[_Due],
) -> int:
    modules = _modules(session, week, catalogue, {context for *_who, context in people})
    theirs = {identity.id: modules.get(context, "") for identity, *_more, context in people}
    done = _who_is_done(session, week, theirs)
    seen: set[int] = set()
    for identity, reminder, recipient, _context in people:
        module = theirs[identity.id]
        choices = reminder or Reminder(weekday=TUESDAY, hour=NINE)
        state, why = _verdict(week, kind, choices, identity, recipient, module, identity.id in done)
        if state is None or identity.person_id in seen:
            continue
        seen.add(identity.person_id)
        session.add(
            Nudge(
                identity_id=identity.id,
                monday=week.monday,
                kind=kind,
                module=module,
                state=state,
                due_at=week.now.real,
                reason=why,
            )
        )
        if state is NudgeState.WAITING:
            session.add(
                Notice(
                    person_id=identity.person_id, monday=week.monday, kind=kind, at=week.now.real
                )
            )
    session.flush()
    return len(seen)


def _verdict(
    week: _Week,
    kind: NoticeKind,
    choices: Reminder,
    identity: Identity,
    recipient: Recipient | None,
    module: str,
    is_done: bool,
) -> tuple[NudgeState | None, str | None]:
    """Say what becomes of it, and why; None if its time has not come after all."""
    if not module:
        return NudgeState.NEEDLESS, "no module this week"
    if is_done:
        return NudgeState.NEEDLESS, "done"
    sent = {_WEEK} if kind is _REMINDER else set()
    due = due_notice(choices, sent, week.now.learning, week.zone, is_done=False, rests=False)
    if due is not kind:
        return None, None
    if kind is _WEEK and choices.time_in(week.monday, week.zone) < identity.created_at:
        return NudgeState.NEEDLESS, "came this week"
    if recipient is not None and not recipient.may_be_tried(week.now.real):
        return NudgeState.UNREACHED, "has not got the app"
    return NudgeState.WAITING, None


def _modules(
    session: Session, week: _Week, catalogue: Catalogue, ids: set[int | None]
) -> dict[int | None, str]:
    """Return the week's module in each context; those that have none this week are left out."""
    asked = (
        select(Context.id, Cohort)
        .join(Cohort, Cohort.id == Context.cohort_id)
        .where(Context.id.in_([number for number in ids if number is not None]))
    )
    found: dict[int | None, str] = {}
    for number, cohort in session.execute(asked):
        programme = cohort.programme(catalogue, week.tenant.organisation)
        today = week.monday
        rests = cohort.is_off(today) or cohort.has_ended(programme, today)
        if cohort.week(today) >= 1 and not rests:
            found[number] = cohort.module_of_week(programme, today)
    return found


def _who_is_done(session: Session, week: _Week, theirs: dict[int, str]) -> set[int]:
    by_module: dict[str, list[int]] = {}
    for identity_id, module in theirs.items():
        by_module.setdefault(module, []).append(identity_id)
    done: set[int] = set()
    for module, ids in by_module.items():
        completed = has_completed(Identity.person_id, literal(module), week.now.learning)
        done |= set(session.scalars(select(Identity.id).where(Identity.id.in_(ids), completed)))
    return done
