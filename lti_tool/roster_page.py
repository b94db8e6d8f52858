"""A page of a roster is written down: who is new, who has a new name or role, who has left.

In bulk, a few statements for each piece, so that a roster of any length takes little memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, or_, select, update
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.context import Enrolment
from learning.grading import owe_grades
from learning.journey import change_journey
from learning.loop import Loop
from learning.person import Identity, Person
from lti_tool.member import Member


@dataclass(frozen=True)
class Place:
    """Which course of which organisation a roster belongs to, and who names its people."""

    organisation_id: int
    context_id: int
    issuer: str


@dataclass
class _Known:
    """What is known of one member, and of their place in the course."""

    identity_id: int
    person_id: int
    names: tuple[str | None, str | None]
    at_door: tuple[str | None, str | None]
    enrolment_id: int | None
    leads: bool
    left_at: datetime | None


def keep_members(
    session: Session, place: Place, members: Iterable[Member], catalogue: Catalogue, at: datetime
) -> bool:
    """Write members down; tell whether there are grades to send because of it.

    Whoever is met for the first time becomes a person; whoever has left is marked, and stays.
    An IntegrityError means that a launch made one of them at this moment: begin again.
    """
    by_subject = {member.subject: member for member in members}
    known = _known(session, place, list(by_subject))
    strangers = [m for m in by_subject.values() if m.subject not in known and m.is_active]
    known |= _make_people(session, place, strangers, at)
    here = [(m, known[m.subject]) for m in by_subject.values() if m.subject in known]
    _rename(session, here)
    new = [(member, one) for member, one in here if one.enrolment_id is None and member.is_active]
    _enrol(session, place, new, at)
    _update(session, [(m, one) for m, one in here if one.enrolment_id is not None], at)
    return _owe(session, [one.person_id for _member, one in new], catalogue, at)


def mark_left(session: Session, place: Place, began: datetime, at: datetime) -> None:
    """Mark who was in the course before a whole roster was read and does not stand in it."""
    seen_before = or_(Enrolment.roster_at.is_(None), Enrolment.roster_at < began)
    session.execute(
        update(Enrolment)
        .where(
            Enrolment.context_id == place.context_id,
            Enrolment.left_at.is_(None),
            Enrolment.since < began,
            seen_before,
        )
        .values(left_at=at)
    )


def _known(session: Session, place: Place, subjects: Sequence[str]) -> dict[str, _Known]:
    found = (
        select(
            Identity.subject,
            Identity.id,
            Person.id,
            Person.name,
            Person.email,
            Identity.user_name,
            Identity.sourced_id,
            Enrolment.id,
            Enrolment.leads,
            Enrolment.left_at,
        )
        .join(Person, Person.id == Identity.person_id)
        .outerjoin(
            Enrolment,
            (Enrolment.identity_id == Identity.id) & (Enrolment.context_id == place.context_id),
        )
        .where(
            Identity.organisation_id == place.organisation_id,
            Identity.issuer == place.issuer,
            Identity.subject.in_(subjects),
        )
    )
    return {
        subject: _Known(
            identity, person, (name, email), (user, number), enrolment, bool(leading), left
        )
        for (
            subject,
            identity,
            person,
            name,
            email,
            user,
            number,
            enrolment,
            leading,
            left,
        ) in session.execute(found)
    }


def _make_people(
    session: Session, place: Place, strangers: Sequence[Member], at: datetime
) -> dict[str, _Known]:
    if not strangers:
        return {}
    people = [
        {
            "organisation_id": place.organisation_id,
            "name": member.name,
            "email": member.email,
            "setting": "office",
            "created_at": at,
        }
        for member in strangers
    ]
    person_ids = _ids(session, Person, people)
    identities = [
        {
            "organisation_id": place.organisation_id,
            "person_id": person_id,
            "issuer": place.issuer,
            "subject": member.subject,
            "user_name": member.user_name,
            "sourced_id": member.sourced_id,
            "created_at": at,
        }
        for member, person_id in zip(strangers, person_ids, strict=True)
    ]
    identity_ids = _ids(session, Identity, identities)
    return {
        member.subject: _Known(
            identity_id,
            person_id,
            (member.name, member.email),
            (member.user_name, member.sourced_id),
            None,
            False,
            None,
        )
        for member, person_id, identity_id in zip(strangers, person_ids, identity_ids, strict=True)
    }


def _ids(session: Session, kind: type[Any], rows: list[dict[str, Any]]) -> list[int]:
    made = insert(kind).returning(kind.id, sort_by_parameter_order=True)
    return list(session.scalars(made, rows))


def _rename(session: Session, here: Sequence[tuple[Member, _Known]]) -> None:
    """Keep the names as they are today; a roster that leaves one out takes none away."""
    for member, one in here:
        name, email = member.name or one.names[0], member.email or one.names[1]
        if (name, email) != one.names:
            renamed = update(Person).where(Person.id == one.person_id)
            session.execute(renamed.values(name=name, email=email))
        user, number = member.user_name or one.at_door[0], member.sourced_id or one.at_door[1]
        if (user, number) != one.at_door:
            known_as = update(Identity).where(Identity.id == one.identity_id)
            session.execute(known_as.values(user_name=user, sourced_id=number))


def _enrol(
    session: Session, place: Place, new: Sequence[tuple[Member, _Known]], at: datetime
) -> None:
    rows = [
        {
            "context_id": place.context_id,
            "identity_id": one.identity_id,
            "leads": bool(member.leads),
            "since": at,
            "roster_at": at,
        }
        for member, one in new
    ]
    if rows:
        session.execute(insert(Enrolment), rows)


def _update(session: Session, here: Sequence[tuple[Member, _Known]], at: datetime) -> None:
    """Bring enrolments up to date: those that end up alike in one statement."""
    groups: dict[tuple[bool, datetime | None], list[int]] = {}
    for member, one in here:
        leading = one.leads if member.leads is None else member.leads
        left = None if member.is_active else one.left_at or at
        groups.setdefault((leading, left), []).append(one.enrolment_id or 0)
    for (leading, left), ids in groups.items():
        these = update(Enrolment).where(Enrolment.id.in_(ids))
        session.execute(these.values(leads=leading, left_at=left, roster_at=at))


def _owe(session: Session, person_ids: Sequence[int], catalogue: Catalogue, at: datetime) -> bool:
    """Owe this course's columns what its new people have done elsewhere."""
    begun = select(Person.id).where(
        Person.id.in_(person_ids), exists().where(Loop.person_id == Person.id)
    )
    news = [
        owe_grades(session, change_journey(session, person_id, catalogue), at)
        for person_id in session.scalars(begun.order_by(Person.id)).all()
    ]
    return any(news)
