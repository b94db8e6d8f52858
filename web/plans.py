"""My plans: all plans of a person with what became of them. Only their owner ever sees them."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.errors import Incomplete
from learning.follow_up import Outcome
from learning.grading import owe_grades
from learning.journey import change_journey, read_journey
from learning.loop import Loop
from learning.plan import Plan
from learning.plan_book import PlanBook, read_plan_book
from learning.plan_version import Choice
from web.free_week import in_words
from web.language import gettext as _
from web.page import page_of, show
from web.parts.check import obstacle_labels
from web.programme import programme_page
from web.session import WebSession
from web.visit import module_to_open
from web.visitor import for_visitor, visitor
from web.wiring import wiring

plans = Blueprint("plans", __name__, url_prefix="/s/<public_id>/plans")


@dataclass(frozen=True)
class Entry:
    """One plan as the page shows it."""

    slug: str
    title: str
    plan: Plan
    made_on: str
    became: str
    got_in_the_way: str
    done_on: list[str]
    can_look_back: bool
    lives: bool


@plans.get("")
@for_visitor
def show_plans(session: Session, web_session: WebSession) -> Response:
    """Show all plans, the newest first."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    return _list(web_session, read_plan_book(session, journey), wiring().clock.now(session))


@plans.post("/<slug>")
def act(public_id: str, slug: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Do with one plan what was pressed: keep it, go on with it, let it go, put its card away."""
    with wiring().database.write() as session:
        web_session, book, now = _to_change(session)
        loop = book.loop(slug)
        said = _do(loop, request.form.get("do", ""), now.learning)
        session.flush()
        has_news = owe_grades(session, book.journey, now.real)
        web_session.seen_at = now.real
        if request.form.get("back") == "programme":
            answer = programme_page(session, web_session)
        else:
            answer = _list(web_session, book, now, slug, said)
    if has_news:
        wiring().wake()
    return answer


@plans.get("/<slug>/change")
@for_visitor
def show_change(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show the words of one plan, to change them."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    plan = read_plan_book(session, journey).loop(slug).require_plan()
    plan.require_words()
    page = page_of(web_session)
    path = f"plans/{slug}/change"
    return show(page, "plan_change.html", path, _("Change the plan"), plan=plan, slug=slug)


@plans.post("/<slug>/change")
def change(public_id: str, slug: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Change the words of one plan; it goes on in them."""
    with wiring().database.write() as session:
        web_session, book, now = _to_change(session)
        cue, action, with_ = (request.form.get(name, "") for name in ("cue", "action", "with"))
        loop = book.loop(slug)
        choice = Choice.CUE if cue != loop.require_plan().words.cue else Choice.SHRINK
        loop.change_plan(cue, action, with_, now.learning, choice, web_session.language)
        session.flush()
        web_session.seen_at = now.real
        return _list(web_session, book, now, slug, _("The plan is changed."))


@plans.get("/<slug>/card")
@for_visitor
def show_card(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show one plan as a small card to print."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    plan = read_plan_book(session, journey).loop(slug).require_plan()
    plan.require_words()
    page = page_of(web_session)
    return show(page, "plan_card_print.html", f"plans/{slug}/card", _("My plan"), plan=plan)


@plans.get("/erase")
@for_visitor
def confirm_erasing(session: Session, web_session: WebSession) -> Response:
    """Say what erasing one plan, or all of them, takes away, and what stays."""
    journey = read_journey(session, web_session.person, wiring().catalogue)
    book, slug = read_plan_book(session, journey), request.args.get("plan")
    loops = _to_erase(book, slug)
    page = page_of(web_session)
    path = f"plans/erase?plan={slug}" if slug else "plans/erase"
    found = [loop.require_plan() for loop in loops]
    return show(page, "plans_erase.html", path, _("Erase for good"), plans=found, slug=slug)


@plans.post("/erase")
def erase(public_id: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Erase one plan, or all of them, at once."""
    with wiring().database.write() as session:
        web_session, book, now = _to_change(session)
        slug = request.form.get("plan") or None
        book.erase(session, _to_erase(book, slug), now.learning)
        session.flush()
        web_session.seen_at = now.real
        said = _("The words are erased.")
        return _list(web_session, book, now, slug, said)


def became(loop: Loop, at: datetime) -> str:
    """Return what became of a plan, in one sentence."""
    said = {
        Outcome.DID: _("You did it."),
        Outcome.PARTLY: _("You did part of it."),
        Outcome.NO_MOMENT: _("The moment never came."),
        Outcome.NOT_NOW: _("Not this time."),
    }
    if loop.follow_up is not None:
        # After a year it only stays that there was a look back.
        return said.get(loop.follow_up.outcome, _("You looked back."))
    if loop.is_set_aside:
        return _("You made another plan in this module too, and look back at that one.")
    zone = loop.person.organisation.zone
    opens = loop.require_plan().follow_up_opens(zone)
    if at < opens:
        return _("From %(day)s you can say how it went.", day=in_words(opens.date()))
    if loop.awaits_follow_up(at):
        return _("You can say how it went.")
    return _("The time to look back is over. The plan is still yours.")


def got_in_the_way(loop: Loop) -> str:
    """Return what got in the way of a plan, as it is said; empty where nothing was."""
    if loop.follow_up is None:
        return ""
    tapped = loop.follow_up.hindrance
    said = [obstacle_labels()[tapped] if tapped else "", loop.follow_up.obstacle]
    return "; ".join(filter(None, said))


def _to_change(session: Session) -> tuple[WebSession, PlanBook, Now]:
    web_session = visitor(session)
    journey = change_journey(session, web_session.person_id, wiring().catalogue)
    return web_session, read_plan_book(session, journey), wiring().clock.now(session)


def _to_erase(book: PlanBook, slug: str | None) -> list[Loop]:
    """Return whose plans are to be erased. Raises NotFound for a plan that is not there."""
    if slug is not None:
        return [book.loop(slug)]
    return [loop for loop in book.loops if loop.require_plan().erased_at is None]


def _do(loop: Loop, what: str, at: datetime) -> str:
    plan = loop.require_plan()
    match what:
        case "keep":
            plan.keep(at)
            return _("Kept. Its words stay until you erase them.")
        case "release":
            plan.release()
            return _("Its words will go when those of other plans go.")
        case "go_on":
            plan.go_on_as_it_is(at)
            return _("It goes on for a week.")
        case "drop":
            plan.drop(at)
            return _("You have let it go. You can take it up again.")
        case "did":
            loop.note_done(at)
            return _("Noted.")
        case "hide":
            plan.hide_card(at)
            return _("The card is put away.")
        case "show":
            plan.show_card()
            return _("The card is back with your programme.")
    raise Incomplete(_("Please choose what to do with the plan."))


def _list(
    web_session: WebSession,
    book: PlanBook,
    now: Now,
    said_of: str | None = None,
    said: str | None = None,
) -> Response:
    page = page_of(web_session)
    page.note = None
    return show(
        page,
        "plans.html",
        "plans",
        _("My plans"),
        entries=[_entry(loop, page.language, now.learning) for loop in book.loops],
        look_back_url=page.url(f"modules/{module_to_open(web_session, now)}"),
        said_of=said_of,
        said=said,
    )


def _entry(loop: Loop, language: str, at: datetime) -> Entry:
    plan, zone = loop.require_plan(), loop.person.organisation.zone
    return Entry(
        slug=loop.module,
        title=wiring().catalogue.module(loop.slug, language).title,
        plan=plan,
        made_on=in_words(plan.made_at.astimezone(zone).date()),
        became=became(loop, at),
        got_in_the_way=got_in_the_way(loop),
        done_on=[in_words(done.astimezone(zone).date()) for done in plan.done_at],
        can_look_back=loop.awaits_follow_up(at),
        lives=loop.has_living_plan(at),
    )
