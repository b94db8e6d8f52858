"""A loop: one person going through one module, from recall to the follow-up a week later."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.attempt import Attempt
from learning.content import Module, Option, Question
from learning.database import Base
from learning.errors import Incomplete, NotFound
from learning.follow_up import FollowUp, Obstacle, Outcome
from learning.person import Person
from learning.plan import Plan, plan_field
from learning.plan_version import Choice
from learning.recall import AskedCase, RecallAnswer
from learning.score import in_time, points
from learning.time_off import EVERY_DAY_COUNTS

MODULE_LENGTH = 80
"""Characters that fit in a module's name."""
ASIDE = "~"
"""Stands in no module's name, but in that of a loop that was set aside (`loops_aside`)."""


class Part(StrEnum):
    """The seven parts of a module, in order."""

    CHECK = "check"
    RECALL = "recall"
    SCENE = "scene"
    TOOL = "tool"
    TRY = "try"
    PLAN = "plan"
    PASS_ON = "pass-on"


OWN_PARTS = tuple(part for part in Part if part is not Part.CHECK)
"""The parts of the module itself; the check looks back at an earlier plan."""


class Step(Base):
    """A part that is done, and when."""

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("loop_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loop.id"))
    part: Mapped[Part] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(80), default="")
    """What a part was about: the module looked back at; whom it was passed on to."""
    at: Mapped[datetime]


class Loop(Base):
    """One person and one module. Every verb may be repeated without harm."""

    __tablename__ = "loop"
    __table_args__ = (UniqueConstraint("person_id", "module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(MODULE_LENGTH))
    """The module's name, with a mark behind it where the loop was set aside."""
    started_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    steps: Mapped[list[Step]] = relationship(order_by=Step.id)
    recall_answers: Mapped[list[RecallAnswer]] = relationship(order_by=RecallAnswer.id)
    attempts: Mapped[list[Attempt]] = relationship(order_by=Attempt.id)
    plan: Mapped[Plan | None] = relationship()
    follow_up: Mapped[FollowUp | None] = relationship()

    time_off = EVERY_DAY_COUNTS
    """The person's weeks off; a journey that reads the loop puts them here."""

    @property
    def slug(self) -> str:
        """The module that it is about, also where it was set aside."""
        return self.module.partition(ASIDE)[0]

    @property
    def is_set_aside(self) -> bool:
        """Whether another loop of this person and module counts, and this one does not."""
        return ASIDE in self.module

    def has_done(self, part: Part) -> bool:
        """Tell whether a part is done."""
        return any(step.part == part for step in self.steps)

    @property
    def next_part(self) -> Part | None:
        """The first part of the module that is not done; None when all are."""
        return next((part for part in OWN_PARTS if not self.has_done(part)), None)

    @property
    def is_solved(self) -> bool:
        """Whether the try has been solved, after however many attempts."""
        return any(attempt.best for attempt in self.attempts)

    @property
    def is_followed_up_in_time(self) -> bool:
        """Whether the follow-up came within its 21 days, weeks off not counted."""
        return self.follow_up is not None and self._is_in_time(self.follow_up.at)

    @property
    def score(self) -> int:
        """The module's score, 0 to 100."""
        return points(
            recalled=self.has_done(Part.RECALL),
            solved=self.is_solved,
            planned=self.plan is not None,
            followed_up=self.is_followed_up_in_time,
        )

    def finish(self, part: Part, at: datetime, note: str = "") -> None:
        """Mark a part as done. Done again, only its note changes."""
        done = next((step for step in self.steps if step.part == part), None)
        if done is None:
            self.steps.append(Step(part=part, note=note, at=at))
        else:
            done.note = note

    def answer_recall(self, asked: AskedCase, option_id: str, at: datetime) -> None:
        """Answer a case. The first answer stands.

        Raises NotFound for an option that the case does not have.
        """
        option = _option(asked.question, option_id)
        if all(answer.key != asked.key for answer in self.recall_answers):
            self.recall_answers.append(
                RecallAnswer(
                    module=asked.module, case=asked.case, option=option.id, best=option.best, at=at
                )
            )

    def attempt(self, module: Module, option_id: str, at: datetime) -> None:
        """Choose an option of the try.

        Raises NotFound for an option that the try does not have.
        """
        option = _option(module.try_, option_id)
        if all(attempt.option != option.id for attempt in self.attempts):
            self.attempts.append(Attempt(option=option.id, best=option.best, at=at))

    def make_plan(
        self,
        suggestion: str | None,
        cue: str,
        action: str,
        with_: str,
        at: datetime,
        language: str = "",
    ) -> Plan:
        """Make the plan, or change it; the time of the first stands.

        `language` is that of the page on which it is written, for when it is read on another.
        Raises Incomplete if cue or action is missing or a field is too long.
        """
        plan = self.plan or Plan(made_at=at)
        plan.write(suggestion, cue, action, with_, at, language)
        self.plan = plan
        self.finish(Part.PLAN, at)
        return self.plan

    def answer_follow_up(self, outcome: Outcome, at: datetime) -> None:
        """Say what became of the plan. The first answer stands.

        Raises NotFound if there is no plan, or its follow-up has not opened yet.
        """
        if self.plan is None or at < self.plan.follow_up_opens(self.person.organisation.zone):
            raise NotFound("There is no plan to look back at yet.")
        if self.follow_up is None:
            self.follow_up = FollowUp(outcome=outcome, obstacle="", at=at)

    def note_obstacle(self, obstacle: str, hindrance: Obstacle | None = None) -> None:
        """Add, or change, what got in the way of the plan.

        Raises NotFound before the follow-up is answered.
        """
        if self.follow_up is None:
            raise NotFound("There is no plan to look back at yet.")
        self.follow_up.obstacle = plan_field(obstacle, "what got in the way", required=False)
        self.follow_up.hindrance = hindrance

    def note_done(self, at: datetime) -> None:
        """Note that the plan was done. Where a follow-up is awaited, this is its answer.

        Raises NotFound if there is no plan.
        """
        plan = self.require_plan()
        if self.awaits_follow_up(at):
            self.answer_follow_up(Outcome.DID, at)
        plan.note_done(at, self.person.organisation.zone)

    def change_plan(
        self,
        cue: str,
        action: str,
        with_: str,
        at: datetime,
        choice: Choice,
        language: str = "",
    ) -> None:
        """Change the plan's words: the plan itself, or after its follow-up how it goes on.

        Raises NotFound if there is no plan, Incomplete for words that do not do.
        """
        plan = self.require_plan()
        plan.require_words()
        if self.follow_up is None:
            self.make_plan(plan.suggestion, cue, action, with_, at, language)
        else:
            plan.go_on(choice, cue, action, with_, at, language)

    def erase_plan(self, at: datetime) -> None:
        """Erase the plan's words and what got in its way. The score stays as it is.

        Raises NotFound if there is no plan.
        """
        self.require_plan().erase(at)
        if self.follow_up is not None:
            self.follow_up.obstacle, self.follow_up.hindrance = "", None

    def require_plan(self) -> Plan:
        """Return the plan. Raises NotFound if there is none."""
        if self.plan is None:
            raise NotFound("There is no such plan.")
        return self.plan

    def has_living_plan(self, at: datetime) -> bool:
        """Tell whether the plan is one for these days: new and not looked back at, or going on."""
        plan = self.plan
        if plan is None or plan.erased_at is not None or plan.is_dropped:
            return False
        is_new = self.follow_up is None and self._is_in_time(at)
        return is_new or plan.goes_on(at)

    def can_still_close(self, at: datetime) -> bool:
        """Tell whether its look back can be answered in time, now or later."""
        return self.plan is not None and self.follow_up is None and self._is_in_time(at)

    def awaits_follow_up(self, at: datetime) -> bool:
        """Tell whether the plan's follow-up is open, unanswered and in time."""
        return (
            self.plan is not None
            and not self.is_set_aside
            and self.follow_up is None
            and self.plan.follow_up_opens(self.person.organisation.zone) <= at
            and self._is_in_time(at)
        )

    def require(self, part: Part) -> None:
        """Raise Incomplete unless every part before `part` is done."""
        missing = self.next_part
        if missing is not None and OWN_PARTS.index(missing) < OWN_PARTS.index(part):
            raise Incomplete("Please finish the part before this one first.")

    def _is_in_time(self, answered_at: datetime) -> bool:
        if self.plan is None:
            return False
        planned_at = self.plan.made_at
        return in_time(planned_at, answered_at) or in_time(
            planned_at, answered_at, self.time_off.between(planned_at, answered_at)
        )


def _option(question: Question, option_id: str) -> Option:
    option = question.option(option_id)
    if option is None:
        raise NotFound("There is no such answer to choose.")
    return option
