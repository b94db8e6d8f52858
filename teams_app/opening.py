"""The opening: which page a visit from Teams begins with. A link may name one."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.errors import NotFound, NotOpenYet
from learning.journey import Journey
from teams_app.channel import show_channel
from teams_app.deep_link import Place, Target, read_target
from teams_app.waiting import what_waits
from web.accounts import show_accounts_with
from web.door import CHANNEL
from web.first_screen import show_first_screen
from web.handed import show_form_with
from web.huddle import show_host_in
from web.kit import show_kit_in
from web.language import gettext as _
from web.language import say_refusal
from web.modules import show_screen
from web.my_team import for_leaders_only, show_team
from web.session import WebSession
from web.visit import Visit, open_visit


@dataclass(frozen=True)
class Opening:
    """A visit that begins."""

    session: Session
    web_session: WebSession
    journey: Journey
    now: Now

    def at(self, sub_page: str) -> Response:
        """Answer with the page that a link names; otherwise, and with a sentence, this week."""
        if not sub_page:
            return self._this_week()
        target = read_target(sub_page)
        openers = _IN_CHANNEL if self.web_session.door == CHANNEL else _OWN
        if target is None or target.place not in openers:
            return self._this_week(self._leads_nowhere(target))
        try:
            return openers[target.place](self, target)
        except (NotFound, NotOpenYet) as refusal:
            return self._this_week(say_refusal(refusal))

    def visit(self, target: Target) -> Visit:
        """Return the visit to the module that a link names. Raises NotFound or NotOpenYet."""
        return open_visit(self.session, self.web_session, self.journey, target.name, self.now)

    def _this_week(self, note: str | None = None) -> Response:
        if self.web_session.door == CHANNEL:
            return show_channel(self.session, self.web_session, note)
        waiting = what_waits(self.session, self.web_session, self.journey, self.now)
        return show_first_screen(
            self.session, self.web_session, self.journey, self.now, note, waiting
        )

    def _leads_nowhere(self, target: Target | None) -> str:
        if target is not None and self.web_session.door == CHANNEL:
            return _("That page is for one person alone. It opens in your own Baton.")
        return _("That link leads nowhere any more, so this week is open instead.")


def _module(opening: Opening, target: Target) -> Response:
    visit = opening.visit(target)
    return show_screen(visit, visit.next_part)


def _kit(opening: Opening, target: Target) -> Response:
    return show_kit_in(opening.visit(target))


def _huddle(opening: Opening, target: Target) -> Response:
    return show_host_in(opening.visit(target))


def _handover(opening: Opening, target: Target) -> Response:
    return show_form_with(opening.web_session, target.name)


def _link(opening: Opening, target: Target) -> Response:
    return show_accounts_with(opening.session, opening.web_session, opening.now, code=target.name)


def _my_team(opening: Opening, _target: Target) -> Response:
    if not opening.web_session.leads:
        raise NotFound(for_leaders_only())
    return show_team(opening.session, opening.web_session)


Opener = Callable[[Opening, Target], Response]
_OWN: dict[Place, Opener] = {
    Place.MODULE: _module,
    Place.HUDDLE: _huddle,
    Place.HANDOVER: _handover,
    Place.LINK: _link,
    Place.MY_TEAM: _my_team,
}
"""What a link may open in somebody's own tab."""
_IN_CHANNEL: dict[Place, Opener] = {Place.MODULE: _kit, Place.HUDDLE: _huddle}
"""What it may open where several people look: nothing of one person's."""
