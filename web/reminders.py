"""Reminders: when in the week, a pause, silence, and five minutes in one's own calendar."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from flask import Blueprint, Response, make_response, request
from flask_babel import format_date, format_time
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.errors import Incomplete
from learning.pause import begin_pause, end_pause, pause_at
from learning.person import Person
from learning.reminder import HOURS, WORKDAYS, Reminder, change_reminder, read_reminder
from web.calendar_entry import calendar_entry, course_address
from web.language import gettext as _
from web.page import page_of, person_key, show
from web.session import WebSession
from web.visitor import for_visitor, who_acts
from web.wiring import wiring

reminders = Blueprint("reminders", __name__, url_prefix="/s/<public_id>/reminders")

_MONDAY = date(2026, 3, 2)
"""Any Monday: from it the days have their names."""


@dataclass(frozen=True)
class Times:
    """The days and hours to choose from, in words, and what is chosen."""

    days: dict[int, str]
    hours: dict[int, str]
    day: int
    hour: int

    @property
    def words(self) -> str:
        """The chosen time, in words."""
        return _("%(day)s at %(time)s", day=self.days[self.day], time=self.hours[self.hour])


@reminders.get("")
@for_visitor
def show_page(session: Session, web_session: WebSession) -> Response:
    """Show the page."""
    return _show(session, web_session)


@reminders.post("/time")
def choose_time(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take another time of the week."""
    with wiring().database.write() as session:
        web_session, now = _who_changes(session)
        reminder = change_reminder(session, web_session.person_id)
        take_time(reminder, dict(request.form), now)
        words = times(reminder).words
        said = _("Your time is %(time)s. If you have a calendar entry, take it again.", time=words)
        return _show(session, web_session, said)


@reminders.post("/mute")
def mute(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Let nothing be sent any more, or something again."""
    with wiring().database.write() as session:
        web_session, now = _who_changes(session)
        reminder = change_reminder(session, web_session.person_id)
        if request.form.get("mute") == "1":
            reminder.mute(now.real)
            return _show(session, web_session, _("Nothing is sent to you any more."))
        reminder.unmute()
        return _show(session, web_session, _("You are reminded again, once or twice a week."))


@reminders.post("/pause")
def pause(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Begin a pause, or end it."""
    with wiring().database.write() as session:
        web_session, now = _who_changes(session)
        if request.form.get("pause") == "1":
            begin_pause(session, web_session.person_id, now.learning)
            said = _("You pause. Nothing is lost, and no time to look back runs out.")
        else:
            end_pause(session, web_session.person_id, now.learning)
            said = _("Good to have you back. Go on where you like.")
        return _show(session, web_session, said)


@reminders.get("/calendar.ics")
@for_visitor
def download_entry(session: Session, web_session: WebSession) -> Response:
    """Hand out the calendar entry."""
    reminder = read_reminder(session, web_session.person_id)
    zone = web_session.person.organisation.zone
    uid = f"{person_key(web_session.person_id)}@baton"
    url, now = course_address(web_session.return_url), wiring().clock.now(session)
    page_of(web_session)
    answer = make_response(calendar_entry(reminder, uid, url, now.real, zone))
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = 'attachment; filename="baton.ics"'
    return answer


def take_time(reminder: Reminder, form: dict[str, str], now: Now) -> None:
    """Take the time that a form has. Raises Incomplete if it has none."""
    day, hour = form.get("day", ""), form.get("hour", "")
    if not (day.isascii() and day.isdigit() and hour.isascii() and hour.isdigit()):
        raise Incomplete(_("Please choose a day and a time."))
    reminder.choose(int(day[:3]), int(hour[:3]), now.real)


def times(reminder: Reminder) -> Times:
    """Return the times to choose from, in the language that is spoken."""
    return Times(
        days={number: format_date(_MONDAY + timedelta(days=number), "EEEE") for number in WORKDAYS},
        hours={hour: format_time(time(hour), "short", rebase=False) for hour in HOURS},
        day=reminder.weekday,
        hour=reminder.hour,
    )


def _who_changes(session: Session) -> tuple[WebSession, Now]:
    web_session, now = who_acts(session)
    # Locked, so that two tabs do not both write the first choice.
    mine = select(Person.id).where(Person.id == web_session.person_id)
    session.scalars(mine.with_for_update()).one()
    return web_session, now


def _show(session: Session, web_session: WebSession, said: str | None = None) -> Response:
    session.flush()
    reminder = read_reminder(session, web_session.person_id)
    return show(
        page_of(web_session),
        "reminders.html",
        "reminders",
        _("Reminders"),
        said=said,
        times=times(reminder),
        is_muted=reminder.muted_at is not None,
        is_paused=pause_at(session, web_session.person_id) is not None,
    )
