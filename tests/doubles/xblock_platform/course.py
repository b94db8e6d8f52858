"""The piece of Open edX around the LTI block: one course, its people and its gradebook.

lti-consumer-xblock reaches Open edX only through its `plugin.compat` module, so replacing these
six functions there is all it takes to run it alone. Everything on the wire stays its own.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

COURSE_ID = "course-v1:Northwind+LEAD1+2026"
COURSE_TITLE = "Leading from where you are"
BLOCK_ID = "block-v1:Northwind+LEAD1+2026+type@lti_consumer+block@week1"
BLOCK_TITLE = "This week's module"


@dataclass(frozen=True)
class Person:
    """Someone on the course. `role` is one of Open edX's own role names."""

    number: int
    username: str
    name: str
    role: str

    @property
    def external_id(self) -> str:
        """The id a tool sees; Open edX gives everyone a UUID."""
        return str(uuid5(NAMESPACE_URL, f"https://northwind.example/{self.username}"))

    @property
    def external_user_id(self) -> str:
        """The same id under the name Open edX's own external id row has for it."""
        return self.external_id


PEOPLE = {
    person.username: person
    for person in (
        Person(1, "amira", "Amira Haddad", "instructor"),
        Person(2, "ben", "Ben Okafor", "student"),
        Person(3, "dana", "Dana Lindqvist", "student"),
    )
}


@dataclass
class Block:
    """An LTI block placed in the course, as far as grading looks at it.

    `grades` is the gradebook: by username, the newest score from 0 to 1 and its comment.
    """

    grades: dict[str, dict[str, Any]] = field(default_factory=dict)
    display_name: str = BLOCK_TITLE
    context_id: str = COURSE_ID
    weight: int = 100
    has_score: bool = True
    accept_grades_past_due: bool = True
    lti_1p3_passport_id: str | None = None
    scope_ids: Any = field(default_factory=lambda: SimpleNamespace(usage_id=BLOCK_ID))

    def is_past_due(self) -> bool:
        """The course never closes."""
        return False

    def max_score(self) -> int:
        """The points the block is worth in the gradebook."""
        return self.weight

    def set_user_module_score(
        self, user: Person, score: float, max_score: int, comment: str | None
    ) -> None:
        """Write one person's grade: this is where a score has really arrived."""
        self.grades[user.username] = {"score": score, "maximum": max_score, "comment": comment}


BLOCK = Block()


def person_with(external_id: str) -> Person:
    """Find who a tool means. Raises LtiError for an id nobody has, as Open edX does."""
    from lti_consumer.exceptions import LtiError

    for person in PEOPLE.values():
        if person.external_id == external_id:
            return person
    raise LtiError("Invalid User")


def members() -> dict[int, dict[str, Any]]:
    """The course's people by their inner number, as Open edX's members function gives them."""
    return {
        person.number: {
            "id": person.number,
            "username": person.username,
            "name": person.name,
            "email": f"{person.username}@northwind.example",
            "roles": [person.role],
        }
        for person in PEOPLE.values()
    }


def install() -> None:
    """Put this course where lti-consumer-xblock looks for Open edX."""
    from lti_consumer.plugin import compat

    compat.load_enough_xblock = lambda _location: BLOCK
    compat.load_block_as_user = lambda _location: BLOCK
    compat.get_user_from_external_user_id = person_with
    compat.get_course_members = lambda _course_key: members()
    compat.batch_get_or_create_externalids = lambda _users: {
        person.number: person for person in PEOPLE.values()
    }
    # Whoever may open the content picker may save what was picked.
    compat.user_has_studio_write_access = lambda _user, _course_key: True
