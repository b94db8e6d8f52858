"""How far it has spread: the page of those who look after a course, drawn and in tables.

It shows weekly snapshots, so that nobody can read off it what happened on a day. There is an arc
and a period to choose, and never a person, a team or a course.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, make_response, request
from flask_babel import format_date, format_percent
from sqlalchemy.orm import Session

from learning.audit import Act, log_act
from learning.errors import NotFound
from learning.pulse import all_items, read_pulse
from learning.shown_spread import ShownSpread, show_pulse, show_weeks
from learning.snapshot import WHOLE, read_snapshots
from learning.team_file import write_table
from learning.threshold import Figure
from learning.visibility import Sight
from web.chart import Bar, Chart, in_words, number_bar, number_in_words, share_bar
from web.language import gettext as _
from web.page import Page, page_of, show
from web.session import WebSession
from web.sight import may_see
from web.visitor import for_visitor, visitor
from web.wiring import wiring

spread = Blueprint("spread", __name__, url_prefix="/s/<public_id>/spread")

PERIODS = {"quarter": 13, "year": 52, "all": None}
"""How many weeks each choice shows; None for all of them."""
_HIGHEST_R = 2.0
"""The least that the top of R's chart stands for, so that a small number is no tall column."""


@dataclass(frozen=True)
class Week:
    """One snapshot, as it may be shown."""

    monday: date
    shown: ShownSpread

    @property
    def label(self) -> str:
        """The Monday in short: `2 Mar 2026`."""
        return str(format_date(self.monday, "d MMM y"))


@dataclass(frozen=True)
class View:
    """What was chosen, and the weeks of it."""

    arc: str
    period: str
    weeks: list[Week]

    @property
    def path(self) -> str:
        """The page's address within the visit."""
        return self.path_for(self.arc, self.period)

    @staticmethod
    def path_for(arc: str, period: str) -> str:
        """Return the address that shows an arc and a period."""
        return f"spread?arc={arc}&period={period}"

    @property
    def export(self) -> str:
        """The address of the file."""
        return f"spread/spread.csv?arc={self.arc}&period={self.period}"


@spread.get("")
@for_visitor
def show_page(session: Session, web_session: WebSession) -> Response:
    """Show the page. Raises NotFound for anybody who does not look after the course."""
    _require(web_session)
    page, view = page_of(web_session), _view(session, web_session)
    now = view.weeks[-1].shown if view.weeks else None
    arcs = [(WHOLE, _("The whole programme"))]
    arcs += [
        (arc.slug, wiring().catalogue.arc(arc.slug, page.language).title)
        for arc in wiring().catalogue.order.arcs
    ]
    return show(
        page,
        "spread.html",
        view.path,
        _("How far it has spread"),
        view=view,
        now=now,
        not_reached=format_percent((now and now.not_reached) or 0, "#,##0%"),
        organisation=web_session.person.organisation,
        arcs=arcs,
        periods=_periods(),
        charts=_charts(view),
        pulse=_pulse(session, web_session, page),
        in_words=in_words,
        number_in_words=number_in_words,
        export_url=page.url(view.export),
    )


@spread.get("/spread.csv")
def download(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Hand out what the page shows, as a table, and write down that it was taken."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        _require(web_session)
        page, now = page_of(web_session), wiring().clock.now(session)
        view = _view(session, web_session)
        rows = [(_("week"), _("measure"), _("figure")), *_rows(view)]
        pulse = _pulse(session, web_session, page)
        rows += [(bar.label, _("Team pulse"), bar.text) for bar in pulse.bars]
        organisation = web_session.person.organisation_id
        log_act(session, organisation, Act.EXPORT, "spread", web_session.person_id, now.real)
        answer = make_response(write_table(rows, ",").encode("utf-8-sig"))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = 'attachment; filename="spread.csv"'
    return answer


def _require(web_session: WebSession) -> None:
    if not may_see(web_session, Sight.SPREAD):
        raise NotFound(_("There is nothing at this address."))


def _view(session: Session, web_session: WebSession) -> View:
    """Return what the address asks for. Raises NotFound for an arc or a period of its own."""
    arc, period = request.args.get("arc", WHOLE), request.args.get("period", "quarter")
    known = {WHOLE, *(one.slug for one in wiring().catalogue.order.arcs)}
    if arc not in known or period not in PERIODS:
        raise NotFound(_("There is nothing at this address."))
    now, weeks = wiring().clock.now(session), PERIODS[period]
    organisation = web_session.person.organisation
    since = organisation.today(now.learning) - timedelta(weeks=weeks) if weeks else None
    # What is told of a week depends on what was told before it, so all of them are read.
    found = read_snapshots(session, organisation.id, arc)
    shown = show_weeks((one.monday, one.spread) for one in found)
    chosen = [Week(monday, one) for monday, one in shown.items() if not since or monday >= since]
    return View(arc, period, chosen)


def _periods() -> list[tuple[str, str]]:
    names = {"quarter": _("Three months"), "year": _("A year"), "all": _("All weeks")}
    return [(period, names[period]) for period in PERIODS]


def _charts(view: View) -> dict[str, Chart]:
    week, share = _("Week"), _("Share")
    newest = view.weeks[-1].shown if view.weeks else None
    top = max([_HIGHEST_R, *(one.shown.r or 0 for one in view.weeks)])
    return {
        "reach": Chart(
            "reach",
            _("Reach, week by week"),
            [share_bar(one.label, one.shown.reach) for one in view.weeks],
            _("The top stands for everybody."),
            heads=(week, share),
        ),
        "generations": Chart(
            "generations",
            _("Who has hosted, by generation"),
            [share_bar(*one) for one in _generation_shares(newest)],
            heads=(_("Generation"), share),
        ),
        "r": Chart(
            "r",
            _("R, week by week"),
            [number_bar(one.label, one.shown.r, top) for one in view.weeks],
            _("The line is at 1: each person who teaches finds one new learner."),
            line=1 / top,
            heads=(week, _("R")),
        ),
        "teams": Chart(
            "teams",
            _("Teams that have held a huddle, week by week"),
            [
                Bar(
                    one.label,
                    one.shown.teams_huddled / one.shown.teams if one.shown.teams else None,
                    str(one.shown.teams_huddled),
                )
                for one in view.weeks
            ],
            _("The top stands for all teams."),
            heads=(week, _("Teams")),
        ),
    }


def _generation_shares(shown: ShownSpread | None) -> list[tuple[str, Figure | None]]:
    return [
        (
            _("Generation %(number)s and later", number=one.number)
            if one.and_later
            else _("Generation %(number)s", number=one.number),
            one.share,
        )
        for one in (shown.generations if shown else ())
    ]


def _pulse(session: Session, web_session: WebSession, page: Page) -> Chart:
    """Return how many agree with each statement, newest round first."""
    now, catalogue = wiring().clock.now(session), wiring().catalogue
    texts = {item.id: item.text for item in all_items(catalogue, page.language)}
    counts = read_pulse(session, web_session.person.organisation, now.learning)
    bars = [
        share_bar(
            f"{texts[one.item]} ({format_date(one.begins_on, 'MMMM y')})",
            show_pulse(one.answers, one.agreed),
        )
        for one in sorted(counts, key=lambda one: (-one.begins_on.toordinal(), one.id))
        if one.item in texts
    ]
    return Chart("pulse", _("How many agree"), bars, heads=(_("Statement"), _("Share who agree")))


def _rows(view: View) -> list[tuple[str, str, str]]:
    rows = []
    for week in view.weeks:
        one = week.shown
        told = [
            (_("Reach"), in_words(one.reach)),
            (_("Generations"), str(one.depth)),
            (_("Hosts of the second generation or later"), in_words(one.handed_on)),
            *((label, in_words(share)) for label, share in _generation_shares(one)),
            (_("Pass-on rate"), in_words(one.pass_on)),
            (_("R"), number_in_words(one.r)),
            (_("R, by the share not yet reached"), number_in_words(one.r_of_those_left)),
            (_("Teams that have held a huddle"), str(one.teams_huddled)),
            (_("Days until half of the teams"), _days(one.days_to_half)),
            (_("Days until four teams in five"), _days(one.days_to_most)),
            (_("Loop closure"), in_words(one.looked_back)),
            (_("Did it, or part of it"), in_words(one.did)),
        ]
        if one.is_too_small:
            told = [(_("Reach"), in_words(None))]
        rows += [(week.monday.isoformat(), *measure) for measure in told]
    return rows


def _days(days: int | None) -> str:
    return str(_("not yet") if days is None else days)
