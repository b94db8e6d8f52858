"""Who sees what: one page, the same for everyone."""

from datetime import date

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from learning.policy import named_since
from web.free_week import in_words
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visitor import for_visitor

privacy = Blueprint("privacy", __name__, url_prefix="/s/<public_id>/privacy")


@privacy.get("")
@for_visitor
def show_privacy(session: Session, web_session: WebSession) -> Response:
    """Show who sees what."""
    page, organisation = page_of(web_session), web_session.person.organisation
    since = named_since(session, organisation.id)
    rows = who_sees_what(organisation.today(since) if since else None)
    return show(page, "privacy.html", "privacy", _("Who sees what"), rows=rows)


def who_sees_what(named_from: date | None = None) -> list[tuple[str, str]]:
    """Return who sees what, as rows of (who, what).

    `named_from` is the day from which leaders see names; None while they see counts only.
    """
    return [
        (_("You"), _("Everything of your own: answers, plans, and how they went.")),
        (
            _("Your leader"),
            _("How many in the team have finished a module, when the team is large enough.")
            if named_from is None
            else _(
                "Who in the team has finished a module and who has not yet, by name, for modules "
                "that were opened after %(day)s.",
                day=in_words(named_from),
            ),
        ),
        (
            _("Whoever reads the LMS gradebook"),
            _("A score of 80 or 100 beside your name, once a module is complete."),
        ),
        (_("Nobody else"), _("Your plans, your answers and your look back are for you alone.")),
    ]
