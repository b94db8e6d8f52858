"""Linking by e-mail: two accounts with the same address, where an organisation trusts addresses.

Only where the operator has vouched for the address's domain (`linking_domain`), only between two
doors, and only if the address is nobody else's. What was parted once is never joined by itself
again.
"""

from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from learning.account_link import How, was_parted
from learning.catalogue import Catalogue
from learning.clock import Now
from learning.connecting import connect_people
from learning.context import Enrolment
from learning.errors import NotFound
from learning.joining import CannotJoin, check_pair
from learning.linking_domain import LinkingDomain, domain_of
from learning.person import Identity, Person


def link_by_email(
    session: Session, person: Person, address: str | None, catalogue: Catalogue, now: Now
) -> bool:
    """Join somebody who has just signed in to their account at the LMS, if the address says so.

    `address` is what their door vouches for. Tells whether they were joined; mostly they were not.
    """
    tidy = (address or "").strip().lower()
    if not tidy or not _is_trusted(session, person.organisation_id, tidy):
        return False
    others = _others_with(session, person, tidy)
    if len(others) != 1 or (others[0].email or "").strip().lower() != tidy:
        return False
    if was_parted(session, person.id, others[0].id):
        return False
    try:
        check_pair(session, others[0], person)
        connect_people(session, others[0], person, How.EMAIL, catalogue, now)
    except (CannotJoin, NotFound):
        # Not found is who has just been joined in another window; the caller comes again.
        return False
    return True


def _is_trusted(session: Session, organisation_id: int, address: str) -> bool:
    domain = domain_of(address)
    mine = LinkingDomain.organisation_id == organisation_id, LinkingDomain.domain == domain
    return domain is not None and session.scalar(select(LinkingDomain.id).where(*mine)) is not None


def _others_with(session: Session, person: Person, address: str) -> Sequence[Person]:
    """Return everybody else of the organisation who goes by an address, at whichever door.

    Whoever signs in with it counts as well as who gets mail by it, so that an address which two
    people share is nobody's. Who has left every course has left the address, too.
    """
    signs_in = exists().where(
        Identity.person_id == Person.id, func.lower(Identity.user_name) == address
    )
    is_here = exists().where(
        Identity.person_id == Person.id,
        Enrolment.identity_id == Identity.id,
        Enrolment.left_at.is_(None),
    )
    found = (
        select(Person)
        .where(Person.organisation_id == person.organisation_id, Person.id != person.id, is_here)
        .where(or_(func.lower(Person.email) == address, signs_in))
        .order_by(Person.id)
        .limit(3)
    )
    return session.scalars(found).all()
