"""A visit to one module: which parts it has for this person today, and which comes next."""

from dataclasses import dataclass, field
from functools import cache, cached_property

from sqlalchemy.orm import Session

from learning.clock import Now
from learning.content import Module
from learning.errors import NotFound, NotOpenYet
from learning.grading import owe_grades
from learning.handover import modules_handed_to
from learning.huddle import teams_of
from learning.journey import Journey, change_journey, open_loop, read_journey
from learning.loop import OWN_PARTS, Loop, Part
from learning.programme_order import Programme
from learning.shared_week import shared_module
from web.door import CHANNEL
from web.language import gettext as _
from web.page import Page, page_of
from web.session import WebSession
from web.wiring import wiring


@dataclass(frozen=True)
class PartLink:
    """One part in the line of progress."""

    name: str
    label: str
    url: str
    state: str


@dataclass
class Visit:
    """One person, one module, now. Templates read it; the parts act on it."""

    session: Session
    web_session: WebSession
    journey: Journey
    slug: str
    now: Now
    page: Page
    part: Part | None = None
    loop: Loop | None = field(init=False)

    def __post_init__(self) -> None:
        self.loop = self.journey.loops.get(self.slug)
        self.page.first_visit = not any(loop.steps for loop in self.journey.loops.values())

    @property
    def module(self) -> Module:
        """The module in the visitor's language."""
        return self.journey.catalogue.module(self.slug, self.page.language)

    @property
    def number(self) -> int:
        """The module's 1-based place in the programme."""
        return programme_here(self.web_session).number(self.slug)

    @property
    def loop_to_check(self) -> Loop | None:
        """The loop whose plan waits for its follow-up."""
        return self.journey.loop_to_check(self.now.learning)

    @property
    def next_part(self) -> Part | None:
        """What comes next: the check of an earlier plan, then the first part not done."""
        if self.loop_to_check is not None:
            return Part.CHECK
        return self.loop.next_part if self.loop else OWN_PARTS[0]

    @property
    def is_finished(self) -> bool:
        """Whether all parts of the module itself are done."""
        return self.loop is not None and self.loop.next_part is None

    @property
    def part_names(self) -> tuple[Part, ...]:
        """The parts of this visit; the check is one only when there is something to check."""
        checked = self.loop is not None and self.loop.has_done(Part.CHECK)
        has_check = checked or self.loop_to_check is not None
        return (Part.CHECK, *OWN_PARTS) if has_check else OWN_PARTS

    @cached_property
    def states(self) -> tuple[tuple[Part, str], ...]:
        """The parts of this visit and how each stands, as it is when the screen is shown."""
        coming = self.next_part
        return tuple((part, self._state(part, coming)) for part in self.part_names)

    @property
    def previous_url(self) -> str | None:
        """The address of the part before the one on the screen."""
        names = self.part_names
        if self.part is None or self.part not in names or self.part == names[0]:
            return None
        return self.page.url(self.path(names[names.index(self.part) - 1]))

    def path(self, part: Part | None) -> str:
        """Return the path of a part within the visit; None is the end of the module."""
        return part_path(self.slug, part)

    def open_loop(self) -> Loop:
        """Return the loop, started now if this is the first thing done in the module."""
        if self.loop is None:
            self.loop = open_loop(self.session, self.journey, self.slug, self.now.learning)
        return self.loop

    def require(self, part: Part) -> None:
        """Raise Incomplete or NotFound unless this part may be done now."""
        if part is Part.CHECK:
            if part not in self.part_names:
                raise NotFound(_("There is no plan to look back at yet."))
        elif self.loop is not None:
            self.loop.require(part)
        elif part is not OWN_PARTS[0]:
            self.open_loop().require(part)

    def save(self) -> bool:
        """Owe the LMS what this change makes due, in its transaction; tell whether it is news."""
        self.session.flush()
        return owe_grades(self.session, self.journey, self.now.real)

    def has_reached(self, part: Part) -> bool:
        """Tell whether a part may be looked at: it is done, or it comes next."""
        is_done = self.loop is not None and self.loop.has_done(part)
        return part in self.part_names and (is_done or part is self.next_part)

    def _state(self, part: Part, coming: Part | None) -> str:
        if part is self.part:
            return "current"
        if self.loop is not None and self.loop.has_done(part):
            return "done"
        return "open" if part is coming else "ahead"


def part_path(slug: str, part: Part | None) -> str:
    """Return the path of a module's part within any visit; None is its end."""
    return f"modules/{slug}/{part or 'finished'}"


@cache
def part_labels(language: str) -> dict[Part, str]:  # noqa: ARG001 (the key of the cache)
    """Return what the parts are called in the language that is spoken."""
    return {
        Part.CHECK: _("Look back"),
        Part.RECALL: _("Recall"),
        Part.SCENE: _("Scene"),
        Part.TOOL: _("Tool"),
        Part.TRY: _("Try"),
        Part.PLAN: _("Plan"),
        Part.PASS_ON: _("Pass on"),
    }


def read_visit(session: Session, web_session: WebSession, slug: str) -> Visit:
    """Read a visit for looking only; raises like `open_visit`."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    return open_visit(session, web_session, journey, slug, wiring().clock.now(session))


def change_visit(session: Session, web_session: WebSession, slug: str) -> Visit:
    """Read a visit for changing it; other tabs of the same person wait."""
    journey = change_journey(session, web_session.person_id, wiring().catalogue)
    return open_visit(session, web_session, journey, slug, wiring().clock.now(session))


def open_visit(
    session: Session, web_session: WebSession, journey: Journey, slug: str, now: Now
) -> Visit:
    """Return the visit to a module.

    Raises NotFound or NotOpenYet if the visitor may not open it.
    """
    if slug not in journey.catalogue.programme:
        raise NotFound(_("There is no such module."))
    if not (
        is_open(web_session, journey, slug, now)
        or _is_handed(session, web_session, slug)
        or _is_shared(session, web_session, slug, now)
    ):
        raise NotOpenYet(_("This module opens later. This week's is ready for you."))
    return Visit(session, web_session, journey, slug, now, page_of(web_session))


def _is_handed(session: Session, web_session: WebSession, slug: str) -> bool:
    """Tell whether the visitor has taken the module over from a host; then no week matters."""
    return slug in modules_handed_to(session, web_session.person_id)


def _is_shared(session: Session, web_session: WebSession, slug: str, now: Now) -> bool:
    """Tell whether it is this week's module where several people look; then it is open to all."""
    if web_session.door != CHANNEL:
        return False
    teams: list[int | None] = [one.id for one in teams_of(session, web_session.person_id)]
    return any(
        slug == shared_week_module(session, web_session, team_id, now)
        for team_id in teams or [None]
    )


def shared_week_module(
    session: Session, web_session: WebSession, team_id: int | None, now: Now
) -> str:
    """Return the module that a team, or without one the organisation, has this week."""
    organisation = web_session.person.organisation
    today = organisation.today(now.learning)
    shared = shared_module(session, wiring().catalogue, organisation, team_id, today)
    return shared or week_module(web_session, now)


def is_open(web_session: WebSession, journey: Journey, slug: str, now: Now) -> bool:
    """Tell whether a module is open: its week has come, it was begun, or the link names it.

    Before the cohort's first week its first module is (see `Programme.module_of`).
    """
    if slug in journey.loops or slug == web_session.module:
        return True
    early = 1 if web_session.leads else 0
    number = programme_here(web_session).number(slug)
    return number <= max(this_week(web_session, now), 1) + early


def this_week(web_session: WebSession, now: Now) -> int:
    """Return the number of the cohort's week, as its organisation's calendar has it."""
    cohort = web_session.context.cohort
    return cohort.week(web_session.person.organisation.today(now.learning))


def module_to_open(web_session: WebSession, now: Now) -> str:
    """Return the module that the link names, or this week's."""
    return web_session.module or week_module(web_session, now)


def week_module(web_session: WebSession, now: Now) -> str:
    """Return the module of the cohort's week."""
    return programme_here(web_session).module_of(this_week(web_session, now))


def programme_here(web_session: WebSession) -> Programme:
    """Return the programme of the visitor's cohort. Its rows are read with the visit."""
    cohort, organisation = web_session.context.cohort, web_session.person.organisation
    return cohort.programme(wiring().catalogue, organisation)


def is_over(web_session: WebSession, now: Now) -> bool:
    """Tell whether every module of the visitor's cohort has had its week."""
    return programme_here(web_session).is_over(this_week(web_session, now))
