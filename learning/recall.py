"""Recall: answers to short cases, and which cases are due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.content import Question
from learning.database import Base

CASES_IN_A_VISIT = 2


class RecallAnswer(Base):
    """One case answered. It counts for the loop in which it was asked."""

    __tablename__ = "recall_answer"
    __table_args__ = (UniqueConstraint("loop_id", "module", "case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loop.id"))
    module: Mapped[str] = mapped_column(String(80))
    """The module that the case recalls; the loop's own module for a warm-up."""
    case: Mapped[str] = mapped_column(String(80))
    option: Mapped[str] = mapped_column(String(80))
    best: Mapped[bool]
    at: Mapped[datetime]

    @property
    def key(self) -> tuple[str, str]:
        """What was asked: the module and the case."""
        return self.module, self.case


@dataclass(frozen=True)
class AskedCase:
    """A case as it is asked in a visit."""

    module: str
    case: str
    question: Question
    is_warm_up: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What is asked: the module and the case. Two modules may call a case by the same id."""
        return self.module, self.case


def due_cases(
    catalogue: Catalogue,
    met: Mapping[str, date],
    answered: Iterable[tuple[str, str]],
    today: date,
    language: str,
) -> list[AskedCase]:
    """Return the cases that are due, the longest due first.

    `met` says on which day each module was met; a case is due its number of calendar weeks
    later, and is asked once. Of those that are due alike, the one of the shorter time is first, and
    then the programme's order holds: it never depends on how the rows were read.
    """
    done = set(answered)
    waited = {slug: (monday_of(today) - monday_of(day)).days // 7 for slug, day in met.items()}
    due = [
        ((case.weeks - weeks, case.weeks, catalogue.number(slug)), AskedCase(slug, case.id, case))
        for slug, weeks in waited.items()
        for case in catalogue.module(slug, language).recall
        if case.weeks <= weeks and (slug, case.id) not in done
    ]
    return [asked for _, asked in sorted(due, key=lambda pair: pair[0])]


def cases_again(
    catalogue: Catalogue, met: Iterable[str], today: date, language: str
) -> list[AskedCase]:
    """Return every case of the modules that were met, from another one on each week.

    They are for when nothing is due any more. A case answered before is asked again.
    """
    cases = [
        AskedCase(slug, case.id, case)
        for slug in sorted(met, key=catalogue.number)
        for case in catalogue.module(slug, language).recall
    ]
    weeks = monday_of(today).toordinal() // 7
    first = weeks * CASES_IN_A_VISIT % len(cases) if cases else 0
    return cases[first:] + cases[:first]


def warm_up(catalogue: Catalogue, module: str, language: str) -> AskedCase:
    """Return the guess that opens a module when there is nothing to recall."""
    guess = catalogue.module(module, language).warm_up
    return AskedCase(module, guess.id, guess, is_warm_up=True)


def find_case(catalogue: Catalogue, answer: RecallAnswer, language: str) -> AskedCase | None:
    """Return the case that was answered, or None if the content no longer has it."""
    if answer.module not in catalogue.programme:
        return None
    module = catalogue.module(answer.module, language)
    if module.warm_up.id == answer.case:
        return warm_up(catalogue, answer.module, language)
    for case in module.recall:
        if case.id == answer.case:
            return AskedCase(answer.module, case.id, case)
    return None
