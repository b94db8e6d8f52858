"""The first screen of a visit, whichever door it came through."""

from flask import Response
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.journey import Journey
from web.afterwards import show_afterwards
from web.free_week import free_until
from web.modules import show_screen
from web.session import WebSession
from web.visit import is_over, module_to_open, open_visit
from web.waiting import Waiting


def show_first_screen(
    session: Session,
    web_session: WebSession,
    journey: Journey,
    now: Now,
    note: str | None = None,
    waiting: Waiting | None = None,
) -> Response:
    """Answer with the module that the link names, or this week's, where this person goes on.

    After the programme's end with what comes then. `note` is a sentence above the screen.
    """
    looks_back = journey.loop_to_check(now.learning) is not None
    if web_session.module is None and not looks_back and is_over(web_session, now):
        return show_afterwards(web_session, journey, now)
    visit = open_visit(session, web_session, journey, module_to_open(web_session, now), now)
    visit.page.note, visit.page.waiting = note, waiting
    visit.page.offers_set_up = visit.page.first_visit and web_session.offers_set_up
    visit.page.free_until = free_until(web_session, now)
    return show_screen(visit, visit.next_part)
