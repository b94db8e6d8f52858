"""The kit for anybody, without an account: it says nothing of anyone, and nothing is kept."""

from flask import Blueprint, Response, request

from learning.errors import NotFound
from web.anybody import show_to_anybody, speak_as_asked
from web.huddle import kind_asked_for
from web.kit import Kit, public_address
from web.language import PARAMETER
from web.language import gettext as _
from web.wiring import wiring

public_kit = Blueprint("public_kit", __name__, url_prefix="/huddle/<slug>")
KEPT = 600
"""Seconds for which a browser may keep a page of the kit."""


@public_kit.get("")
def show_kit(slug: str) -> Response:
    """Show the kit."""
    return _show("public_kit.html", slug)


@public_kit.get("/host")
def show_host(slug: str) -> Response:
    """Show the kit with its timer."""
    return _show("public_host.html", slug, kind=kind_asked_for(request.args.get("kind")))


@public_kit.get("/board")
def show_board(slug: str) -> Response:
    """Show the card for the shift board."""
    return _show("board.html", slug, base="bare.html")


def kit_for_anybody(slug: str, language: str) -> Kit:
    """Return the kit of a module. Raises NotFound if there is none in the programme."""
    catalogue = wiring().catalogue
    if slug not in catalogue.programme:
        raise NotFound(_("There is no such module."))
    at, asked = f"/huddle/{slug}", f"{PARAMETER}={language}"
    module = catalogue.module(slug, language)
    return Kit(module, public_address(module), f"{at}/host?{asked}", f"{at}/board?{asked}")


def _show(template: str, slug: str, **context: object) -> Response:
    language = speak_as_asked()
    kit = kit_for_anybody(slug, language)
    kit_url = f"/huddle/{slug}?{PARAMETER}={language}"
    answer = show_to_anybody(template, kit=kit, kit_url=kit_url, **context)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    answer.vary.add("Accept-Language")
    return answer
