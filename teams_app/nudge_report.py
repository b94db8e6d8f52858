"""The nudge report: for whoever runs Baton, how many were notified, and who cannot be."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from learning.clock import monday_of
from learning.notice import NoticeKind
from learning.person import Identity
from teams_app.nudge import Nudge, NudgeState
from teams_app.nudging import Nudging
from teams_app.recipient import Recipient
from teams_app.tenant import Tenant, tenants, whose

_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True)
class Unreached:
    """Somebody who cannot be notified: what they sign in with, since when, and how often tried."""

    user: str
    since: datetime
    tries: int


@dataclass(frozen=True)
class NudgeReport:
    """One tenant's week. No figure says what anybody has learned."""

    tenant: str
    organisation: str
    on_since: datetime | None
    monday: date
    notices: dict[str, int]
    """How many of this week's notices stand where; `needless` is left out."""
    reminders: dict[str, int]
    people: int
    """How many have opened Baton in Teams."""
    unreached: int
    trouble: str | None


def read_reports(session: Session, at: datetime) -> list[NudgeReport]:
    """Return each tenant's report. `at` is learning time."""
    return [_report(session, tenant, at) for tenant in tenants(session)]


def unreached_people(session: Session, tenant: Tenant) -> list[Unreached]:
    """Return those who have not got the app, or do not let it notify them; longest first."""
    named = select(func.coalesce(Identity.user_name, Identity.subject), Recipient)
    asked = _missing(named, tenant).order_by(Recipient.missing_at, Recipient.id)
    return [
        Unreached(user, recipient.missing_at, recipient.refusals)
        for user, recipient in session.execute(asked)
        if recipient.missing_at is not None
    ]


def forget_refusals(session: Session, tenant: Tenant) -> int:
    """Let everybody who was not reached be tried again next week; return how many those are."""
    found = session.scalars(_missing(select(Recipient), tenant)).all()
    for recipient in found:
        recipient.missing_at, recipient.refusals = None, 0
    return len(found)


def _missing(asked: Select[*_Columns], tenant: Tenant) -> Select[*_Columns]:
    """Ask it of those recipients of a tenant who could not be reached."""
    mine = Identity.id == Recipient.identity_id
    return asked.join(Identity, mine).where(*whose(tenant), Recipient.missing_at.is_not(None))


def _report(session: Session, tenant: Tenant, at: datetime) -> NudgeReport:
    monday = monday_of(tenant.organisation.today(at))
    nudging = session.scalar(select(Nudging).where(Nudging.tenant_id == tenant.id))
    counted = (
        select(Nudge.kind, Nudge.state, func.count())
        .join(Identity, Identity.id == Nudge.identity_id)
        .where(*whose(tenant), Nudge.monday == monday, Nudge.state != NudgeState.NEEDLESS)
        .group_by(Nudge.kind, Nudge.state)
    )
    counts: dict[NoticeKind, Counter[str]] = {kind: Counter() for kind in NoticeKind}
    for kind, state, count in session.execute(counted):
        counts[NoticeKind(kind)][str(state)] = count
    people = select(func.count()).select_from(Identity).where(*whose(tenant))
    missing = _missing(select(func.count()).select_from(Recipient), tenant)
    return NudgeReport(
        tenant=tenant.entra_id,
        organisation=tenant.organisation.name,
        on_since=nudging.on_since if nudging else None,
        monday=monday,
        notices=dict(counts[NoticeKind.WEEK]),
        reminders=dict(counts[NoticeKind.REMINDER]),
        people=session.scalar(people) or 0,
        unreached=session.scalar(missing) or 0,
        trouble=nudging.trouble if nudging else None,
    )
