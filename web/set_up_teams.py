"""Teams in Set-up: a file is looked at first, and changes teams only once somebody has said yes."""

from flask import Blueprint, Response, make_response, request
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.errors import Incomplete, NotFound
from learning.team import Team, teams_in
from learning.team_change import TeamChange, remove_team
from learning.team_file import LARGEST, decode_team_file, read_team_text, write_table
from learning.team_import import TeamImport, plan_import
from learning.team_upload import TeamUpload, find_upload, keep_upload
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.set_up import Done, note_set_up, require_set_up, show_set_up, who_sets_up
from web.visitor import for_visitor, visitor
from web.wiring import wiring

set_up_teams = Blueprint("set_up_teams", __name__, url_prefix="/s/<public_id>/set-up/teams")

_AROUND_A_FILE = 16 * 1024
"""Bytes of a form besides the file in it."""
_SHOWN = 50
"""How many teams, and how many rows that are left out, are listed; the download has all rows."""
_SHOWN_PEOPLE = 20


@set_up_teams.post("")
def look_at_file(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take a file and show what it would change."""
    with wiring().database.read() as session:
        require_set_up(visitor(session))
    text = _sent_text()
    read_team_text(text)
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        upload = keep_upload(session, web_session.context_id, web_session.person_id, text, now.real)
        return _show_preview(web_session, _plan(session, web_session, upload))


@set_up_teams.get("")
@for_visitor
def show_preview(session: Session, web_session: WebSession) -> Response:
    """Show again what the file that was sent would change."""
    require_set_up(web_session)
    return _show_preview(web_session, _plan(session, web_session, _upload(session, web_session)))


@set_up_teams.get("/left-out.csv")
@for_visitor
def download_left_out(session: Session, web_session: WebSession) -> Response:
    """Hand out the rows that are left out, with the reasons, for a spreadsheet."""
    require_set_up(web_session)
    upload = _upload(session, web_session)
    rows: list[tuple[object, ...]] = [
        (_("line"), "team", "leader", "person", _("about"), _("reason"))
    ]
    rows += [
        (one.row.line, one.row.team, one.row.leader, one.row.person, one.named, _(one.reason))
        for one in _plan(session, web_session, upload).left_out
    ]
    answer = make_response(write_table(rows, upload.file.delimiter).encode("utf-8-sig"))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return answer


@set_up_teams.post("/confirm")
def confirm(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Change the teams as it was shown. If something else has changed since, show it anew."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        upload = _upload(session, web_session)
        plan = _plan(session, web_session, upload)
        if plan.digest != request.form.get("digest"):
            return _show_preview(web_session, plan, is_anew=True)
        names = ", ".join(edit.name for edit in plan.changing)
        change = plan.carry_out(session, web_session.person_id, now.real)
        session.delete(upload)
        return _show_done(
            session, web_session, now, _("Teams changed: %(names)s.", names=names), change
        )


@set_up_teams.post("/remove")
def remove(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Remove one team of this context."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        team = _team(session, web_session)
        sentence = _("%(team)s is removed. Its people keep all they have done.", team=team.name)
        change = remove_team(session, team, web_session.person_id, now.real)
        return _show_done(session, web_session, now, sentence, change)


@set_up_teams.post("/take-back")
def take_back(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Make the teams as they were before the visitor's own last change."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        number = request.form.get("change", "", type=str)
        change = session.get(TeamChange, int(number)) if _is_number(number) else None
        if (
            change is None
            or change.by_id != web_session.person_id
            or change.organisation_id != web_session.context.organisation_id
        ):
            raise NotFound(_("There is no such change."))
        if not change.take_back(session, now.real):
            raise Incomplete(_("Teams have changed again since, so this stays as it is."))
        return show_set_up(
            session, web_session, now, Done(_("The teams are as they were before."), "")
        )


def _show_done(
    session: Session,
    web_session: WebSession,
    now: Now,
    sentence: str,
    change: TeamChange | None,
) -> Response:
    note_set_up(web_session, now)
    if change is None:
        return show_set_up(session, web_session, now, Done(_("Nothing had to change."), ""))
    fields = (("change", str(change.id)),)
    done = Done(sentence, "set-up/teams/take-back", fields)
    return show_set_up(session, web_session, now, done)


def _sent_text() -> str:
    request.max_content_length = LARGEST + _AROUND_A_FILE
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Incomplete(_("Please choose a file first."))
    data = file.read(LARGEST + 1)
    file.close()
    return decode_team_file(data)


def _upload(session: Session, web_session: WebSession) -> TeamUpload:
    upload = find_upload(session, web_session.context_id, web_session.person_id)
    if upload is None:
        raise NotFound(_("This file is not here any more. Choose it again in Set-up."))
    return upload


def _plan(session: Session, web_session: WebSession, upload: TeamUpload) -> TeamImport:
    context = web_session.context
    return plan_import(session, upload.file, context.organisation_id, context.id)


def _show_preview(web_session: WebSession, plan: TeamImport, *, is_anew: bool = False) -> Response:
    return show(
        page_of(web_session),
        "set_up_teams.html",
        "set-up/teams",
        _("What this file would change"),
        plan=plan,
        left_out=plan.left_out[:_SHOWN],
        is_anew=is_anew,
        shown=_SHOWN_PEOPLE,
        most_teams=_SHOWN,
    )


def _team(session: Session, web_session: WebSession) -> Team:
    """Return the team that the form names, if all its people are in this context."""
    wanted = request.form.get("team", "")
    for one in teams_in(session, web_session.context):
        if one.is_whole and str(one.team.id) == wanted:
            return one.team
    raise NotFound(_("There is no such team in this course."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
