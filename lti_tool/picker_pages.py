"""The picker's pages: choose what to add to a course, and send it back to the platform."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from types import MappingProxyType

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from learning.errors import Incomplete, NotFound, Refusal
from lti_tool.arrival import Arrival
from lti_tool.claims import LaunchClaims
from lti_tool.deep_linking import answer_to, check_request
from lti_tool.origin import frame_ancestors, origin_of
from lti_tool.picker import Picker, find_picker
from lti_tool.picker_choice import arcs, is_choice, selections, whole
from lti_tool.picker_item import Dates, content_items
from lti_tool.platform import Platform
from lti_tool.problems import BadMessage, PickerEnded
from lti_tool.quirks import quirks_of
from lti_tool.selection import check_selection, selection_named
from lti_tool.tool_key import signing_key
from web.headers import allow_form_to, allow_framing
from web.language import gettext as _
from web.language import language_of, language_spoken, nearest_language, say_refusal, speak
from web.session import hash_token, new_public_id, new_token
from web.visitor import bearer_token
from web.wiring import wiring

pages = Blueprint("lti_picker", __name__, url_prefix="/s/<public_id>/picker")

_WINDOWS_ONLY = {"iframe", "frame"}


def show_new_picker(
    session: Session, arrival: Arrival, claims: LaunchClaims, at: datetime
) -> Response:
    """Answer a deep-linking request, whose sender may add links, with its picker."""
    asked, token = check_request(claims, arrival.platform), new_token()
    picker = Picker(
        public_id=new_public_id(),
        token_hash=hash_token(token),
        deployment_id=arrival.deployment_id,
        return_url=asked.deep_link_return_url,
        data=asked.data,
        accept_multiple=bool(asked.accept_multiple),
        accept_lineitem=asked.accept_lineitem is not False,
        in_window=not _WINDOWS_ONLY & set(asked.accept_presentation_document_targets),
        chosen=_chosen(claims),
        language=_language(arrival, claims),
        frame_ancestors=_ancestors(arrival, claims, asked.deep_link_return_url),
        started_at=at,
    )
    session.add(picker)
    _note_family(session, arrival, claims)
    session.flush()
    return _show(picker, token, [picker.chosen] if picker.chosen else [], is_new=True)


@pages.get("")
def show_picker(public_id: str) -> Response:
    """Show the picker again after a reload; without its token, the shell that has it."""
    token = bearer_token()
    if token is None:
        return _show_shell(public_id)
    with wiring().database.read() as session:
        picker = _find(session, public_id, token)
        return _show(picker, token, [picker.chosen] if picker.chosen else [])


@pages.post("")
def choose(public_id: str) -> Response:
    """Send what was chosen back to the platform, or nothing at all."""
    form, token = request.form, request.form.get("token", "")
    if "language" in form:
        return _switch(public_id, token, form)
    with wiring().database.read() as session:
        picker = _find(session, public_id, token)
        if "cancel" in form:
            return _reply(session, picker, [], Dates(), _("Nothing was added."))
        try:
            chosen, dates = _read(picker, form)
        except Incomplete as refusal:
            # This form goes by itself and not through htmx, so the answer is the page once more.
            values = form.getlist("item")
            answer = _show(picker, token, values, typed=form, problem=refusal, is_new=True)
            answer.status_code = 422
            return answer
        return _reply(session, picker, chosen, dates)


def _switch(public_id: str, token: str, form: MultiDict[str, str]) -> Response:
    """Show the page once more in another language, with all that was chosen and typed."""
    with wiring().database.write() as session:
        picker = _find(session, public_id, token)
        picker.language = language_of(form["language"]) or picker.language
        return _show(picker, token, form.getlist("item"), typed=form, is_new=True)


def _read(picker: Picker, form: MultiDict[str, str]) -> tuple[list[str], Dates]:
    catalogue, values = wiring().catalogue, form.getlist("item")
    if not all(is_choice(value, catalogue) for value in values):
        raise BadMessage("the picker does not offer that")
    chosen = selections(values, catalogue)
    if not chosen:
        raise Incomplete(_("Choose what to add first."))
    if len(chosen) > 1 and not picker.accept_multiple:
        raise BadMessage("the platform takes one link at a time")
    dates = Dates(_day(form, "opens"), _day(form, "due"), weekly="weekly" in form)
    dates.check()
    return chosen, dates


def _day(form: MultiDict[str, str], name: str) -> date | None:
    text = form.get(name, "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise Incomplete(_("Write dates as year, month and day: 2027-01-31.")) from None
    if day is not None and not date(2000, 1, 1) <= day <= date(2100, 1, 1):
        raise Incomplete(_("One of the dates is far from today. Look at its year."))
    return day


def _find(session: Session, public_id: str, token: str) -> Picker:
    picker = find_picker(session, public_id, token)
    if picker is not None:
        speak(picker.language)
    if picker is None or not picker.is_alive(datetime.now(UTC)):
        raise PickerEnded("no such picker, or it is too old")
    allow_framing(picker.frame_ancestors)
    return picker


def _show(
    picker: Picker,
    token: str,
    values: list[str],
    *,
    typed: Mapping[str, str] = MappingProxyType({}),
    problem: Refusal | None = None,
    is_new: bool = False,
) -> Response:
    speak(picker.language)
    allow_framing(picker.frame_ancestors)
    catalogue, path = wiring().catalogue, f"/s/{picker.public_id}/picker"
    platform = picker.deployment.platform if picker.deployment else None
    return make_response(
        render_template(
            "picker.html",
            picker=picker,
            path=path,
            token=token,
            visit={"id": picker.public_id, "token": token, "path": path} if is_new else None,
            whole=whole(catalogue),
            arcs=arcs(catalogue, picker.language, several=picker.accept_multiple),
            values=values,
            typed=typed,
            problem=say_refusal(problem) if problem else "",
            ticks_on_grade=platform is not None
            and quirks_of(platform.family, platform.issuer).ticks_on_grade,
        )
    )


def _show_shell(public_id: str) -> Response:
    with wiring().database.read() as session:
        known = select(Picker.frame_ancestors, Picker.language)
        row = session.execute(known.where(Picker.public_id == public_id)).first()
    ancestors, language = row or (None, language_spoken())
    speak(language)
    allow_framing(ancestors)
    return make_response(render_template("picker_shell.html", visit=None))


def _reply(
    session: Session, picker: Picker, chosen: list[str], dates: Dates, message: str | None = None
) -> Response:
    at, parts = datetime.now(UTC), wiring()
    url = f"{parts.public_url}/lti/launch"
    items = content_items(picker, chosen, dates, parts.catalogue, url)
    token = answer_to(picker, items, at, signing_key(session, parts.keyring, at), message)
    allow_form_to(origin_of(picker.return_url) or "'none'")
    return make_response(
        render_template("picker_reply.html", return_url=picker.return_url, token=token)
    )


def _language(arrival: Arrival, claims: LaunchClaims) -> str:
    """Return the language that the person has chosen in a visit, or else the launch's."""
    chosen = language_of(arrival.person.language) if arrival.person else None
    return chosen or nearest_language(claims.launch_presentation.locale)


def _chosen(claims: LaunchClaims) -> str | None:
    selection = selection_named(claims.custom)
    if selection is not None:
        with suppress(NotFound):
            check_selection(selection, wiring().catalogue)
            return selection
    return None


def _note_family(session: Session, arrival: Arrival, claims: LaunchClaims) -> None:
    """Note what the platform is: an answer to it depends on that, and it may be its first word."""
    code = claims.tool_platform.product_family_code
    if code and not arrival.platform.family:
        session.get_one(Platform, arrival.platform.id).family = code[:64].lower()


def _ancestors(arrival: Arrival, claims: LaunchClaims, return_url: str) -> str:
    known = set(frame_ancestors(arrival.platform, claims).split())
    return " ".join(sorted(known | {origin_of(return_url) or ""} - {""}))
