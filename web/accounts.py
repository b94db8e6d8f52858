"""Connected accounts: one person at two doors. A code goes one way, and six digits come back."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from learning.account_link import AccountLink, How, links_of
from learning.clock import Now
from learning.connecting import connect_people, disconnect
from learning.errors import Incomplete, NotFound
from learning.joining import check_pair
from learning.link_code import (
    FreshCode,
    LinkCode,
    code_of,
    enter_code,
    hear_digits,
    make_code,
    withdraw_codes,
)
from learning.person import Person
from web.account_door import account_doors, door_names, doors_of
from web.door import LTI
from web.free_week import in_words
from web.language import gettext as _
from web.page import page_of, show
from web.session import WebSession, end_visits_of
from web.visitor import for_visitor, who_acts
from web.wiring import wiring

accounts = Blueprint("accounts", __name__, url_prefix="/s/<public_id>/accounts")


@dataclass(frozen=True)
class Account:
    """One of two accounts, as both are told of it."""

    name: str
    where: str
    organisation: str


@dataclass(frozen=True)
class Connection:
    """A link, as the page tells of it."""

    id: int
    day: str
    by_email: bool


@accounts.get("")
@for_visitor
def show_accounts(session: Session, web_session: WebSession) -> Response:
    """Show which accounts are one, and how to connect another."""
    return show_accounts_with(session, web_session, wiring().clock.now(session))


@accounts.post("/code")
def begin(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Make a code, and show it this once."""
    with wiring().database.write() as session:
        web_session, now = who_acts(session)
        code = make_code(session, web_session.person_id, now.real)
        title = _("Connect another account")
        page, link = page_of(web_session), _link_for(session, web_session, code)
        return show(page, "accounts_code.html", "accounts", title, code=code, link=link)


@accounts.get("/digits")
@for_visitor
def ask_for_digits(session: Session, web_session: WebSession) -> Response:
    """Name the account in which the code was entered, and ask for its digits."""
    return _ask_for_digits(session, web_session, wiring().clock.now(session))


@accounts.post("/digits")
def connect(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take the digits, and make one person of the two."""
    with wiring().database.write() as session:
        web_session, now = who_acts(session)
        digits = request.form.get("digits", "")
        code = hear_digits(session, web_session.person_id, digits, now.real)
        if code is None:
            return _ask_for_digits(session, web_session, now, is_wrong=True)
        has_news = _join(session, code, now)
        session.refresh(web_session)
        said = _("Your accounts are connected. What you have done counts at both.")
        answer = show_accounts_with(session, web_session, now, said)
    if has_news:
        wiring().wake()
    return answer


@accounts.post("/enter")
def enter(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take a code from another account, and name both before anything is done."""
    with wiring().database.write() as session:
        web_session, now = who_acts(session)
        text = request.form.get("code", "")[:500]
        code = enter_code(session, web_session.person, text, now.real)
        if code is None:
            return _unknown(session, web_session, now)
        return show(
            page_of(web_session),
            "accounts_confirm.html",
            "accounts",
            _("Are both of these yours?"),
            text=text,
            here=_account(session, web_session.person),
            there=_account(session, code.person),
        )


@accounts.post("/take")
def take(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Take the yes of the second account, and show the digits that the first one needs."""
    with wiring().database.write() as session:
        web_session, now = who_acts(session)
        code = enter_code(session, web_session.person, request.form.get("code", "")[:500], now.real)
        if code is None:
            return _unknown(session, web_session, now)
        digits = code.take(web_session.person, now.real)
        return show(
            page_of(web_session),
            "accounts_digits.html",
            "accounts",
            _("Now go back to your other account"),
            digits=f"{digits[:3]} {digits[3:]}",
            there=_account(session, code.person),
        )


@accounts.get("/part/<int:link_id>")
@for_visitor
def confirm_parting(session: Session, web_session: WebSession, link_id: int) -> Response:
    """Say what each account keeps, before they are parted."""
    link = _link(session, web_session, link_id)
    day = in_words(web_session.person.organisation.today(link.at))
    path, title = f"accounts/part/{link_id}", _("Disconnect these accounts?")
    page, here = page_of(web_session), _account(session, web_session.person)
    return show(page, "accounts_part.html", path, title, link=link, day=day, here=here)


@accounts.post("/part/<int:link_id>")
def part(public_id: str, link_id: int) -> Response:  # noqa: ARG001 (the token stands for it)
    """Part two accounts, and end every visit of both: each belongs to somebody else now."""
    with wiring().database.write() as session:
        web_session, now = who_acts(session)
        page = page_of(web_session)
        link, person_id = _link(session, web_session, link_id), web_session.person_id
        leaves = disconnect(session, link, now)
        for one in (person_id, leaves.id):
            end_visits_of(session, one, now.real)
        return show(page, "accounts_parted.html", "ended", _("Connected accounts"))


@accounts.post("/withdraw")
def withdraw(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """End what was begun, from either side."""
    with wiring().database.write() as session:
        web_session, now = who_acts(session)
        withdraw_codes(session, web_session.person_id, now.real)
        return show_accounts_with(session, web_session, now, _("Nothing was connected."))


def _join(session: Session, code: LinkCode, now: Now) -> bool:
    """Make one person of the two; tell whether grades are to be sent."""
    if code.taker is None:
        raise Incomplete(_("This code is over. Please make a new one."))
    stays, goes = _first_and_second(session, code.person, code.taker)
    return connect_people(session, stays, goes, How.CODE, wiring().catalogue, now)


def _first_and_second(session: Session, one: Person, other: Person) -> tuple[Person, Person]:
    """Return who stays, and who joins them: the LMS has the grades; else the older one."""
    by_door = sorted((one, other), key=lambda person: person.id)
    by_door.sort(key=lambda person: LTI not in doors_of(session, person.id))
    return by_door[0], by_door[1]


def _link(session: Session, web_session: WebSession, link_id: int) -> AccountLink:
    """Return a link of the visitor's. Raises NotFound for any other, and for one that is over."""
    for link in links_of(session, web_session.person_id):
        if link.id == link_id:
            return link
    raise NotFound(_("These accounts are not connected any more."))


def _link_for(session: Session, web_session: WebSession, code: FreshCode) -> str | None:
    """Return the address that takes a code through the door at which the visitor is not."""
    here = doors_of(session, web_session.person_id)
    links = (
        told.link(session, web_session.person.organisation_id, code.token)
        for door, told in account_doors().items()
        if door not in here
    )
    return next(filter(None, links), None)


def _connection(link: AccountLink, person: Person) -> Connection:
    return Connection(link.id, in_words(person.organisation.today(link.at)), link.how == How.EMAIL)


def _account(session: Session, person: Person) -> Account:
    where = door_names(session, person.id)
    return Account(person.name or _("no name"), where, person.organisation.name)


def _unknown(session: Session, web_session: WebSession, now: Now) -> Response:
    """Say so on the page itself: the guess is counted, so this request must be kept."""
    said = _("Baton does not know this code, or it is over. Please make a new one over there.")
    return show_accounts_with(session, web_session, now, problem=said)


def _ask_for_digits(
    session: Session, web_session: WebSession, now: Now, *, is_wrong: bool = False
) -> Response:
    session.flush()
    code = code_of(session, web_session.person_id)
    if code is None or not code.goes_on(now.real):
        said = _("This code is over. Please make a new one.")
        return show_accounts_with(session, web_session, now, problem=said)
    taker = code.taker if code.awaits_digits(now.real) else None
    if taker is not None:
        check_pair(session, code.person, taker)
    return show(
        page_of(web_session),
        "accounts_connect.html",
        "accounts/digits",
        _("Connect these two?"),
        is_wrong=is_wrong,
        here=_account(session, web_session.person),
        there=taker and _account(session, taker),
    )


def show_accounts_with(
    session: Session,
    web_session: WebSession,
    now: Now,
    said: str | None = None,
    *,
    problem: str | None = None,
    code: str = "",
) -> Response:
    """Answer with the page, and a code in its field that whoever came by a link need not type."""
    session.flush()
    links = links_of(session, web_session.person_id)
    begun = code_of(session, web_session.person_id)
    return show(
        page_of(web_session),
        "accounts.html",
        "accounts",
        _("Connected accounts"),
        said=said,
        problem=problem,
        here=_account(session, web_session.person),
        links=[_connection(link, web_session.person) for link in links],
        is_waiting=begun is not None and begun.goes_on(now.real),
        code=code,
    )
