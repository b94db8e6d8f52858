"""Hosting a huddle inside a visit: the timer, how many were there, and who takes it next."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from learning.errors import Incomplete, NotFound
from learning.handover import first_name, hand_over, taken_by
from learning.huddle import (
    Huddle,
    HuddleKind,
    day_on_paper,
    find_huddle,
    headcount_of,
    hold_huddle,
    teams_of,
)
from learning.loop import Part
from web.kit import kit_in
from web.language import gettext as _
from web.page import show
from web.qr import qr_code
from web.session import WebSession
from web.visit import Visit, change_visit, read_visit
from web.visitor import for_visitor, visitor
from web.wiring import wiring

huddle = Blueprint("huddle", __name__, url_prefix="/s/<public_id>/modules/<slug>/huddle")


@huddle.get("")
@for_visitor
def show_host(session: Session, web_session: WebSession, slug: str) -> Response:
    """Show the kit with its timer: ten minutes, or 60 seconds with `?kind=minute`."""
    kind = kind_asked_for(request.args.get("kind"))
    return show_host_in(read_visit(session, web_session, slug), kind)


def show_host_in(visit: Visit, kind: HuddleKind = HuddleKind.FULL) -> Response:
    """Answer with the kit of a visit's module and its timer."""
    slug = visit.slug
    asked = "" if kind is HuddleKind.FULL else f"?kind={kind}"
    return show(
        visit.page,
        "host.html",
        f"modules/{slug}/huddle{asked}",
        _("Host it: %(module)s", module=visit.module.title),
        kit=kit_in(visit),
        kind=kind,
        held_url=visit.page.url(f"modules/{slug}/huddle"),
        kit_url=visit.page.url(f"modules/{slug}/kit"),
        teams=teams_of(visit.session, visit.web_session.person_id),
    )


@huddle.get("/paper")
@for_visitor
def show_paper(session: Session, web_session: WebSession, slug: str) -> Response:
    """Ask about a huddle that was held without Baton."""
    visit = read_visit(session, web_session, slug)
    return show(
        visit.page,
        "paper.html",
        f"modules/{slug}/huddle/paper",
        _("We did it on paper"),
        module=visit.module,
        today=visit.journey.person.organisation.today(visit.now.learning),
        held_url=visit.page.url(f"modules/{slug}/huddle"),
        kit_url=visit.page.url(f"modules/{slug}/kit"),
        teams=teams_of(session, web_session.person_id),
    )


@huddle.post("")
def note_huddle(public_id: str, slug: str) -> Response:  # noqa: ARG001 (in the token's place)
    """Note a huddle that was held, and ask who takes it next."""
    return _change(slug, lambda visit: _show_next(visit, _note(visit)))


@huddle.get("/<int:number>")
@for_visitor
def show_next(session: Session, web_session: WebSession, slug: str, number: int) -> Response:
    """Ask who takes it next, after a huddle of this visitor's."""
    visit = read_visit(session, web_session, slug)
    return _show_next(visit, _mine(visit, number))


@huddle.post("/<int:number>")
def make_link(public_id: str, slug: str, number: int) -> Response:  # noqa: ARG001 (as above)
    """Make the link that makes the next host."""

    def hand_on(visit: Visit) -> Response:
        giver, at = visit.journey.person, visit.now.learning
        with_name = bool(request.form.get("with_name"))
        held = _mine(visit, number)
        return _show_next(
            visit, held, hand_over(visit.session, held, giver, at, with_name=with_name)
        )

    return _change(slug, hand_on)


def kind_asked_for(name: str | None) -> HuddleKind:
    """Return the kind of that name; the ten minutes for anything else."""
    return HuddleKind(name) if name in list(HuddleKind) else HuddleKind.FULL


def _change(slug: str, do: Callable[[Visit], Response]) -> Response:
    with wiring().database.write() as session:
        visit = change_visit(session, visitor(session), slug)
        answer = do(visit)
        has_news = visit.save()
        visit.web_session.seen_at = visit.now.real
    if has_news:
        wiring().wake()
    return answer


def _note(visit: Visit) -> Huddle:
    person, form, at = visit.journey.person, request.form, visit.now.learning
    kind = kind_asked_for(form.get("kind"))
    if kind is HuddleKind.PAPER:
        at = day_on_paper(form.get("day", ""), person.organisation, at)
    taken = taken_by(visit.session, person.id, visit.slug)
    held = hold_huddle(
        visit.session,
        person,
        visit.slug,
        kind,
        headcount_of(form.get("headcount", "")),
        at,
        context_id=visit.web_session.context_id,
        team_id=_team(visit, form.get("team", "")),
        handover_id=taken.id if taken else None,
    )
    if visit.loop is not None and visit.loop.next_part in (None, Part.PASS_ON):
        visit.loop.finish(Part.PASS_ON, visit.now.learning, note="huddle")
    return held


def _team(visit: Visit, chosen: str) -> int | None:
    """Return the team that was chosen, or the only one there is; None for another group."""
    teams = teams_of(visit.session, visit.journey.person.id)
    if len(teams) == 1 and not chosen:
        return teams[0].id
    if not chosen or chosen == "none":
        return None
    found = next((team.id for team in teams if str(team.id) == chosen), None)
    if found is None:
        raise Incomplete(_("Please choose one of your teams."))
    return found


def _mine(visit: Visit, number: int) -> Huddle:
    if number > LARGEST_NUMBER:
        raise NotFound(_("There is nothing at this address."))
    found = find_huddle(visit.session, visit.journey.person, number)
    if found.module != visit.slug:
        raise NotFound(_("There is nothing at this address."))
    return found


LARGEST_NUMBER = 2**31 - 1
"""What the database can be asked about."""


def _show_next(visit: Visit, held: Huddle, token: str | None = None) -> Response:
    link = f"{wiring().public_url}/h/{token}" if token else None
    path = f"modules/{visit.slug}/huddle/{held.id}"
    return show(
        visit.page,
        "next_host.html",
        path,
        _("Who takes it next?"),
        module=visit.module,
        held=held,
        first_name=first_name(visit.journey.person),
        next_url=visit.page.url(path),
        kit_url=visit.page.url(f"modules/{visit.slug}/kit"),
        link=link,
        code=token,
        qr=qr_code(link) if link else None,
    )
