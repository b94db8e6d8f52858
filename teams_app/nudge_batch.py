"""A batch: nudges that wait and may go out now, with what their notices have in common."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from learning.clock import Now, monday_of
from learning.listing import FALLBACK
from learning.notice import NoticeKind
from learning.person import Identity, Person
from teams_app.nudge import Nudge, NudgeState, chain_of
from teams_app.nudge_plan import no_longer_wanted
from teams_app.recipient import Recipient
from teams_app.tenant import Tenant, whose
from teams_app.working_zones import is_in, working_zones

MOST = 100
"""People in one call, by Microsoft's limit."""
FEW = 500
"""So many are sent one by one, in about two minutes. That tells of each whether it arrived."""
_LOOK_AT = 5 * MOST
IN_SIGHT = 40
"""So many go out one by one before it is looked again who still wants theirs: ten seconds."""


@dataclass(frozen=True)
class Addressee:
    """Who gets it. Plain values, so that no session is held open."""

    nudge_id: int
    object_id: str
    """The person's id in Entra."""


@dataclass(frozen=True)
class Batch:
    """The same notice for some people; for one of them, it is sent alone."""

    kind: NoticeKind
    module: str
    language: str
    chain: int
    alone: bool
    addressees: tuple[Addressee, ...]


def next_batches(session: Session, tenant: Tenant, now: Now) -> list[Batch]:
    """Return what goes out next: batches for many people, or for some people alone.

    What is not wanted any more, or too late, is ended. Nothing is taken: one worker has the turn.
    """
    _end_late_ones(session, tenant, now)
    zones = working_zones(session, tenant, now.learning)
    if not zones:
        return []
    due = _waiting(tenant).where(
        Nudge.due_at <= now.real, or_(*(is_in(zone, tenant) for zone in zones))
    )
    is_many = (session.scalar(select(func.count()).select_from(due.subquery())) or 0) > FEW
    nudges = list(session.scalars(due.order_by(Nudge.due_at, Nudge.id).limit(_LOOK_AT)))
    gone = no_longer_wanted(session, nudges, now.learning)
    for nudge in nudges:
        if nudge.id in gone:
            nudge.end(NudgeState.NEEDLESS, "not wanted any more")
    left = [nudge for nudge in nudges if nudge.id not in gone]
    return _grouped(session, left, now.real, is_many=is_many)


def _end_late_ones(session: Session, tenant: Tenant, now: Now) -> None:
    monday = monday_of(tenant.organisation.today(now.learning))
    for nudge in session.scalars(_waiting(tenant).where(Nudge.monday != monday).limit(_LOOK_AT)):
        nudge.end(NudgeState.LATE, nudge.reason or "the week was over")
    session.flush()


def _waiting(tenant: Tenant) -> Select[Nudge]:
    return (
        select(Nudge)
        .join(Identity, Identity.id == Nudge.identity_id)
        .outerjoin(Recipient, Recipient.identity_id == Identity.id)
        .where(Nudge.state == NudgeState.WAITING, *whose(tenant))
    )


def _grouped(session: Session, nudges: list[Nudge], at: datetime, *, is_many: bool) -> list[Batch]:
    ids = [nudge.identity_id for nudge in nudges]
    asked = (
        select(Identity.id, Identity.subject, Person.language, Recipient)
        .join(Person, Person.id == Identity.person_id)
        .outerjoin(Recipient, Recipient.identity_id == Identity.id)
        .where(Identity.id.in_(ids))
    )
    people = {row[0]: row for row in session.execute(asked)}

    def key(nudge: Nudge) -> tuple[bool, NoticeKind, str, str, int]:
        _id, _subject, chosen, recipient = people[nudge.identity_id]
        language = chosen or (recipient and recipient.language) or FALLBACK
        is_known = recipient is not None and recipient.is_known(at)
        alone = not is_many or nudge.alone or not is_known
        return alone, nudge.kind, nudge.module, language, chain_of(nudge.monday)

    batches: list[Batch] = []
    for (alone, kind, module, language, chain), group in groupby(sorted(nudges, key=key), key):
        members = tuple(Addressee(one.id, people[one.identity_id][1]) for one in group)
        size = 1 if alone else MOST
        batches += [
            Batch(kind, module, language, chain, alone, members[start : start + size])
            for start in range(0, len(members), size)
        ]
    # Those for many come first; they are few.
    return batches[: IN_SIGHT + sum(not batch.alone for batch in batches)]
