"""A handover's link, for anybody who has it: who handed on what, the kit, and "I held it"."""

from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from learning.handover import Handover, find_handover, hand_over
from learning.huddle import Huddle, headcount_of
from web.anybody import show_to_anybody, speak_as_asked
from web.huddle import kind_asked_for
from web.language import PARAMETER
from web.language import gettext as _
from web.problems import Problem
from web.public_kit import kit_for_anybody
from web.qr import qr_code
from web.wiring import wiring

handover = Blueprint("handover", __name__, url_prefix="/h/<token>")


class LeadsNowhere(Problem):
    """There is no such handover, or its time is over; the two look the same."""

    status = HTTPStatus.NOT_FOUND
    title = lazy_gettext("This link leads nowhere")
    next_step = lazy_gettext("Ask whoever gave it to you for a new one.")


@handover.get("")
def show_handover(token: str) -> Response:
    """Say who handed on what, and offer what can be done with it."""
    return _show("handover.html", token)


@handover.get("/kit")
def show_kit(token: str) -> Response:
    """Show the kit, with the way back to the handover."""
    return _show("public_kit.html", token)


@handover.get("/host")
def show_host(token: str) -> Response:
    """Show the kit with its timer, and at its end the question how many were there."""
    return _show("public_host.html", token, kind=kind_asked_for(request.args.get("kind")))


@handover.post("/held")
def note_huddle(token: str) -> Response:
    """Note a huddle that somebody without an account held, and ask who takes it next."""
    language = speak_as_asked()
    with wiring().database.write() as session:
        at = wiring().clock.now(session).learning
        found = _found(session, token, lock=True)
        kind = kind_asked_for(request.form.get("kind"))
        held = found.note_huddle(session, kind, headcount_of(request.form.get("headcount", "")), at)
        return _show_held(found, token, language, held)


@handover.post("/next")
def make_link(token: str) -> Response:
    """Make the link for whoever takes it next, after a huddle that was noted here."""
    language = speak_as_asked()
    with wiring().database.write() as session:
        at = wiring().clock.now(session).learning
        found = _found(session, token, lock=True)
        held = found.last_huddle(session)
        if held is None:
            raise LeadsNowhere(_("Nobody has noted a huddle here yet."))
        return _show_held(found, token, language, held, hand_over(session, held, None, at))


def _show(template: str, token: str, **context: object) -> Response:
    language = speak_as_asked()
    with wiring().database.read() as session:
        found = _found(session, token)
    return show_to_anybody(template, **_told(found, token, language), **context)


def _show_held(
    found: Handover, token: str, language: str, held: Huddle, following: str | None = None
) -> Response:
    link = f"{wiring().public_url}/h/{following}" if following else None
    return show_to_anybody(
        "handover_held.html",
        **_told(found, token, language),
        held=held,
        link=link,
        qr=qr_code(link) if link else None,
    )


def _told(found: Handover, token: str, language: str) -> dict[str, object]:
    asked = f"?{PARAMETER}={language}"
    at = f"/h/{token}"
    return {
        "kit": replace(kit_for_anybody(found.module, language), host_url=f"{at}/host{asked}"),
        "giver": found.giver_name,
        "code": token.upper(),
        "handover_url": f"{at}{asked}",
        "kit_url": f"{at}/kit{asked}",
        "held_url": f"{at}/held{asked}",
        "next_url": f"{at}/next{asked}",
    }


def _found(session: Session, token: str, *, lock: bool = False) -> Handover:
    at = wiring().clock.now(session).learning
    found = find_handover(session, token, at, lock=lock)
    if found is None or found.module not in wiring().catalogue.programme:
        raise LeadsNowhere(_("There is nothing at this address, or not any more."))
    return found
