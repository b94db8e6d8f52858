"""Whether a visitor is offered to let Microsoft 365 say who reports to them.

Doors that can ask it say so when the application is made.
"""

from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from learning.team import Origin
from learning.team_source import origins
from web.session import WebSession

_KEY = "reports_offer"


def install_reports_offer(extensions: dict[str, object], door: str) -> None:
    """Let visitors who came by this door be asked."""
    cast("set[str]", extensions.setdefault(_KEY, set())).add(door)


def offers_reports(session: Session, web_session: WebSession) -> bool:
    """Tell whether it is offered: the door can ask, and the organisation wants such teams."""
    doors = cast("set[str]", current_app.extensions.get(_KEY, set()))
    if web_session.door not in doors:
        return False
    return Origin.REPORTS in origins(session, web_session.person.organisation_id)
