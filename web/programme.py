"""The programme: this week's module, the earlier ones, and the titles of those to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from learning.account_link import linked_by_itself
from learning.handover import modules_handed_to
from learning.journey import Journey, read_journey
from learning.score import CLOSED, COMPLETE, heard
from web.free_week import free_until
from web.headline import headline
from web.language import gettext as _
from web.own_pages import own_pages
from web.page import page_of, show
from web.reports_offer import offers_reports
from web.session import WebSession
from web.visit import is_open, is_over, programme_here, week_module
from web.visitor import for_visitor
from web.wiring import wiring

TOLD = timedelta(days=30)
"""For how long it is told here that accounts were connected by themselves: the LMS's launch,
after which nobody else could say it, reads nothing for it."""

programme = Blueprint("programme", __name__, url_prefix="/s/<public_id>")


@dataclass(frozen=True)
class Entry:
    """One module in the list. `state` is ahead, open, complete, follow_up or closed."""

    number: int
    title: str
    promise: str
    url: str
    state: str
    is_this_week: bool


@programme.get("/programme")
@for_visitor
def show_programme(session: Session, web_session: WebSession) -> Response:
    """Show the programme."""
    return programme_page(session, web_session)


def programme_page(session: Session, web_session: WebSession) -> Response:
    """Answer with the programme."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    page, now = page_of(web_session), wiring().clock.now(session)
    page.offers_set_up, page.free_until = web_session.offers_set_up, free_until(web_session, now)
    ended = is_over(web_session, now)
    current = None if ended else week_module(web_session, now)
    handed = modules_handed_to(session, journey.person.id)
    entries = [
        Entry(
            number=number,
            title=(module := journey.catalogue.module(slug, page.language)).title,
            promise=module.promise,
            url=page.url(f"modules/{slug}"),
            state=_state(
                slug,
                journey,
                slug in handed or is_open(web_session, journey, slug, now),
                now.learning,
            ),
            is_this_week=slug == current,
        )
        for number, slug in enumerate(programme_here(web_session).modules, start=1)
    ]
    return show(
        page,
        "programme.html",
        "programme",
        _("Your programme"),
        leads=web_session.leads,
        asks_reports=not web_session.leads and offers_reports(session, web_session),
        own=own_pages(session, journey, now.learning),
        linked=linked_by_itself(session, journey.person.id, now.real - TOLD),
        headline=headline(session, web_session.person.organisation_id),
        this_week=next((entry for entry in entries if entry.is_this_week), None),
        earlier=[e for e in reversed(entries) if not e.is_this_week and e.state != "ahead"],
        later=[entry.title for entry in entries if entry.state == "ahead"],
    )


def _state(slug: str, journey: Journey, opens: bool, at: datetime) -> str:
    loop = journey.loops.get(slug)
    if loop is None:
        return "open" if opens else "ahead"
    if loop.awaits_follow_up(at):
        return "follow_up"
    return {0: "open", COMPLETE: "complete", CLOSED: "closed"}[heard(loop.score)]
