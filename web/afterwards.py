"""After the last module: two cases to recall each week, and a kit to teach again."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from learning.clock import Now
from learning.content import Option
from learning.errors import Incomplete, NotFound
from learning.journey import Journey, change_journey, read_journey
from learning.recall import AskedCase
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession
from web.visit import is_over, week_module
from web.visitor import for_visitor, visitor
from web.wiring import wiring

afterwards = Blueprint("afterwards", __name__, url_prefix="/s/<public_id>/afterwards")


@afterwards.get("")
@for_visitor
def show_page(session: Session, web_session: WebSession) -> Response:
    """Show the page. Raises NotFound while there are modules to come."""
    now = wiring().clock.now(session)
    journey = read_journey(session, web_session.person, wiring().catalogue)
    return show_afterwards(web_session, journey, now)


@afterwards.post("")
def answer_case(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take the answer to a case. The first answer stands; each has its reply."""
    with wiring().database.write() as session:
        web_session, now = visitor(session), wiring().clock.now(session)
        journey = change_journey(session, web_session.person_id, wiring().catalogue)
        cases = journey.cases_afterwards(now.learning, web_session.language)
        asked = next((case for case in cases if _name(case) == request.form.get("case")), None)
        if asked is None:
            raise NotFound(_("There is no such question here."))
        option = asked.question.option(request.form.get("option", ""))
        if option is None:
            raise Incomplete(_("Please choose one of the answers. A guess is fine."))
        journey.loops[asked.module].answer_recall(asked, option.id, now.learning)
        web_session.seen_at = now.real
        return show_afterwards(web_session, journey, now, cases.index(asked), option)


def show_afterwards(
    web_session: WebSession,
    journey: Journey,
    now: Now,
    index: int | None = None,
    chosen: Option | None = None,
) -> Response:
    """Answer with one of the week's cases and its reply, if one is `chosen`, and with a kit.

    Raises NotFound while there are modules to come.
    """
    if not is_over(web_session, now):
        raise NotFound(_("There is nothing at this address."))
    page = page_of(web_session)
    cases = journey.cases_afterwards(now.learning, page.language)
    place = _asked_for() if index is None else index
    asked = cases[place] if place < len(cases) else None
    again = journey.catalogue.module(week_module(web_session, now), page.language)
    return show(
        page,
        "afterwards.html",
        f"afterwards?case={place + 1}" if place else "afterwards",
        _("After the programme"),
        has_met=bool(cases),
        case=asked and {"id": _name(asked), "question": asked.question},
        from_module=asked and journey.catalogue.module(asked.module, page.language).title,
        index=place + 1,
        count=len(cases),
        chosen=chosen,
        again=again,
    )


def _name(asked: AskedCase) -> str:
    return "/".join(asked.key)


def _asked_for() -> int:
    """Return the place of the case that the address asks for, from 0."""
    number = request.args.get("case", "")
    return (
        max(int(number) - 1, 0) if number.isascii() and number.isdigit() and len(number) < 3 else 0
    )
