"""Norrvik's directory: the accounts by which its people sign in to Teams."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from practice_lms.people import PEOPLE, Person

_NORRVIK = UUID("7b1c9a54-03d2-4f6e-a8b5-6c7d8e9f0a1b")


@dataclass(frozen=True)
class Account:
    """One person's account. `object_id` is how Entra names them."""

    person: Person
    object_id: str

    @property
    def user_name(self) -> str:
        """What they type to sign in; in this company that is their address."""
        return self.person.email


ACCOUNTS = tuple(Account(person, str(uuid5(_NORRVIK, person.sub))) for person in PEOPLE)

NEW_HERE = "Dana"
"""Who has just got Teams: their account is not linked to the one in the LMS yet."""


def account_with(object_id: str | None) -> Account | None:
    """Return the account with this id, or None."""
    return next((one for one in ACCOUNTS if one.object_id == object_id), None)
