"""A plan: one small if–then for the coming week. Nobody but its owner reads it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.clock import next_monday
from learning.database import Base
from learning.errors import Incomplete, NotFound, gettext_noop
from learning.kept_plan import KeptPlan
from learning.plan_mark import Mark, PlanMark
from learning.plan_version import Choice, PlanVersion

LONGEST = 300
"""Characters that fit in each field of a plan."""
GOES_ON = timedelta(weeks=1)
"""For how long a plan goes on after somebody has said that it does."""
_HISTORY = "all, delete-orphan"
_MISSING = {
    "the moment": gettext_noop("Please add the moment. A few words are enough."),
    "what you will do": gettext_noop("Please add what you will do. A few words are enough."),
}
_TOO_LONG = {
    "the moment": gettext_noop("Please shorten the moment to %(longest)s characters."),
    "what you will do": gettext_noop("Please shorten what you will do to %(longest)s characters."),
    "with whom": gettext_noop("Please shorten with whom to %(longest)s characters."),
    "what got in the way": gettext_noop(
        "Please shorten what got in the way to %(longest)s characters."
    ),
}


class Plan(Base):
    """ "If {cue}, then I {action}", perhaps with somebody. Its content is never judged."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loop.id"), unique=True)
    suggestion: Mapped[str | None] = mapped_column(String(80))
    """The suggestion it grew from; None for one's own."""
    cue: Mapped[str] = mapped_column(String(LONGEST))
    action: Mapped[str] = mapped_column(String(LONGEST))
    with_: Mapped[str] = mapped_column("with", String(LONGEST), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    """The language of the page on which it was written; empty where that is not known."""
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When its words were last changed, or it was last said to go on."""
    erased_at: Mapped[datetime | None]
    """Since when its words are gone. That there was a plan stays, and so does the score."""

    versions: Mapped[list[PlanVersion]] = relationship(order_by=PlanVersion.id, cascade=_HISTORY)
    marks: Mapped[list[PlanMark]] = relationship(order_by=PlanMark.id, cascade=_HISTORY)
    kept: Mapped[KeptPlan | None] = relationship(cascade=_HISTORY)

    @property
    def words(self) -> "Plan | PlanVersion":
        """What has the words that hold today: `cue`, `action` and `with_`."""
        return self.versions[-1] if self.versions else self

    @property
    def is_dropped(self) -> bool:
        """Whether it was let go."""
        return bool(self.versions) and self.versions[-1].choice == Choice.DROP

    @property
    def is_hidden(self) -> bool:
        """Whether its card is put away."""
        return any(mark.mark == Mark.HIDDEN for mark in self.marks)

    @property
    def done_at(self) -> list[datetime]:
        """When its owner tapped "I did it", in order."""
        return [mark.at for mark in self.marks if mark.mark == Mark.DID]

    def write(
        self,
        suggestion: str | None,
        cue: str,
        action: str,
        with_: str,
        at: datetime,
        language: str = "",
    ) -> None:
        """Put these words in the place of the old ones.

        Raises Incomplete if cue or action is missing or a field is too long.
        """
        self.cue, self.action, self.with_ = plan_words(cue, action, with_)
        self.suggestion, self.changed_at, self.erased_at = suggestion, at, None
        self.language = language
        if self.versions:
            self.go_on(Choice.KEEP, self.cue, self.action, self.with_, at, language)

    def go_on(
        self,
        choice: Choice,
        cue: str,
        action: str,
        with_: str,
        at: datetime,
        language: str = "",
    ) -> None:
        """Let it go on for a week in these words. Said twice, it counts once.

        Raises Incomplete if cue or action is missing or a field is too long.
        """
        words = plan_words(cue, action, with_)
        last = self.versions[-1] if self.versions else None
        if last is None or not last.says(choice, *words) or at - last.at >= GOES_ON:
            named = dict(zip(("cue", "action", "with_"), words, strict=True))
            self.versions.append(PlanVersion(choice=choice, language=language, at=at, **named))
        self.changed_at = at
        self.show_card()

    def go_on_as_it_is(self, at: datetime) -> None:
        """Let it go on for a week as it is. Raises NotFound if its words are gone."""
        self._choose(Choice.KEEP, at)

    def drop(self, at: datetime) -> None:
        """Let it go. It can be taken up again. Raises NotFound if its words are gone."""
        self._choose(Choice.DROP, at)

    def goes_on(self, at: datetime) -> bool:
        """Tell whether it was said to go on, less than a week ago."""
        return bool(self.versions) and not self.is_dropped and at - self.versions[-1].at < GOES_ON

    def keep(self, at: datetime) -> None:
        """Let its words stay until their owner erases them. Raises NotFound if they are gone."""
        self.require_words()
        self.kept = self.kept or KeptPlan(at=at)

    def release(self) -> None:
        """Let its words go when those of other plans go."""
        self.kept = None

    def note_done(self, at: datetime, zone: ZoneInfo) -> None:
        """Note "I did it"; on one day, once."""
        day = at.astimezone(zone).date()
        if all(done.astimezone(zone).date() != day for done in self.done_at):
            self.marks.append(PlanMark(mark=Mark.DID, at=at))

    def hide_card(self, at: datetime) -> None:
        """Put its card away."""
        if not self.is_hidden:
            self.marks.append(PlanMark(mark=Mark.HIDDEN, at=at))

    def show_card(self) -> None:
        """Bring its card back."""
        self.marks = [mark for mark in self.marks if mark.mark != Mark.HIDDEN]

    def erase(self, at: datetime) -> None:
        """Erase its words and all that was noted about it, for good. That it was made stays."""
        self.suggestion, self.cue, self.action, self.with_ = None, "", "", ""
        self.erased_at = self.erased_at or at
        self.versions, self.marks, self.kept = [], [], None

    def follow_up_opens(self, zone: ZoneInfo) -> datetime:
        """Return when the follow-up opens: the Monday after the plan was made."""
        return next_monday(self.made_at, zone)

    def _choose(self, choice: Choice, at: datetime) -> None:
        self.require_words()
        words = self.words
        self.go_on(choice, words.cue, words.action, words.with_, at, words.language)

    def require_words(self) -> None:
        """Raise NotFound if the words are erased."""
        if self.erased_at is not None:
            raise NotFound("The words of this plan are erased.")


def plan_words(cue: str, action: str, with_: str) -> tuple[str, str, str]:
    """Return the three fields of a plan, tidied.

    Raises Incomplete if cue or action is missing or a field is too long.
    """
    return (
        plan_field(cue, "the moment", required=True),
        plan_field(action, "what you will do", required=True),
        plan_field(with_, "with whom", required=False),
    )


def plan_field(text: str, name: str, *, required: bool) -> str:
    """Return one field of a plan, tidied.

    Raises Incomplete if a required field is empty, or any field is too long.
    """
    tidy = " ".join(text.replace("\x00", "").split())
    if required and not tidy:
        raise Incomplete(_MISSING[name])
    if len(tidy) > LONGEST:
        raise Incomplete(_TOO_LONG[name], longest=LONGEST)
    return tidy
