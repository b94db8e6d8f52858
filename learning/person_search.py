"""Finding a person within an organisation, by whatever somebody knows of them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.directory import Directory, as_key
from learning.person import Identity, Person


def find_people(session: Session, organisation_id: int, text: str) -> Sequence[Person]:
    """Return whoever goes by this e-mail, user name, id at the LMS, Baton's `#id`, or name."""
    if text.startswith("#"):
        numbers = {int(text[1:])} if text[1:].isdecimal() and len(text) < 12 else set()
    else:
        directory = Directory(session, organisation_id)
        named = {number for number, name in directory.names.items() if as_key(name) == as_key(text)}
        numbers = directory.find(text) or named
    wanted = Person.id.in_(numbers), Person.organisation_id == organisation_id
    return session.scalars(select(Person).where(*wanted).order_by(Person.id)).all()


def words_for(session: Session, person: Person) -> str:
    """Return how to tell somebody from others: `#7  Ben Okafor  ben@example.org  (ben)`."""
    mine = select(Identity).where(Identity.person_id == person.id).order_by(Identity.id)
    names = [one.user_name or one.subject for one in session.scalars(mine)]
    told = [f"#{person.id}", person.name or "–", person.email or "", f"({', '.join(names)})"]
    return "  ".join(word for word in told if word)
