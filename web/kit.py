"""The huddle kit: one page with which anyone teaches the module in ten minutes."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from web.page import show
from web.session import WebSession
from web.visit import read_visit
from web.visitor import for_visitor

kit = Blueprint("kit", __name__, url_prefix="/s/<public_id>/modules/<slug>/kit")


@kit.get("")
@for_visitor
def show_kit(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show the kit of a module that is open to the visitor."""
    visit = read_visit(session, web_session, slug)
    path = f"modules/{slug}/kit"
    return show(visit.page, "kit.html", path, visit.module.title, visit=visit)
