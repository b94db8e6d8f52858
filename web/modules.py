"""The pages of a module: show a part, take its answer, show what comes next."""

from types import ModuleType

from flask import Blueprint, Response, request
from flask_babel import format_date
from sqlalchemy.orm import Session

from learning.errors import NotFound
from learning.grading import is_refused
from learning.loop import Part
from learning.score import heard
from web.free_week import free_until
from web.language import gettext as _
from web.optional import optional_question, take_optional_answer
from web.page import show
from web.parts import check, pass_on, plan, recall, scene, tool, try_
from web.session import WebSession
from web.visit import Visit, change_visit, part_labels, read_visit
from web.visitor import for_visitor, visitor
from web.wiring import wiring

modules = Blueprint("modules", __name__, url_prefix="/s/<public_id>/modules/<slug>")

_PARTS: dict[Part, ModuleType] = {
    Part.CHECK: check,
    Part.RECALL: recall,
    Part.SCENE: scene,
    Part.TOOL: tool,
    Part.TRY: try_,
    Part.PLAN: plan,
    Part.PASS_ON: pass_on,
}


@modules.get("")
@modules.get("/<part>")
@for_visitor
def show_part(
    session: Session, web_session: WebSession, slug: str, part: str | None = None
) -> Response:
    """Show a part; without one, or one that is still ahead, the part where this person goes on."""
    visit = read_visit(session, web_session, slug)
    return show_screen(visit, _wanted(visit, part))


@modules.post("/<part>")
def submit_part(public_id: str, slug: str, part: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Take a part's answer and show what comes next."""
    with wiring().database.write() as session:
        visit = change_visit(session, visitor(session), slug)
        visit.part = _part(part)
        visit.require(visit.part)
        following = _PARTS[visit.part].submit(visit, request.form)
        has_news = visit.save()
        answer = show_screen(visit, following)
        visit.web_session.seen_at = visit.now.real
    if has_news:
        wiring().wake()
    return answer


@modules.post("/optional/<asker>")
def answer_optional(public_id: str, slug: str, asker: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Take the answer to the optional question, and show the end of the module again."""
    with wiring().database.write() as session:
        visit = change_visit(session, visitor(session), slug)
        said = take_optional_answer(visit, asker, request.form)
        session.flush()
        visit.web_session.seen_at = visit.now.real
        return _show_finished(visit, said)


def show_screen(visit: Visit, part: Part | None) -> Response:
    """Answer with the screen of a part, or of the end of the module."""
    visit.part = part
    if part is None:
        return _show_finished(visit)
    context = _PARTS[part].context(visit)
    path = str(context.pop("path", visit.path(part)))
    title = f"{part_labels(visit.page.language)[part]}: {visit.module.title}"
    return show(visit.page, _PARTS[part].TEMPLATE, path, title, visit=visit, **context)


def _show_finished(visit: Visit, said: str | None = None) -> Response:
    made = visit.loop.plan if visit.loop else None
    zone = visit.journey.person.organisation.zone
    opens = made.follow_up_opens(zone).date() if made else None
    visit.page.free_until = free_until(visit.web_session, visit.now)
    return show(
        visit.page,
        "finished.html",
        visit.path(None),
        visit.module.title,
        visit=visit,
        score=heard(visit.loop.score) if visit.loop else 0,
        is_refused=is_refused(
            visit.session, visit.journey, visit.web_session.context_id, visit.slug
        ),
        follow_up_opens=opens and format_date(opens, "EEEE d MMMM"),
        optional=optional_question(visit),
        said=said,
    )


def _wanted(visit: Visit, name: str | None) -> Part | None:
    """Return the part to show: the one asked for, unless it is not there yet."""
    coming = visit.next_part
    if name is None:
        return coming
    if name == "finished":
        return None if visit.is_finished else coming
    part = _part(name)
    return part if visit.has_reached(part) else coming


def _part(name: str) -> Part:
    try:
        return Part(name)
    except ValueError:
        raise NotFound(_("There is no such part.")) from None
