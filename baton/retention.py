"""What does not stay: the domain's rules, and those of visits, tickets and invitations."""

from datetime import timedelta

from sqlalchemy.orm import Session

from learning.clock import Now
from learning.retention import RULES, Rule, change_some, delete_some
from lti_tool.invite import Invite
from teams_app.intake import have_left
from teams_app.nudge import Nudge
from web.session import LONGEST, WebSession
from web.ticket import Ticket

VISITS = timedelta(days=2)
"""A little longer than a visit can last: a page that is opened again says that it has ended."""
INVITES = timedelta(days=30)
"""How long an invitation that has ended can still say so."""

NUDGES = timedelta(days=60)
"""Longer than Teams keeps a notice in somebody's feed."""


def _tickets(session: Session, now: Now, limit: int) -> int:
    # Older than any visit that stays, and so gone before the visit that they hang on.
    return delete_some(session, Ticket, Ticket.issued_at < now.real - VISITS + LONGEST, limit)


def _side_visits(session: Session, now: Now, limit: int) -> int:
    over = (WebSession.started_at < now.real - VISITS) & WebSession.root_id.is_not(None)
    return change_some(session, WebSession, over, limit, root_id=None)


def _visits(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, WebSession, WebSession.started_at < now.real - VISITS, limit)


def _invites(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, Invite, Invite.expires_at < now.real - INVITES, limit)


def _nudges(session: Session, now: Now, limit: int) -> int:
    return delete_some(session, Nudge, Nudge.monday < (now.learning - NUDGES).date(), limit)


ALL_RULES = (
    Rule("people away from Teams", have_left),
    Rule("tickets", _tickets),
    Rule("side visits", _side_visits),
    Rule("visits", _visits),
    Rule("invitations", _invites),
    Rule("notices in Teams", _nudges),
    *RULES,
)
