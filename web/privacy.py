"""Who sees what: one page, the same for everyone, told from the table that the pages obey."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from learning.policy import Policy, named_since
from learning.reports import KEPT as REPORTS
from learning.retention import AWAY, EVENTS, LEFT, PLAN_WORDS
from learning.score import CLOSED, COMPLETE
from learning.threshold import ACTIVITY, PULSE
from learning.visibility import SEES, Sight, Viewer, sights_of
from web.anybody import show_to_anybody
from web.free_week import in_words
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visitor import for_visitor

privacy = Blueprint("privacy", __name__)


@dataclass(frozen=True)
class Seen:
    """One row of the page: who, and the sentences that say what they see."""

    who: str
    sentences: list[str]


@privacy.get("/s/<public_id>/privacy")
@for_visitor
def show_privacy(session: Session, web_session: WebSession) -> Response:
    """Show who sees what where the visitor is."""
    page, organisation = page_of(web_session), web_session.person.organisation
    since = named_since(session, organisation.id)
    return show(
        page,
        "privacy.html",
        "privacy",
        _("Who sees what"),
        rows=who_sees_what(organisation.today(since) if since else None),
        kept=how_long(),
        organisation=organisation,
    )


@privacy.get("/privacy")
def show_public() -> Response:
    """Show it to anybody, in the language that is asked for, or that their browser prefers."""
    return show_to_anybody("privacy_public.html", rows=who_sees_what(), kept=how_long())


def who_sees_what(named_from: date | None = None) -> list[Seen]:
    """Return who sees what, a row for each viewer.

    `named_from` is the day from which leaders see names; None while they see counts only.
    """
    policy = Policy.COUNTS if named_from is None else Policy.NAMED
    who, what = _viewers(), _sights(in_words(named_from) if named_from else "")
    rows = [
        Seen(who[viewer], [what[sight] for sight in sights_of(viewer, policy)]) for viewer in SEES
    ]
    nobody = [
        _("Your plans, your answers and your look back are for you alone."),
        _("If you connect two accounts, both show all of this, to you alone. Nobody else is told."),
    ]
    return [*rows, Seen(_("Nobody else"), nobody)]


def how_long() -> list[str]:
    """Return for how long what is kept, and what happens then."""
    return [
        _(
            "The words of a plan, and what got in its way: %(days)d days, unless you keep it.",
            days=PLAN_WORDS.days,
        ),
        _(
            "Which answers you chose, and who hosted a huddle: %(days)d days. Then only "
            "numbers are left.",
            days=EVENTS.days,
        ),
        _("That you have completed a module: as long as you are in the course."),
        _(
            "Who reports to whom in Microsoft 365, where a leader has let Baton read it: %(days)d "
            "days after it was last read. Baton shows no names because of it.",
            days=REPORTS.days,
        ),
        _(
            "Once you are in no course any more: everything about you is erased after %(days)d "
            "days.",
            days=LEFT.days,
        ),
        _(
            "If you come by Microsoft Teams alone, and not for %(days)d days, you count as having "
            "left.",
            days=AWAY.days,
        ),
    ]


def _viewers() -> dict[Viewer, str]:
    return {
        Viewer.LEARNER: _("You"),
        Viewer.HOST: _("Whoever hosts a huddle"),
        Viewer.LEADER: _("Your leader"),
        Viewer.LEARNING: _("Those who look after learning here"),
        Viewer.GRADEBOOK: _("Whoever reads the LMS gradebook"),
        Viewer.UNION: _("Union and safety representatives"),
        Viewer.OPERATOR: _("Whoever runs the computers"),
    }


def _sights(named_from: str) -> dict[Sight, str]:
    return {
        Sight.OWN: _(
            "Everything of your own: answers, plans, and how they went. You can save it all as a "
            "file, and erase it."
        ),
        Sight.HEADLINE: _(
            "How many teams of the organisation have held a huddle, and how many huddles somebody "
            "other than the leader has hosted."
        ),
        Sight.TEAM_SPREAD: _(
            "In Microsoft Teams, what everyone on your team sees: how many huddles it has held, "
            "and how many have finished a module, if there are at least %(least)d besides whoever "
            "looks. No names.",
            least=ACTIVITY,
        ),
        Sight.HEADCOUNT: _("How many were there, as they counted themselves. No names."),
        Sight.TEAM_COUNTS: _(
            "How many huddles the team has held, and how many have finished a module, if there are "
            "at least %(least)d others. “Nobody” and “everybody” are never shown as such.",
            least=ACTIVITY,
        ),
        Sight.TEAM_NAMES: _(
            "Who in the team has finished a module and who has not yet, by name, for modules "
            "that were opened after %(day)s.",
            day=named_from,
        ),
        Sight.PULSE: _(
            "What people say about their teams, added up, once at least %(least)d have answered.",
            least=PULSE,
        ),
        Sight.SPREAD: _(
            "How learning spreads through the organisation, in figures about at least %(least)d "
            "people. No names, and nobody's answers.",
            least=ACTIVITY,
        ),
        Sight.LOG: _(
            "A log: who saved figures as a file, and when it was changed what leaders see."
        ),
        Sight.SCORE: _(
            "A score of %(complete)d or %(closed)d beside your name, once a module is complete. "
            "Never a plan or an answer.",
            complete=COMPLETE,
            closed=CLOSED,
        ),
        Sight.HANDED: _(
            "The same figures as those who look after learning, the log, and a list of what is "
            "kept where, when they ask for it. No names of learners."
        ),
        Sight.DATABASE: _(
            "They could read what is stored, as with any system. There is no page that shows it to "
            "them."
        ),
    }
