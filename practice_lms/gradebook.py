"""The gradebook: its columns, the grade in each cell, and every score that was ever posted."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from practice_lms.course import ResourceLink
from practice_lms.people import person_with
from practice_lms.score import Score


class NoSuchColumn(KeyError):
    """The gradebook has no such column, or has it no longer."""


class CannotBeGraded(ValueError):
    """The course has no gradable person with that id."""


class NotNewer(ValueError):
    """The gradebook already holds a score from that second or a later one."""


@dataclass(frozen=True)
class LineItem:
    """A column: what AGS calls a line item. `number` is its place in the address."""

    number: int
    label: str
    score_maximum: float
    resource_id: str = ""
    tag: str = ""
    resource_link_id: str | None = None


@dataclass(frozen=True)
class Grade:
    """A cell: `score` is in points of the column's maximum, or None after a reset."""

    score: float | None
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class ScorePost:
    """One request that tried to put a score in.

    `body` is the JSON object that was sent, or its text where it is none ("" where it was too
    long to read). `status` is None where the line was cut before anything was done; one cut
    afterwards keeps its status.
    """

    line_item: int
    body: dict[str, Any] | str
    status: int | None
    reason: str


class Gradebook:
    """Columns, grades and the log of posts; every method may be called from any thread."""

    def __init__(self, links: Iterable[ResourceLink]) -> None:
        self._lock = threading.RLock()
        self._columns: dict[int, LineItem] = {}
        self._grades: dict[tuple[int, str], Grade] = {}
        self._log: list[ScorePost] = []
        self._last_number = 0
        for link in links:
            self.add_column(
                label=link.title,
                score_maximum=100,
                resource_id=link.resource_id,
                resource_link_id=link.id,
            )

    def columns(self) -> list[LineItem]:
        """Return the columns in the order in which they were made."""
        with self._lock:
            return list(self._columns.values())

    def column(self, number: int) -> LineItem:
        """Return one column; raises NoSuchColumn."""
        with self._lock:
            if number not in self._columns:
                raise NoSuchColumn(number)
            return self._columns[number]

    def column_for(self, resource_link_id: str) -> LineItem:
        """Return the column of a resource link; raises NoSuchColumn."""
        for column in self.columns():
            if column.resource_link_id == resource_link_id:
                return column
        raise NoSuchColumn(resource_link_id)

    def add_column(self, **fields: Any) -> LineItem:
        """Make a column from LineItem's fields without `number`, and return it."""
        with self._lock:
            self._last_number += 1
            column = LineItem(number=self._last_number, **fields)
            self._columns[column.number] = column
            return column

    def change_column(self, number: int, **fields: Any) -> LineItem:
        """Change a column; its grades keep their share of a new maximum. Raises NoSuchColumn."""
        with self._lock:
            old = self.column(number)
            new = replace(old, **fields)
            self._columns[number] = new
            for key, grade in self._grades.items():
                if key[0] == number and grade.score is not None:
                    scaled = grade.score * new.score_maximum / old.score_maximum
                    self._grades[key] = replace(grade, score=scaled)
            return new

    def remove_column(self, number: int) -> None:
        """Take a column and its grades away, as a teacher can at any time. Raises NoSuchColumn."""
        with self._lock:
            del self._columns[self.column(number).number]
            self._grades = {key: g for key, g in self._grades.items() if key[0] != number}

    def grade(self, number: int, sub: str) -> Grade | None:
        """Return what the cell of a column and a person holds; None where it was never set."""
        with self._lock:
            return self._grades.get((number, sub))

    def grades(self) -> dict[tuple[int, str], Grade]:
        """Return every cell that was ever set, by (line item number, sub)."""
        with self._lock:
            return dict(self._grades)

    def record(self, number: int, score: Score) -> Grade:
        """Take a score in as Moodle does.

        One that is not final, or gives no points, empties the cell. Raises NoSuchColumn,
        CannotBeGraded, or NotNewer, which compares whole seconds.
        """
        with self._lock:
            column = self.column(number)
            person = person_with(score.user_id)
            if person is None or not person.can_be_graded:
                raise CannotBeGraded(f"{score.user_id!r} cannot be graded in this course.")
            held = self._grades.get((number, person.sub))
            if held and int(held.at.timestamp()) >= int(score.timestamp.timestamp()):
                raise NotNewer(f"The gradebook holds a score of {held.at.isoformat()}.")
            points = None if score.fraction is None else score.fraction * column.score_maximum
            grade = Grade(points, score.timestamp, score.comment)
            self._grades[number, person.sub] = grade
            return grade

    def set_by_teacher(self, number: int, sub: str, score: float | None, at: datetime) -> None:
        """Put a grade in by hand, whatever a tool has said. Raises NoSuchColumn."""
        with self._lock:
            self._grades[self.column(number).number, sub] = Grade(score, at)

    @property
    def log(self) -> list[ScorePost]:
        """Every score that was posted, accepted or refused, oldest first."""
        with self._lock:
            return list(self._log)

    def note(self, post: ScorePost) -> None:
        """Add one post to the log."""
        with self._lock:
            self._log.append(post)
