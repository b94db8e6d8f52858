"""My team: how a leader can help this week, and then how the team is doing, in numbers.

Nothing here knows which door the visitor came through.
"""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from flask import Blueprint, Response, make_response, request
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from learning.audit import Act, log_act
from learning.delivery import DeliveryState, count_deliveries
from learning.errors import NotFound
from learning.line_item import has_columns
from learning.reports import half_are_here, is_due, read_reading
from learning.team_file import write_table
from learning.team_report import Led, TeamReport, led_by, read_names, read_report
from learning.threshold import Band, Figure, at_least
from learning.visibility import Sight
from web.free_week import in_words
from web.language import gettext as _
from web.page import Page, page_of, show
from web.problems import Problem
from web.reports_offer import offers_reports
from web.session import WebSession
from web.sight import may_see
from web.trained import trained_note
from web.visit import week_module
from web.visitor import for_visitor, visitor
from web.wiring import wiring

my_team = Blueprint("my_team", __name__, url_prefix="/s/<public_id>/my-team")

Cells = list[tuple[str, ...]]


@dataclass(frozen=True)
class Reports:
    """Who reports to the visitor, as far as the page tells it."""

    url: str
    is_known: bool
    is_due: bool
    """Whether Microsoft 365 may be asked again."""
    half_are_here: bool | None
    """Whether at least half of them have opened Baton; None where that may not be shown."""


class NotForYou(Problem):
    """Who does not lead reads what they would read if there were no such page."""

    status = HTTPStatus.FORBIDDEN
    title = lazy_gettext("This page is not here")
    next_step = lazy_gettext("Go back, or open Baton again from your course.")


@my_team.get("")
@for_visitor
def show_my_team(session: Session, web_session: WebSession) -> Response:
    """Show the page to who leads. Raises NotForYou for anybody else."""
    _require_leader(web_session)
    return show_team(session, web_session)


@my_team.get("/names/<slug>")
@for_visitor
def show_names(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show who has completed a module, and who not yet, where the policy says so."""
    _require_leader(web_session)
    led, _all = _chosen(session, web_session)
    report = _report(session, web_session, led)
    page = page_of(web_session)
    return show(
        page,
        "my_team_names.html",
        _with_team(f"my-team/names/{slug}", led),
        _("Who has completed it"),
        people=_names(session, web_session, led, slug),
        module=wiring().catalogue.module(slug, page.language),
        counted_on=_in_words(report),
        back_url=page.url(_with_team("my-team", led)),
        export_url=page.url(_with_team(f"my-team/names/{slug}.csv", led)),
    )


@my_team.get("/team.csv")
def export_team(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Hand out the table that the page shows, and nothing else."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        _require_leader(web_session)
        led, _all = _chosen(session, web_session)
        report = _report(session, web_session, led)
        heading = (_("Module"), _("Completed"), _("Huddles"))
        return _export(session, web_session, "my-team", [heading, *_cells(report, web_session)])


@my_team.get("/names/<slug>.csv")
def export_names(public_id: str, slug: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Hand out the names that the page shows, and nothing else."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        _require_leader(web_session)
        led, _all = _chosen(session, web_session)
        rows = [(_("Name"), _("Module completed")), *_names(session, web_session, led, slug)]
        return _export(session, web_session, "my-team-names", rows)


def show_team(session: Session, web_session: WebSession) -> Response:
    """Answer with this week's brief for the leader, the kit, and how the team is doing."""
    now = wiring().clock.now(session)
    page, slug = page_of(web_session), week_module(web_session, now)
    led, all_led = _chosen(session, web_session)
    report = _report(session, web_session, led)
    counts = count_deliveries(session, web_session.context_id)
    return show(
        page,
        "my_team.html",
        _with_team("my-team", led) if len(all_led) > 1 else "my-team",
        _("How you can help this week"),
        trained=trained_note(session, web_session, now),
        module=wiring().catalogue.module(slug, page.language),
        module_url=page.url(f"modules/{slug}"),
        kit_url=page.url(f"modules/{slug}/kit"),
        report=report,
        reports=_reports(session, web_session, now.real),
        counted_on=report and _in_words(report),
        table=_table(page, report, web_session),
        teams=[(one, page.url(_with_team("my-team", one))) for one in all_led],
        export_url=page.url(_with_team("my-team/team.csv", led)),
        has_columns=has_columns(session, web_session.context_id),
        waiting=at_least(counts.get(DeliveryState.WAITING, 0)),
        refused=at_least(counts.get(DeliveryState.REFUSED, 0)),
    )


def for_leaders_only() -> str:
    """Return the sentence for somebody else who opened the link: why it shows the module."""
    return _("“My team” is for those who lead, so this week's module is open instead.")


def figure_in_words(figure: Figure | None) -> str:
    """Return what may be shown as it is said: a number, few, most, or that it is not shown."""
    if figure is None:
        return _("not shown")
    if figure.band is Band.FEW:
        return _("few of %(all)s", all=figure.of)
    if figure.band is Band.MOST:
        return _("most of %(all)s", all=figure.of)
    return _("%(some)s of %(all)s", some=figure.done, all=figure.of)


def _require_leader(web_session: WebSession) -> None:
    if not may_see(web_session, Sight.TEAM_COUNTS):
        raise NotForYou(_("There is nothing at this address."), "does not lead here")


def _chosen(session: Session, web_session: WebSession) -> tuple[Led | None, list[Led]]:
    """Return the team that is asked for, else the first, and all that the visitor leads.

    Raises NotFound for a team that is not theirs.
    """
    all_led = led_by(session, web_session.person_id, web_session.context, leads=web_session.leads)
    wanted = request.args.get("team", "")
    if not wanted:
        return (all_led[0] if all_led else None), all_led
    for led in all_led:
        if str(led.team_id) == wanted:
            return led, all_led
    raise NotFound(_("There is no such team to choose."))


def _report(session: Session, web_session: WebSession, led: Led | None) -> TeamReport | None:
    if led is None:
        return None
    organisation = web_session.person.organisation
    return read_report(session, organisation, led, web_session.person_id)


def _reports(session: Session, web_session: WebSession, at: datetime) -> Reports | None:
    """Return what is known of who reports to the visitor; None where that is not offered."""
    if not offers_reports(session, web_session):
        return None
    reading = read_reading(session, web_session.person_id)
    organisation = web_session.person.organisation
    return Reports(
        url=page_of(web_session).url("reports"),
        is_known=reading is not None,
        is_due=is_due(reading, at),
        half_are_here=half_are_here(reading, organisation, at) if reading else None,
    )


def _table(
    page: Page, report: TeamReport | None, web_session: WebSession
) -> list[tuple[tuple[str, ...], str | None]]:
    """Return the cells of each row, and where its names are, if they may be shown."""
    if report is None:
        return []
    urls = [
        page.url(_with_team(f"my-team/names/{row.module}", report.led)) if row.is_named else None
        for row in report.rows
    ]
    return list(zip(_cells(report, web_session), urls, strict=True))


def _cells(report: TeamReport | None, web_session: WebSession) -> Cells:
    """Return the table as it is shown, and as it is saved: module, completed, huddles."""
    catalogue, language = wiring().catalogue, web_session.language
    return [
        (
            catalogue.module(row.module, language).title,
            figure_in_words(row.figure),
            str(row.huddles),
        )
        for row in (report.rows if report else ())
        if row.module in catalogue.programme
    ]


def _names(session: Session, web_session: WebSession, led: Led | None, slug: str) -> Cells:
    if led is None:
        raise NotFound(_("There is nothing at this address."))
    organisation, viewer_id = web_session.person.organisation, web_session.person_id
    return [
        (name or _("Somebody without a name"), _("complete") if done else _("not yet"))
        for name, done in read_names(session, organisation, led, viewer_id, slug)
    ]


def _export(session: Session, web_session: WebSession, what: str, rows: Cells) -> Response:
    now = wiring().clock.now(session)
    organisation_id, by_id = web_session.person.organisation_id, web_session.person_id
    log_act(session, organisation_id, Act.EXPORT, what, by_id, now.real)
    web_session.seen_at = now.real
    answer = make_response(write_table(rows, ",").encode("utf-8-sig"))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{what}.csv"'
    return answer


def _with_team(path: str, led: Led | None) -> str:
    return f"{path}?team={led.team_id}" if led and led.team_id is not None else path


def _in_words(report: TeamReport | None) -> str | None:
    day: date | None = report.counted_on if report else None
    return in_words(day) if day else None
