"""The huddle kit: one page with which anyone teaches the module in ten minutes."""

from dataclasses import dataclass

from flask import Blueprint, Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from learning.content import Module
from web.language import PARAMETER
from web.page import Page, show
from web.qr import qr_code
from web.session import WebSession
from web.visit import Visit, read_visit
from web.visitor import for_visitor
from web.wiring import wiring

kit = Blueprint("kit", __name__, url_prefix="/s/<public_id>/modules/<slug>/kit")


@dataclass(frozen=True)
class Kit:
    """A module's kit, and where to go from it. Every generation gets the same one."""

    module: Module
    address: str
    """Where anybody reads this kit in this language, without an account."""
    host_url: str
    """The page with the timer."""
    board_url: str
    """The card for the shift board."""
    paper_url: str | None = None
    """Where a huddle on paper is noted; None where nobody is known."""

    @property
    def qr(self) -> Markup:
        """The address for a phone."""
        return qr_code(self.address)


def public_address(module: Module) -> str:
    """Return where anybody reads a module's kit in this language, without an account."""
    return f"{wiring().public_url}/huddle/{module.slug}?{PARAMETER}={module.language}"


def kit_in(visit: Visit) -> Kit:
    """Return the kit of a visit's module."""
    return kit_at(visit.page, visit.module)


def kit_at(page: Page, module: Module) -> Kit:
    """Return the kit of a module with the addresses that it has inside a visit."""
    at = page.url(f"modules/{module.slug}")
    return Kit(
        module, public_address(module), f"{at}/huddle", f"{at}/kit/board", f"{at}/huddle/paper"
    )


@kit.get("")
@for_visitor
def show_kit(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show the kit of a module that is open to the visitor, or was handed to them."""
    return show_kit_in(read_visit(session, web_session, slug))


def show_kit_in(visit: Visit) -> Response:
    """Answer with the kit of a visit's module."""
    path = f"modules/{visit.slug}/kit"
    return show(visit.page, "kit.html", path, visit.module.title, kit=kit_in(visit))


@kit.get("/board")
@for_visitor
def show_board(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show the card for the shift board."""
    visit = read_visit(session, web_session, slug)
    path = f"modules/{slug}/kit/board"
    kit_url = visit.page.url(f"modules/{slug}/kit")
    title = visit.module.title
    return show(visit.page, "board.html", path, title, kit=kit_in(visit), kit_url=kit_url)
