"""My year: a calm picture of what was met, and at its end the kept plans on one page."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, request
from flask_babel import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.huddle import Huddle
from learning.journey import read_journey
from learning.plan_book import read_plan_book
from learning.year import Week, Year, year_of
from web.free_week import in_words
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visitor import for_visitor
from web.wiring import wiring

year = Blueprint("year", __name__, url_prefix="/s/<public_id>/year")


@dataclass(frozen=True)
class Cell:
    """One week in the picture: its Monday, its shape, and the same in words."""

    day: int
    kind: str
    has_huddle: bool
    words: str
    is_worth_telling: bool


@year.get("")
@for_visitor
def show_year(session: Session, web_session: WebSession) -> Response:
    """Show one year of this person, the latest unless another is asked for."""
    person, page = web_session.person, page_of(web_session)
    journey = read_journey(session, person, wiring().catalogue)
    today = person.organisation.today(wiring().clock.now(session).learning)
    hosted = session.scalars(select(Huddle.held_at).where(Huddle.host_id == person.id)).all()
    number = request.args.get("year", type=int)
    found = year_of(journey, web_session.context.cohort, hosted, today, number)
    asked = f"?year={found.number}" if number else ""
    kept = any(True for _plan in read_plan_book(session, journey).kept())
    return show(
        page,
        "year.html",
        f"year{asked}",
        _("My year"),
        year=found,
        months=_months(found, page.language),
        has_kept=kept,
    )


@year.get("/plans")
@for_visitor
def show_kept_plans(session: Session, web_session: WebSession) -> Response:
    """Show the kept plans on one page to print."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    page = page_of(web_session)
    kept = [
        (journey.catalogue.module(loop.slug, page.language).title, plan)
        for loop, plan in read_plan_book(session, journey).kept()
    ]
    return show(page, "year_plans.html", "year/plans", _("My year"), kept=kept)


def _months(found: Year, language: str) -> list[tuple[str, list[Cell]]]:
    by_month = groupby(found.weeks, key=lambda week: (week.monday.year, week.monday.month))
    return [
        (format_date(weeks[0].monday, "MMMM"), [_cell(week, language) for week in weeks])
        for weeks in (list(group) for _month, group in by_month)
    ]


def _cell(week: Week, language: str) -> Cell:
    return Cell(
        day=week.monday.day,
        kind=_kind(week),
        has_huddle=week.huddles > 0,
        words=_words(week, language),
        is_worth_telling=bool(week.met or week.huddles),
    )


def _kind(week: Week) -> str:
    if week.met:
        return "closed" if week.is_closed else "met"
    if week.is_free:
        return "free"
    return "to-come" if week.is_to_come else "quiet"


def _words(week: Week, language: str) -> str:
    said = [
        _("%(module)s, loop closed", module=title)
        if module.is_closed
        else _("%(module)s, met", module=title)
        for module in week.met
        for title in [wiring().catalogue.module(module.slug, language).title]
    ]
    if week.huddles:
        said.append(_("a huddle hosted"))
    if week.is_free:
        said.append(_("a free week"))
    return f"{in_words(week.monday)}: {'; '.join(said)}" if said else in_words(week.monday)
