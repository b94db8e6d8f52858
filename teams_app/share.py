"""Sharing: a link that opens a module or its huddle in Teams, to copy where Teams has no way."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from learning.errors import NotFound
from teams_app.deep_link import Place, deep_link, read_target
from teams_app.door import door
from teams_app.tenant import app_of
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visitor import for_visitor
from web.wiring import wiring

share = Blueprint("teams_share", __name__, url_prefix="/s/<public_id>/share")

_SHARED = {Place.MODULE, Place.HUDDLE}


@share.get("/<path:sub_page>")
@for_visitor
def show_link(session: Session, web_session: WebSession, sub_page: str) -> Response:
    """Show the link. Whoever follows it sees what they may; the link says nothing of anybody.

    Raises NotFound for what is no module of the programme.
    """
    target, catalogue = read_target(sub_page), wiring().catalogue
    if target is None or target.place not in _SHARED or target.name not in catalogue.programme:
        raise NotFound(_("There is nothing at this address."))
    page = page_of(web_session)
    module = catalogue.module(target.name, page.language)
    entra = door().require_entra()
    app_id = app_of(session, web_session.person_id, entra)
    link = deep_link(entra, app_id, target, module.title)
    back = "/kit" if target.place is Place.HUDDLE else ""
    return show(
        page,
        "share.html",
        f"share/{target.sub_page}",
        _("Share it"),
        module=module,
        link=link,
        back_url=page.url(f"modules/{module.slug}{back}"),
    )
