"""My team: how a leader can help this week. It says nothing of anybody."""

from http import HTTPStatus

from flask import Blueprint, Response
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from learning.delivery import DeliveryState, count_deliveries
from web.language import gettext as _
from web.page import page_of, show
from web.problems import Problem
from web.session import WebSession
from web.visit import week_module
from web.visitor import for_visitor
from web.wiring import wiring

my_team = Blueprint("my_team", __name__, url_prefix="/s/<public_id>/my-team")


class NotForYou(Problem):
    """Who does not lead reads what they would read if there were no such page."""

    status = HTTPStatus.FORBIDDEN
    title = lazy_gettext("This page is not here")
    next_step = lazy_gettext("Go back, or open Baton again from your course.")


@my_team.get("")
@for_visitor
def show_my_team(session: Session, web_session: WebSession) -> Response:
    """Show the page to who leads. Raises NotForYou for anybody else."""
    if not web_session.leads:
        raise NotForYou(_("There is nothing at this address."), "does not lead here")
    return show_team(session, web_session)


def show_team(session: Session, web_session: WebSession) -> Response:
    """Answer with this week's brief for the leader, the kit, and the grades on their way."""
    now = wiring().clock.now(session)
    page, slug = page_of(web_session), week_module(web_session, now)
    counts = count_deliveries(session, web_session.context_id)
    return show(
        page,
        "my_team.html",
        "my-team",
        _("How you can help this week"),
        module=wiring().catalogue.module(slug, page.language),
        module_url=page.url(f"modules/{slug}"),
        kit_url=page.url(f"modules/{slug}/kit"),
        waiting=counts.get(DeliveryState.WAITING, 0),
        refused=counts.get(DeliveryState.REFUSED, 0),
    )


def for_leaders_only() -> str:
    """Return the sentence for somebody else who opened the link: why it shows the module."""
    return _("“My team” is for those who lead, so this week's module is open instead.")
