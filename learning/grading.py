"""Grading: from what a person has done to what each of their line items should show."""

from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.context import Enrolment
from learning.delivery import Delivery, DeliveryState, lock_deliveries, owe, owe_with
from learning.journey import Journey, read_journeys
from learning.line_item import LineItem, covers
from learning.loop import Loop
from learning.person import Identity, Person


def owe_grades(session: Session, journey: Journey, event_at: datetime) -> bool:
    """Make or raise a delivery for every line item of this person.

    Called in the transaction that changed the progress, so that neither is kept without the
    other. `event_at` is real time. Tells whether there is anything new to send.
    """
    heard = journey.heard()
    if not heard:
        return False
    mine = (
        select(LineItem, Identity)
        .join(Enrolment, Enrolment.context_id == LineItem.context_id)
        .join(Identity, Identity.id == Enrolment.identity_id)
        .where(Identity.person_id == journey.person.id)
    )
    known = lock_deliveries(session, journey.person.id)
    news = [
        owe_with(
            session, known.get((line_item.id, identity.id)), line_item, identity, score, event_at
        )
        for line_item, identity in session.execute(mine).all()
        if (score := line_item.score(heard, journey.catalogue)) is not None
    ]
    return any(news)


def owe_column(
    session: Session, line_item: LineItem, catalogue: Catalogue, event_at: datetime
) -> bool:
    """Owe a new column what everybody in its context had done before it was there.

    Tells whether there is anything to send.
    """
    rows = session.execute(_begun_without(line_item)).all()
    journeys = read_journeys(session, [person for _identity, person in rows], catalogue)
    news = [
        owe(session, line_item, identity, score, event_at)
        for (identity, _person), journey in zip(rows, journeys, strict=True)
        if (score := line_item.score(journey.heard(), catalogue)) is not None
    ]
    return any(news)


def _begun_without(line_item: LineItem) -> Select[Identity, Person]:
    """Select, and lock, who has begun something and has no delivery for this line item.

    Whoever completes a module meanwhile either waits and sees the column, or is seen here.
    """
    mine = Delivery.line_item_id == line_item.id, Delivery.identity_id == Identity.id
    return (
        select(Identity, Person)
        .join(Person, Person.id == Identity.person_id)
        .join(Enrolment, Enrolment.identity_id == Identity.id)
        .where(Enrolment.context_id == line_item.context_id, ~exists().where(*mine))
        .where(exists().where(Loop.person_id == Person.id))
        .order_by(Person.id)
        .with_for_update(of=Person)
    )


def is_refused(session: Session, journey: Journey, context_id: int, slug: str) -> bool:
    """Tell whether a context's gradebook has refused what somebody did in a module.

    False while another of its columns has taken it, or may still.
    """
    mine = (
        select(LineItem.selection, Delivery.state)
        .join(Delivery, Delivery.line_item_id == LineItem.id)
        .join(Identity, Identity.id == Delivery.identity_id)
        .where(LineItem.context_id == context_id, Identity.person_id == journey.person.id)
    )
    states = {
        state
        for selection, state in session.execute(mine)
        if covers(selection, slug, journey.catalogue)
    }
    return states == {DeliveryState.REFUSED}
