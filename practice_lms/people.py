"""The twelve people of Norrvik who are in the course."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["Instructor", "Learner"]


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `sub` is how the LMS names them to a tool."""

    sub: str
    given_name: str
    family_name: str
    email: str
    role: Role
    team: str

    @property
    def name(self) -> str:
        """Full name, as shown on pages and sent to the tool."""
        return f"{self.given_name} {self.family_name}"

    @property
    def can_be_graded(self) -> bool:
        """Whether the gradebook has a row for them: as in Moodle, not for who teaches."""
        return self.role == "Learner"


def _person(sub: int, name: str, email: str, team: str, role: Role = "Learner") -> Person:
    given, family = name.split(" ", 1)
    return Person(str(sub), given, family, f"{email}@norrvik.example", role, team)


PEOPLE: tuple[Person, ...] = (
    _person(11, "Amira Haddad", "amira.haddad", "Day shift", "Instructor"),
    _person(12, "Ben Okafor", "ben.okafor", "Day shift"),
    _person(13, "Dana Lindqvist", "dana.lindqvist", "Day shift"),
    _person(14, "Elif Demir", "elif.demir", "Day shift"),
    _person(15, "Jonas Öberg", "jonas.oberg", "Day shift"),
    _person(16, "Łukasz Mazur", "lukasz.mazur", "Day shift"),
    _person(21, "Henrik Dahl", "henrik.dahl", "Night shift", "Instructor"),
    _person(22, "Inês Duarte", "ines.duarte", "Night shift"),
    _person(23, "Karin Åström", "karin.astrom", "Night shift"),
    _person(24, "Mehdi Rahimi", "mehdi.rahimi", "Night shift"),
    _person(25, "Sara Virtanen", "sara.virtanen", "Night shift"),
    _person(26, "Tomás O'Brien", "tomas.obrien", "Night shift"),
)

TEAMS: dict[str, tuple[Person, ...]] = {
    team: tuple(person for person in PEOPLE if person.team == team)
    for team in ("Day shift", "Night shift")
}


def person_with(sub: str | None) -> Person | None:
    """Return the person the LMS calls `sub`, or None."""
    return next((person for person in PEOPLE if person.sub == sub), None)


def person_named(given_name: str) -> Person:
    """Return the person with this given name; raises KeyError when nobody has it."""
    for person in PEOPLE:
        if person.given_name == given_name:
            return person
    raise KeyError(given_name)
