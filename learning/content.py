"""What a module holds: the schema of the files under `content/`.

`content/README.md` explains the same to the people who write them. Unknown keys are refused,
so that a misspelt one is found at start-up and not by a learner.
"""

from typing import Annotated, Literal, Self

from markupsafe import Markup
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Html = Annotated[str, AfterValidator(Markup)]
"""Made from Markdown with raw HTML switched off, so templates may show it as it is."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""An ISO 639 code; it is also the name of the folder that the files lie in."""
Setting = Literal["office", "frontline", "remote"]
RecallWeeks = Literal[1, 3, 8, 20]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Strict):
    """One answer to choose; `reply` is what the learner reads after choosing it."""

    id: Slug
    text: Line
    reply: Line
    best: bool = False


class Question(_Strict):
    """A question with exactly three options, one of them best."""

    question: Line
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=3)]

    @model_validator(mode="after")
    def _one_best_and_distinct(self) -> Self:
        if sum(option.best for option in self.options) != 1:
            raise ValueError("exactly one option must have `best: true`")
        if len({option.id for option in self.options}) != len(self.options):
            raise ValueError("each option needs an `id` of its own")
        return self

    @property
    def best(self) -> Option:
        """The option that works best."""
        return next(option for option in self.options if option.best)

    @property
    def marked_ids(self) -> set[str]:
        """The ids of the options; the best one's has a mark."""
        return {f"{option.id} (best)" if option.best else option.id for option in self.options}

    def option(self, option_id: str) -> Option | None:
        """Return the option with that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


class Guess(Question):
    """The warm-up: a guess about this module, for someone with nothing to recall yet."""

    id: Slug

    @property
    def marked_ids(self) -> set[str]:
        """The ids of the guess and of its options."""
        return {f"{self.id}: {option}" for option in super().marked_ids}


class RecallCase(Question):
    """A new situation that brings the module back `weeks` weeks after it was met."""

    id: Slug
    weeks: RecallWeeks

    @property
    def marked_ids(self) -> set[str]:
        """The ids of the case, with its weeks, and of its options."""
        return {f"{self.id} ({self.weeks}): {option}" for option in super().marked_ids}


class PlanSuggestion(_Strict):
    """A ready if–then plan: "If {cue}, then I {action}", with or towards `with_`."""

    id: Slug
    cue: Line
    action: Line
    with_: Line = Field(alias="with")
    helps_leader: bool = False


class Huddle(_Strict):
    """What the ten-minute kit says beyond the module itself."""

    why: Line
    case: Line
    team_plan: Line
    lines: Annotated[tuple[Line, ...], Field(min_length=3, max_length=3)]
    traps: Annotated[tuple[Line, ...], Field(min_length=2, max_length=2)]


class NotNow(_Strict):
    """An answer to "not now": words to say, and one load to lift first."""

    say: Line
    lift: Line


class LeaderBrief(_Strict):
    """Three minutes for the leader: what to do, what not to do, what to say to "not now"."""

    do: Line
    avoid: Line
    not_now: NotNow


class PulseItem(_Strict):
    """A statement about *us*, observed over the last two weeks."""

    id: Slug
    text: Line


class Source(_Strict):
    """Where a model comes from, and what it is and is not evidence for."""

    name: Line
    year: int
    note: Line


class Module(_Strict):
    """One week's piece in one language. Prose fields are Markdown rendered to safe HTML."""

    slug: Slug
    language: Language
    title: Annotated[Line, StringConstraints(max_length=40)]
    promise: Line
    tool: Line
    warm_up: Guess
    recall: Annotated[tuple[RecallCase, ...], Field(min_length=4, max_length=4)]
    try_: Question = Field(alias="try")
    plans: Annotated[tuple[PlanSuggestion, ...], Field(min_length=3, max_length=3)]
    pass_on: Line
    huddle: Huddle
    leader: LeaderBrief
    pulse: Annotated[tuple[PulseItem, ...], Field(min_length=1, max_length=2)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    scenes: dict[Setting, Html]
    tool_text: Html
    good_example: Html
    poor_example: Html
    shift_board: Html
    chaos_week: Html

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question with answers to choose from."""
        return (self.warm_up, *self.recall, self.try_)

    @property
    def ids(self) -> dict[str, set[str]]:
        """Every `id`, by the key it stands under. Answers are kept by them, in any language."""
        questions: dict[str, tuple[Question, ...]] = {
            "warm_up": (self.warm_up,),
            "recall": self.recall,
            "try": (self.try_,),
        }
        ids = {
            key: {option for question in asked for option in question.marked_ids}
            for key, asked in questions.items()
        }
        ids["plans"] = {plan.id for plan in self.plans}
        ids["pulse"] = {item.id for item in self.pulse}
        return ids

    @model_validator(mode="after")
    def _the_rules_between_parts(self) -> Self:
        if {case.weeks for case in self.recall} != {1, 3, 8, 20}:
            raise ValueError("`recall` needs one case each for weeks 1, 3, 8 and 20")
        if sum(plan.helps_leader for plan in self.plans) != 1:
            raise ValueError("exactly one plan must have `helps_leader: true`")
        if len({case.id for case in self.recall} | {self.warm_up.id}) != len(self.recall) + 1:
            raise ValueError("each recall case and the warm-up need an `id` of their own")
        return self


class Arc(_Strict):
    """A topic of four to six modules, with one habit that they share."""

    slug: Slug
    language: Language
    title: Line
    habit: Line
    introduction: Html


class ArcOrder(_Strict):
    """One arc's place in the programme, and its modules in order."""

    slug: Slug
    modules: Annotated[tuple[Slug, ...], Field(min_length=1)]


class ProgrammeOrder(_Strict):
    """The order of everything, the same in every language.

    `languages` are those that are complete, or must become so: `baton content check` asks for
    every file in each of them. Another language may be begun at any time.
    """

    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    arcs: Annotated[tuple[ArcOrder, ...], Field(min_length=1)]
