"""A free week: what the pages say while the cohort gets no new module."""

from datetime import date

from flask_babel import format_date

from learning.clock import Now
from web.session import WebSession
from web.visit import programme_here


def free_until(web_session: WebSession, now: Now) -> str | None:
    """Return the day on which the next module comes, in words, in a week off; otherwise None."""
    today = web_session.person.organisation.today(now.learning)
    cohort = web_session.context.cohort
    if not cohort.is_off(today):
        return None
    opening = cohort.next_opening(programme_here(web_session), today)
    return in_words(opening) if opening else None


def day_in_words(day: date) -> str:
    """Return a day without its weekday: `9 March`."""
    said: str = format_date(day, "d MMMM")
    return said


def in_words(day: date) -> str:
    """Return a day as it is said: `Monday 9 March`."""
    said: str = format_date(day, "EEEE d MMMM")
    return said
