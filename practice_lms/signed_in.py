"""Who is using this browser."""

from flask import session

from practice_lms.people import Person, person_with
from practice_lms.problem import Problem


def sign_in(person: Person) -> None:
    """Let the browser be this person until it chooses another."""
    session["person"] = person.sub


def is_signed_in() -> bool:
    """Whether anybody was chosen."""
    return person_with(session.get("person")) is not None


def signed_in() -> Person:
    """Return the person; raises a Problem (401) when nobody was chosen."""
    person = person_with(session.get("person"))
    if person is None:
        raise Problem(401, "Choose who you are first.")
    return person
