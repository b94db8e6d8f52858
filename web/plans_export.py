"""A person's plans to take along, as text and as JSON. Only their owner can ask for them."""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from learning.journey import read_journey
from learning.loop import Loop
from learning.plan import Plan
from learning.plan_book import PlanBook, read_plan_book
from learning.plan_version import Choice, PlanVersion
from web.free_week import in_words
from web.language import gettext as _
from web.language import speak
from web.plan_sentence import sentence
from web.plans import became, got_in_the_way
from web.session import WebSession
from web.visitor import for_visitor
from web.wiring import wiring

plans_export = Blueprint("plans_export", __name__, url_prefix="/s/<public_id>/plans")


@plans_export.get("/export.json")
@for_visitor
def export_json(session: Session, web_session: WebSession) -> Response:
    """Answer with all plans as a list of objects, the newest first. Times are in ISO 8601."""
    book = _book(session, web_session)
    body = {"plans": [_as_data(loop, web_session.language) for loop in book.loops]}
    return _file(json.dumps(body, ensure_ascii=False, indent=2) + "\n", "application/json", "json")


@plans_export.get("/export.txt")
@for_visitor
def export_text(session: Session, web_session: WebSession) -> Response:
    """Answer with all plans as a text to read, the newest first."""
    book, at = _book(session, web_session), wiring().clock.now(session).learning
    told = [_as_text(loop, web_session.language, at) for loop in book.loops]
    return _file("\n\n".join([_("My plans"), *told]) + "\n", "text/plain", "txt")


def _book(session: Session, web_session: WebSession) -> PlanBook:
    speak(web_session.language)
    journey = read_journey(session, web_session.person, wiring().catalogue)
    return read_plan_book(session, journey)


def _file(text: str, kind: str, ending: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="my-plans.{ending}"'
    return answer


def _as_data(loop: Loop, language: str) -> dict[str, Any]:
    plan, looked_back = loop.require_plan(), loop.follow_up
    return {
        "module": loop.slug,
        "title": wiring().catalogue.module(loop.slug, language).title,
        "made_at": plan.made_at.isoformat(),
        "erased_at": plan.erased_at and plan.erased_at.isoformat(),
        **_words(plan),
        "changes": [
            {"choice": version.choice, "at": version.at.isoformat(), **_words(version)}
            for version in plan.versions
        ],
        "done_at": [done.isoformat() for done in plan.done_at],
        "kept_at": plan.kept and plan.kept.at.isoformat(),
        "look_back": looked_back
        and {
            "outcome": looked_back.outcome,
            "hindrance": looked_back.hindrance,
            "obstacle": looked_back.obstacle,
            "at": looked_back.at.isoformat(),
        },
    }


def _words(plan: Plan | PlanVersion) -> dict[str, str]:
    return {"cue": plan.cue, "action": plan.action, "with": plan.with_}


def _as_text(loop: Loop, language: str, at: datetime) -> str:
    plan, zone = loop.require_plan(), loop.person.organisation.zone
    title = wiring().catalogue.module(loop.slug, language).title
    lines = [f"{title}, {in_words(plan.made_at.astimezone(zone).date())}", _sentence(plan)]
    for version in plan.versions:
        said = _("Let go") if version.choice == Choice.DROP else _sentence(version)
        lines.append(f"{in_words(version.at.astimezone(zone).date())}: {said}")
    lines.append(became(loop, at))
    if why := got_in_the_way(loop):
        lines.append(_("What got in the way: %(what)s", what=why))
    return "\n".join(lines)


def _sentence(plan: Plan | PlanVersion) -> str:
    if not plan.cue:
        return _("The words of this plan are erased.")
    return " ".join(sentence(plan)).strip()
