"""Set-up: what whoever teaches a course settles for it. Start, weeks off, whom to ask, teams.

Each form changes one thing, says what it did, and offers to take it back. Only the visitor's own
context, its cohort and its organisation are ever touched: nothing in a request names another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from learning.clock import Now, monday_of
from learning.cohort import Cohort
from learning.errors import Incomplete, NotFound
from learning.team import teams_in
from learning.team_source import data_counts
from learning.week_off import WEEK, mondays_of
from web.free_week import in_words
from web.language import gettext as _
from web.page import page_of, show
from web.programme_settings import programme_settings
from web.session import WebSession
from web.visitor import for_visitor, who_acts
from web.wiring import wiring

set_up = Blueprint("set_up", __name__, url_prefix="/s/<public_id>/set-up")

COMING_WEEKS = 26
"""How many weeks are listed, to tick the free ones."""
_FURTHEST = timedelta(days=730)
Section = Callable[[Session, WebSession], tuple[str, Mapping[str, object]]]
"""A door's own section of the page: its template, and what that needs."""
_SECTIONS = "set_up_sections"


@dataclass(frozen=True)
class Done:
    """What was just changed, and the form that takes it back: a path and its fields."""

    sentence: str
    take_back: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Week:
    """One of the coming weeks in the list."""

    monday: date
    words: str
    is_off: bool


def install_section(extensions: dict[str, object], door: str, section: Section) -> None:
    """Let a door add its own section for visitors who came through it."""
    cast("dict[str, Section]", extensions.setdefault(_SECTIONS, {}))[door] = section


@set_up.get("")
@for_visitor
def show_page(session: Session, web_session: WebSession) -> Response:
    """Show Set-up."""
    require_set_up(web_session)
    return show_set_up(session, web_session, wiring().clock.now(session))


@set_up.post("/start")
def change_start(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Let the programme start on another Monday."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        cohort = lock_cohort(session, web_session)
        before = cohort.starts_on
        cohort.start_on(read_day(request.form.get("starts_on", ""), _today(web_session, now)))
        note_set_up(web_session, now)
        sentence = _("The programme starts on %(day)s.", day=in_words(cohort.starts_on))
        done = Done(sentence, "set-up/start", (("starts_on", before.isoformat()),))
        return show_set_up(session, web_session, now, done)


@set_up.post("/weeks-off")
def change_weeks_off(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take the ticked weeks off. Weeks that were not in the list stay as they are."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        today, cohort = _today(web_session, now), lock_cohort(session, web_session)
        first = monday_of(read_day(request.form.get("first", ""), today))
        listed = {first + number * WEEK for number in range(COMING_WEEKS)}
        ticked = mondays_of(read_day(day, today) for day in request.form.getlist("week")) & listed
        before = {week for week in listed if cohort.is_off(week)}
        cohort.choose_weeks(frozenset(listed), ticked)
        note_set_up(web_session, now)
        fields = [("first", first), *(("week", day) for day in sorted(before))]
        back = tuple((name, day.isoformat()) for name, day in fields)
        return show_set_up(
            session, web_session, now, Done(_said_off(ticked), "set-up/weeks-off", back)
        )


@set_up.post("/help")
def change_help(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Name whom people ask for help."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        organisation = web_session.person.organisation
        before = organisation.help_contact or ""
        organisation.ask_for_help(request.form.get("contact", ""))
        note_set_up(web_session, now)
        contact = organisation.help_contact
        sentence = (
            _("People are told to ask: %(contact)s.", contact=contact)
            if contact
            else _("Nobody is named any more for people to ask.")
        )
        done = Done(sentence, "set-up/help", (("contact", before),))
        return show_set_up(session, web_session, now, done)


def who_sets_up(session: Session) -> tuple[WebSession, Now]:
    """Return the visitor who changes something, and this moment. Raises NotFound for others."""
    web_session, now = who_acts(session)
    require_set_up(web_session)
    return web_session, now


def require_set_up(web_session: WebSession) -> None:
    """Raise NotFound for whoever may not set this context up: to them there is no such page."""
    if not web_session.sets_up:
        raise NotFound(_("There is nothing at this address."))


def note_set_up(web_session: WebSession, now: Now) -> None:
    """Note that the context has been set up, so that it is not offered again."""
    web_session.context.set_up_at = web_session.context.set_up_at or now.real


def show_set_up(
    session: Session, web_session: WebSession, now: Now, done: Done | None = None
) -> Response:
    """Answer with the whole page."""
    session.flush()
    cohort, today = web_session.context.cohort, _today(web_session, now)
    weeks = [
        Week(monday, in_words(monday), cohort.is_off(monday))
        for monday in (monday_of(today) + number * WEEK for number in range(COMING_WEEKS))
    ]
    template, more = _section(session, web_session)
    return show(
        page_of(web_session),
        "set_up.html",
        "set-up",
        _("Set-up"),
        done=done,
        context=web_session.context,
        organisation=web_session.person.organisation,
        starts_on=cohort.starts_on,
        starts_in_words=in_words(cohort.starts_on),
        weeks=weeks,
        teams=teams_in(session, web_session.context),
        teams_count=data_counts(session, web_session.context.organisation_id),
        section=template,
        **programme_settings(session, web_session, now),
        **more,
    )


def _section(session: Session, web_session: WebSession) -> tuple[str, Mapping[str, object]]:
    sections = cast("dict[str, Section]", current_app.extensions.get(_SECTIONS, {}))
    section = sections.get(web_session.door)
    return section(session, web_session) if section else ("", {})


def lock_cohort(session: Session, web_session: WebSession) -> Cohort:
    """Return the visitor's cohort, which nobody else changes until this is written."""
    cohort = web_session.context.cohort
    session.refresh(cohort, with_for_update={"of": Cohort})
    return cohort


def _today(web_session: WebSession, now: Now) -> date:
    return web_session.person.organisation.today(now.learning)


def read_day(text: str, today: date) -> date:
    """Return the day that a form names. Raises Incomplete for none, or one that is far away."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Incomplete(_("Please choose a day.")) from None
    if abs(day - today) > _FURTHEST:
        raise Incomplete(_("Please choose a day less than two years away."))
    return day


def _said_off(ticked: frozenset[date]) -> str:
    if not ticked:
        return _("There is a module every week.")
    days = ", ".join(in_words(day) for day in sorted(ticked))
    return _("Free weeks begin on: %(days)s.", days=days)
