"""The people who report to a leader: read in Microsoft 365 on the leader's behalf, by their wish.

The page sends the token that Teams has given it. It is checked like at the sign-in, must be that
of whoever this visit is, and is used for this one question.
"""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.errors import NotFound
from learning.person import Identity
from learning.reports import Reports, follow_reports, is_due, read_reading
from learning.team_report import led_by
from teams_app.consent import Question, administrators_url
from teams_app.direct_reports import SCOPES, TokenNotTaken, read_direct_reports
from teams_app.door import Door, door
from teams_app.entra_problems import ConsentNeeded, MoreNeeded
from teams_app.problems import NotFromTab
from teams_app.tenant import find_tenant
from teams_app.token import Person, claimed_tenant, read_token
from web.language import gettext as _
from web.my_team import show_team
from web.page import page_of, show
from web.reports_offer import offers_reports
from web.session import WebSession
from web.visitor import for_visitor, visitor
from web.wiring import wiring

reports = Blueprint("teams_reports", __name__, url_prefix="/s/<public_id>/reports")


@reports.get("")
@for_visitor
def show_question(session: Session, web_session: WebSession) -> Response:
    """Show what is read and why; the page then asks by itself."""
    _require_offer(session, web_session)
    page = page_of(web_session)
    return show(page, "reports.html", "reports", _("Your team in Microsoft 365"))


@reports.post("")
def ask_microsoft(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Read who reports to the visitor, and answer with their team.

    403 with a button where Microsoft has to ask the person first. Raises TeamsProblem.
    """
    with wiring().database.read() as session:
        web_session = visitor(session)
        _require_offer(session, web_session)
        if not is_due(read_reading(session, web_session.person_id), datetime.now(UTC)):
            return show_team(session, web_session)
    assertion = request.form.get("token", "")
    who = _whose(assertion)
    try:
        found = _read(door(), who, assertion)
    except ConsentNeeded:
        return _show_consent(who, "")
    except MoreNeeded as problem:
        return _show_consent(who, problem.claims)
    return _take(who, found)


def _require_offer(session: Session, web_session: WebSession) -> None:
    if not offers_reports(session, web_session):
        raise NotFound(_("There is nothing at this address."))


def _whose(assertion: str) -> Person:
    """Return whose token it is, if it is the visitor's own. Raises TeamsProblem."""
    tenant = claimed_tenant(assertion)
    with wiring().database.read() as session:
        _require_own(session, tenant, None)
    who = read_token(assertion, tenant, door().require_entra(), door().key_sets)
    with wiring().database.read() as session:
        _require_own(session, tenant, who.object_id)
    return who


def _require_own(session: Session, tenant_id: str, object_id: str | None) -> None:
    """Raise NotFromTab unless this is a tenant, and a person, of the visit."""
    web_session = visitor(session)
    organisation_id = web_session.person.organisation_id
    tenant = find_tenant(session, tenant_id)
    if tenant is None or tenant.organisation_id != organisation_id:
        raise NotFromTab("a token of another organisation")
    if object_id is None:
        return
    mine = select(Identity.id).where(
        Identity.organisation_id == organisation_id,
        Identity.issuer == tenant_id,
        Identity.subject == object_id,
        Identity.person_id == web_session.person_id,
    )
    if session.scalar(mine) is None:
        raise NotFromTab("a token of somebody else")


def _read(here: Door, who: Person, assertion: str) -> frozenset[str]:
    token = here.on_behalf_of.token(who, assertion, SCOPES)
    try:
        return read_direct_reports(here.graph, token.value)
    except TokenNotTaken:
        here.on_behalf_of.forget(who)
        token = here.on_behalf_of.token(who, assertion, SCOPES)
        return read_direct_reports(here.graph, token.value)


def _take(who: Person, found: frozenset[str]) -> Response:
    """Keep the team, and show it."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        # Somebody may have chosen otherwise while Microsoft was asked.
        _require_offer(session, web_session)
        before = _seen(session, web_session)
        said = Reports(who.tenant_id, found)
        team = follow_reports(session, web_session.person, said, datetime.now(UTC))
        led = led_by(session, web_session.person_id, web_session.context, leads=web_session.leads)
        web_session.leads = bool(led)
        if team is None:
            page = page_of(web_session)
            return show(page, "reports_none.html", "reports", _("Your team in Microsoft 365"))
        if before is not None and before == _seen(session, web_session):
            return make_response("", HTTPStatus.NO_CONTENT)
        return show_team(session, web_session)


def _seen(session: Session, web_session: WebSession) -> tuple[int, frozenset[int]] | None:
    """Return what the page shows of a reading: how many there are, and who is on the team."""
    reading = read_reading(session, web_session.person_id)
    return (reading.listed, frozenset(reading.team.member_ids)) if reading else None


def _show_consent(who: Person, claims: str) -> Response:
    """Answer that Microsoft has to ask the person first, with the button that lets it."""
    entra = door().require_entra()
    question = Question.ask(who.tenant_id, who.user_name or "", SCOPES, claims)
    answer = make_response(
        render_template(
            "reports_consent.html",
            url=question.url(wiring().keyring),
            claims=claims,
            administrators_url=administrators_url(entra, who.tenant_id, SCOPES),
        ),
        HTTPStatus.FORBIDDEN,
    )
    answer.headers["HX-Retarget"] = "#message"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer
