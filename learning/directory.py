"""A directory: the people who can be named in a file, by e-mail, user name or id."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.person import Identity, Person
from learning.team import people_in


class Directory:
    """The people of an organisation, or those of them who are enrolled in one context."""

    def __init__(self, session: Session, organisation_id: int, context_id: int | None = None):
        self.names: dict[int, str] = {}
        self._found: defaultdict[str, set[int]] = defaultdict(set)
        known = (
            select(
                Person.id,
                Person.name,
                Person.email,
                Identity.user_name,
                Identity.subject,
                Identity.sourced_id,
            )
            .join(Identity, Identity.person_id == Person.id)
            .where(Person.organisation_id == organisation_id)
        )
        if context_id is not None:
            known = known.where(Person.id.in_(people_in(context_id)))
        for number, name, *keys in session.execute(known):
            self.names[number] = name or next(key for key in keys if key)
            for key in keys:
                if key and as_key(key):
                    self._found[as_key(key)].add(number)

    def find(self, text: str) -> set[int]:
        """Return the ids of all persons who go by this e-mail, user name or id."""
        return self._found.get(as_key(text), set())


def as_key(text: str) -> str:
    """Return an e-mail, user name or id as it is compared: without case and spaces."""
    return "".join(text.split()).casefold()
