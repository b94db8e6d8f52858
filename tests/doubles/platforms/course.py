"""A course of a stand-in: who is in it, the tool's links in it, and its gradebook."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

_NUMBERS = count(100)


@dataclass(frozen=True)
class Member:
    """Somebody in a course. `sub` is the platform's name for them."""

    sub: str
    name: str
    role: str = "Learner"

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def user_name(self) -> str:
        return self.first_name.lower()

    @property
    def email(self) -> str:
        return f"{self.user_name}@norrvik.example"


@dataclass
class Column:
    """A gradebook column; `link` is the id of the link that it came with."""

    label: str
    maximum: float
    resource_id: str = ""
    tag: str = ""
    link: str | None = None
    number: int = field(default_factory=lambda: next(_NUMBERS))
    grades: dict[str, "Grade"] = field(default_factory=dict)


@dataclass
class Grade:
    """What a cell shows, and how many hand-ins made it."""

    score: float | None
    at: datetime
    attempts: int = 1


@dataclass
class Link:
    """A place in the course that opens the tool."""

    title: str
    custom: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: f"link-{next(_NUMBERS)}")


@dataclass
class Course:
    """One course."""

    title: str
    members: list[Member]
    id: str = field(default_factory=lambda: f"course-{next(_NUMBERS)}")
    links: list[Link] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    def member(self, name: str) -> Member:
        return next(one for one in self.members if one.first_name == name)

    def link(self, title: str) -> Link:
        return next(one for one in self.links if one.title == title)

    def column(self, number: int) -> Column | None:
        return next((one for one in self.columns if one.number == number), None)

    def column_of(self, link: Link) -> Column | None:
        """The column of a link, if exactly one came with it."""
        found = [one for one in self.columns if one.link == link.id]
        return found[0] if len(found) == 1 else None

    def place(self, item: dict[str, Any], with_column: bool) -> Link:
        """Put an item that the tool has chosen into the course."""
        link = Link(item["title"], {key: str(value) for key, value in item["custom"].items()})
        self.links.append(link)
        if with_column:
            wanted = item.get("lineItem", {})
            column = Column(
                label=wanted.get("label") or link.title,
                maximum=wanted["scoreMaximum"],
                resource_id=wanted.get("resourceId", ""),
                tag=wanted.get("tag", ""),
                link=link.id,
            )
            self.columns.append(column)
        return link

    def shown(self, title: str, name: str) -> float | None:
        """What the gradebook shows for somebody in the column of the link with this title."""
        column = self.column_of(self.link(title))
        grade = column and column.grades.get(self.member(name).sub)
        return grade.score if grade else None

    def copy(self, title: str) -> "Course":
        """The course copied for the next group: new ids everywhere, and no grades."""
        twin = Course(title, self.members)
        for link in self.links:
            fresh = Link(link.title, dict(link.custom))
            twin.links.append(fresh)
            column = self.column_of(link)
            if column is not None:
                number = next(_NUMBERS)
                twin.columns.append(replace(column, link=fresh.id, number=number, grades={}))
        return twin
