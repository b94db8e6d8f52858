"""The tab that several people have in common, in a channel, a chat or a meeting.

Teams says where it stands, but only to the page, which could say anything. So nothing is shown
because of it: the page is about the visitor's own team in Baton, and what it says hangs on that
team alone (record 31).
"""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from learning.errors import NotFound
from learning.huddle import teams_of
from learning.shared_week import TeamSpread, read_team_spread
from learning.team import Team
from learning.visibility import Sight
from teams_app.deep_link import TAB, deep_link
from teams_app.door import door
from teams_app.tenant import app_of
from web.free_week import in_words
from web.headline import headline
from web.kit import kit_at
from web.language import gettext as _
from web.my_team import figure_in_words
from web.page import page_of, show
from web.session import WebSession
from web.sight import may_see
from web.team_name import called
from web.visit import shared_week_module
from web.visitor import for_visitor
from web.wiring import wiring

channel = Blueprint("teams_channel", __name__, url_prefix="/s/<public_id>/channel")


@channel.get("")
@for_visitor
def show_page(session: Session, web_session: WebSession) -> Response:
    """Show the page. Raises NotFound for a team that the visitor is not on and does not lead."""
    return show_channel(session, web_session)


def show_channel(session: Session, web_session: WebSession, note: str | None = None) -> Response:
    """Answer with this week's kit, and how it spreads in the visitor's team."""
    page, organisation = page_of(web_session), web_session.person.organisation
    now = wiring().clock.now(session)
    teams = teams_of(session, web_session.person_id)
    team = _chosen(teams)
    slug = shared_week_module(session, web_session, team.id if team else None, now)
    module = wiring().catalogue.module(slug, page.language)
    spread = read_team_spread(session, team.id) if team and _may_see(web_session) else None
    page.note = note
    return show(
        page,
        "channel.html",
        f"channel?team={team.id}" if team and len(teams) > 1 else "channel",
        module.title,
        kit=kit_at(page, module),
        group=called(team) if team else organisation.name,
        team=team,
        teams=[(one, page.url(f"channel?team={one.id}")) for one in teams],
        spread=spread,
        counted=_counted(spread, page.language),
        headline=None if team else headline(session, organisation.id),
        own=own_tab(session, web_session),
    )


def own_tab(session: Session, web_session: WebSession) -> dict[str, str]:
    """Return what leads to the visitor's own tab: the app, the tab in it, and an address."""
    entra = door().entra
    app_id = app_of(session, web_session.person_id, entra)
    return {"app": app_id, "tab": TAB, "url": deep_link(entra, app_id, None, "Baton")}


def _chosen(teams: list[Team]) -> Team | None:
    """Return the team that the address names, else the first; None for who is on no team."""
    asked = request.args.get("team")
    if asked is None:
        return teams[0] if teams else None
    found = next((team for team in teams if str(team.id) == asked), None)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _may_see(web_session: WebSession) -> bool:
    return may_see(web_session, Sight.TEAM_SPREAD)


def _counted(spread: TeamSpread | None, language: str) -> tuple[str, str, str] | None:
    """Return a module's title, how many have finished it and on which day, in words."""
    if spread is None or spread.module is None or spread.counted_on is None:
        return None
    title = wiring().catalogue.module(spread.module, language).title
    return title, figure_in_words(spread.figure), in_words(spread.counted_on)
