"""Five minutes in the calendar: offered once, after the first module, outside Teams."""

from collections.abc import Mapping

from markupsafe import Markup

from learning.reminder import change_reminder, read_reminder
from web.door import LTI
from web.language import gettext as _
from web.reminders import take_time, times
from web.visit import Visit

NAME = "calendar"
TEMPLATE = "askers/calendar.html"


def occasion(visit: Visit) -> str | None:
    """Return `once` after the first finished module, where the door does not remind by itself."""
    finished = sum(loop.next_part is None for loop in visit.journey.loops.values())
    return "once" if finished == 1 and visit.web_session.door == LTI else None


def context(visit: Visit, occasion: str) -> dict[str, object]:  # noqa: ARG001 (each asker's are the same)
    """Return the times to choose from."""
    return {"times": times(read_reminder(visit.session, visit.journey.person.id))}


def answer(visit: Visit, occasion: str, form: Mapping[str, str]) -> str:  # noqa: ARG001 (each asker's are the same)
    """Take the time, and answer with the entry to take along."""
    reminder = change_reminder(visit.session, visit.journey.person.id)
    take_time(reminder, dict(form), visit.now)
    return Markup('{} <a href="{}" data-download="baton.ics" hx-boost="false">{}</a>').format(
        _("Your time is %(time)s.", time=times(reminder).words),
        visit.page.url("reminders/calendar.ics"),
        _("Put five minutes in my calendar"),
    )
