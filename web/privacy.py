"""Who sees what: one page, the same for everyone."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visitor import for_visitor

privacy = Blueprint("privacy", __name__, url_prefix="/s/<public_id>/privacy")


@privacy.get("")
@for_visitor
def show_privacy(session: Session, web_session: WebSession) -> Response:  # noqa: ARG001 (the same for all)
    """Show who sees what."""
    page = page_of(web_session)
    return show(page, "privacy.html", "privacy", _("Who sees what"), rows=who_sees_what())


def who_sees_what() -> list[tuple[str, str]]:
    """Return who sees what, as rows of (who, what)."""
    return [
        (_("You"), _("Everything of your own: answers, plans, and how they went.")),
        (
            _("Your leader"),
            _("How many in the team have finished a module, when the team is large enough."),
        ),
        (
            _("Whoever reads the LMS gradebook"),
            _("A score of 80 or 100 beside your name, once a module is complete."),
        ),
        (_("Nobody else"), _("Your plans, your answers and your look back are for you alone.")),
    ]
