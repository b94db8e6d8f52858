"""Five minutes in the calendar: a weekly entry that leads back to the course (RFC 5545)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from learning.reminder import Reminder
from web.language import gettext as _

LENGTH = timedelta(minutes=5)
_DAYS = ("MO", "TU", "WE", "TH", "FR")


def calendar_entry(
    reminder: Reminder, uid: str, course_url: str | None, now: datetime, zone: ZoneInfo
) -> bytes:
    """Return the entry as a file. A later one with the same `uid` takes its place."""
    # Read here: it is large, and most processes never make an entry.
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("sequence", int(reminder.changed_at.timestamp()) // 60)
    event.add("summary", _("Baton: five minutes"))
    lead = _("This week's module is open in your course.")
    event.add("description", f"{lead}\n{course_url}" if course_url else lead)
    if course_url:
        event.add("url", course_url)
    event.add("dtstart", reminder.next_time(now, zone))
    event.add("duration", LENGTH)
    event.add("rrule", {"freq": "weekly", "byday": _DAYS[reminder.weekday]})
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Baton//Five minutes a week//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def course_address(return_url: str | None) -> str | None:
    """Return where the course is, from the address at which an LMS wants people back.

    That one may carry a key of their sign-in, as Moodle's does. With anything after its path it
    is cut to the LMS's own address.
    """
    if return_url is None:
        return None
    parts = urlsplit(return_url)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return origin + ("/" if parts.query or parts.fragment else parts.path)
