"""Connecting: two accounts become one person, their grades are owed, and it is logged."""

from sqlalchemy.orm import Session

from learning.account_link import AccountLink, How
from learning.audit import Act, log_act
from learning.catalogue import Catalogue
from learning.clock import Now
from learning.grading import owe_grades
from learning.joining import join_people
from learning.journey import read_journey
from learning.parting import part_accounts
from learning.person import Person


def connect_people(
    session: Session, stays: Person, goes: Person, how: How, catalogue: Catalogue, now: Now
) -> bool:
    """Make one person of two, and owe every column of theirs what the two have done.

    Tells whether there is anything to send. Raises what `join_people` raises.
    """
    link = join_people(session, stays, goes, how, now)
    person = link.person
    log_act(session, person.organisation_id, Act.LINKED, how, None, now.real)
    return owe_grades(session, read_journey(session, person, catalogue), now.real)


def disconnect(session: Session, link: AccountLink, now: Now) -> Person:
    """Make two of one again; return who has the second account. The caller ends their visits."""
    organisation_id = link.person.organisation_id
    leaves = part_accounts(session, link, now)
    log_act(session, organisation_id, Act.PARTED, "", None, now.real)
    return leaves
