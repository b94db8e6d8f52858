"""The log, for who looks after learning here: exports, erasures and changes of the policy."""

from dataclasses import dataclass

from flask import Blueprint, Response
from flask_babel import format_datetime
from sqlalchemy.orm import Session

from learning.account_link import How
from learning.audit import Act, LogLine, read_log
from learning.errors import NotFound
from learning.organisation import Organisation
from learning.policy import Policy
from learning.team_source import TeamSource
from learning.visibility import Sight
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.sight import may_see
from web.visitor import for_visitor

log = Blueprint("log", __name__, url_prefix="/s/<public_id>/log")


@dataclass(frozen=True)
class Row:
    """One line of the page, in words."""

    when: str
    who: str
    what: str


@log.get("")
@for_visitor
def show_log(session: Session, web_session: WebSession) -> Response:
    """Show the log of the visitor's organisation. Raises NotFound for others."""
    if not may_see(web_session, Sight.LOG):
        raise NotFound(_("There is nothing at this address."))
    page, organisation = page_of(web_session), web_session.person.organisation
    rows = [_in_words(line, organisation) for line in read_log(session, organisation.id)]
    return show(page, "log.html", "log", _("The log"), rows=rows)


def _in_words(line: LogLine, organisation: Organisation) -> Row:
    local = line.at.astimezone(organisation.zone)
    when: str = format_datetime(local, "d MMM y HH:mm", rebase=False)
    return Row(when, _who(line), _what(line))


def _who(line: LogLine) -> str:
    if line.act in (Act.LINKED, Act.PARTED):
        return _("Whose they are is not kept here")
    if line.by_operator:
        return _("The operator, %(name)s", name=line.by) if line.by else _("The operator")
    return line.by or _("Somebody who is not here any more")


def _what(line: LogLine) -> str:
    if line.act == Act.POLICY:
        named = line.what == Policy.NAMED
        return _("Leaders see names from then on.") if named else _("Leaders see counts only.")
    if line.act == Act.TEAM_SOURCE:
        return _sources()[TeamSource(line.what)]
    if line.act == Act.EXPORT:
        return _("Figures were saved as a file: %(what)s.", what=_page(line.what))
    if line.act == Act.PERSON_EXPORT:
        return _("Everything about one person was saved as a file.")
    if line.act == Act.LINKED:
        by_itself = line.what == How.EMAIL
        return (
            _("Two accounts with the same address became one person.")
            if by_itself
            else _("Two accounts of one person were connected by a code.")
        )
    if line.act == Act.PARTED:
        return _("Two accounts were disconnected.")
    return _("One person was erased.")


def _sources() -> dict[TeamSource, str]:
    return {
        TeamSource.DATA: _("Teams come from a file or from Set-up."),
        TeamSource.REPORTS: _("Teams come from Microsoft 365, where a leader lets Baton ask."),
        TeamSource.BOTH: _("Teams come from a file or from Set-up, and from Microsoft 365."),
    }


def _page(what: str) -> str:
    """Return what was saved, as the page calls it."""
    names = {
        "spread": _("How far it has spread"),
        "my-team": _("My team"),
        "my-team-names": _("My team, with names"),
    }
    return names.get(what, what)
