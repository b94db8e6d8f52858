"""Attacks on connecting accounts: nobody comes to read the plans of somebody else.

Ben has Baton at Norrvik's LMS and in Teams. Dana is a colleague with both, too. Chidi is from
another company.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from cast.two_doors import Teams, connect, make_code, take_code
from cast.visitor import Visitor
from flask import Flask
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from learning.account_link import AccountLink
from learning.database import Database
from learning.draft import Draft
from learning.link_code import LIFE, MOST_CODES, MOST_GUESSES, LinkCode, LinkGuess
from learning.person import Identity, Person

ON_ONE = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
"""For what has nothing to do with the database."""
UNKNOWN = "Baton does not know this code"
SECRET = "water the ferns"


@pytest.fixture
def bens_teams(teams: Teams) -> Visitor:
    """Ben in Teams, where he has written a plan."""
    there = teams.open("ben")
    there.finish("plan")
    there.make_plan(action=SECRET)
    return there


def enter(visitor: Visitor, code: str) -> str:
    visitor.get("accounts")
    visitor.press("Go on", code=code)
    return visitor.text


def links(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AccountLink)) or 0


def reads(visitor: Visitor) -> bool:
    """Tell whether somebody gets to read what Ben has planned."""
    pages = ("plans", "programme", "plans/export.json", "about-me/export", "year")
    return any(SECRET in visitor.get(page).text for page in pages)


@ON_ONE
def test_guesses_are_counted_and_ten_are_enough(
    ben: Visitor, dana: Visitor, teams: Teams, database: Database
) -> None:
    there, code = teams.open("dana"), make_code(ben)
    for guess in range(MOST_GUESSES):
        assert UNKNOWN in enter(there, f"BCDF-2345-GHJ{guess}")
    there.post("accounts/enter", {"code": code})
    assert "Please try again in an hour" in there.message, "now even a right one is not heard"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LinkGuess)) == MOST_GUESSES
    assert "Are both of these yours?" in enter(teams.open("ben"), code), "others go on"


@ON_ONE
def test_the_guesses_of_all_a_persons_visits_count_together(teams: Teams) -> None:
    for _guess in range(MOST_GUESSES):
        enter(teams.open("dana"), "BCDF-2345-GHJK")
    again = teams.open("dana")
    again.post("accounts/enter", {"code": "BCDF-2345-GHJK"})
    assert "Please try again in an hour" in again.message


@ON_ONE
def test_codes_cannot_be_made_without_end(ben: Visitor) -> None:
    for _code in range(MOST_CODES):
        make_code(ben)
    ben.post("accounts/code")
    assert "many codes" in ben.message


def test_a_code_is_good_once(ben: Visitor, bens_teams: Visitor, teams: Teams) -> None:
    code = make_code(ben)
    digits = take_code(bens_teams, code)
    assert UNKNOWN in enter(teams.open("dana"), code), "it is taken"
    ben.get("accounts/digits")
    ben.press("Connect", digits=digits)
    assert UNKNOWN in enter(teams.open("dana"), code), "it is used"
    assert ben.post("accounts/digits", {"digits": digits}).status_code == 422


@ON_ONE
def test_neither_code_nor_digits_are_good_after_ten_minutes(
    ben: Visitor, bens_teams: Visitor, database: Database
) -> None:
    digits = take_code(bens_teams, make_code(ben))
    with database.write() as session:
        session.execute(update(LinkCode).values(taken_at=datetime.now(UTC) - LIFE))
    assert ben.post("accounts/digits", {"digits": digits}).status_code == 422
    code = make_code(ben)
    with database.write() as session:
        session.execute(update(LinkCode).values(made_at=datetime.now(UTC) - LIFE))
    assert UNKNOWN in enter(bens_teams, code)
    assert links(database) == 0


def at_once(app: Flask, visitors: list[Visitor], path: str, form: dict[str, Any]) -> list[int]:
    def send(visitor: Visitor) -> int:
        url, headers = visitor.url(path), visitor.headers
        return app.test_client().post(url, data=form, headers=headers).status_code

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(send, visitors))


def test_digits_that_are_sent_twice_at_once_connect_once(
    app: Flask, ben: Visitor, bens_teams: Visitor, database: Database
) -> None:
    digits = take_code(bens_teams, make_code(ben))
    codes = at_once(app, [ben] * 4, "accounts/digits", {"digits": digits})
    assert sorted(codes) == [200, 422, 422, 422]
    assert links(database) == 1
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_code_that_two_enter_at_once_is_taken_by_one(
    app: Flask, ben: Visitor, bens_teams: Visitor, teams: Teams, database: Database
) -> None:
    code = make_code(ben)
    visitors = [bens_teams, teams.open("dana")] * 2
    assert at_once(app, visitors, "accounts/take", {"code": code}) == [200] * 4
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LinkGuess)) == 3
        assert session.scalars(select(LinkCode)).one().taker_id is not None


@ON_ONE
def test_a_code_that_somebody_of_another_company_has_stolen_is_none(
    ben: Visitor, chidi: Visitor, database: Database
) -> None:
    code = make_code(ben)
    unheard_of = enter(chidi, "BCDF-2345-GHJK")
    assert enter(chidi, code) == unheard_of, "he does not even learn that there is such a code"
    chidi.post("accounts/take", {"code": code})
    assert "six digits" not in chidi.text
    with database.read() as session:
        assert session.scalars(select(LinkCode)).one().taken_at is None


@ON_ONE
def test_a_code_that_a_colleague_has_stolen_connects_nobody(
    ben: Visitor, bens_teams: Visitor, teams: Teams, database: Database
) -> None:
    """Dana sees Ben's code over his shoulder, and is faster."""
    dana = teams.open("dana")
    connect_with = make_code(ben)
    take_code(dana, connect_with)
    assert UNKNOWN in enter(bens_teams, connect_with)
    ben.get("accounts/digits")
    assert "Dana" in ben.text, "he sees who it is, and has no digits for her"
    assert links(database) == 0
    ben.press("Stop, connect nothing")
    assert not reads(dana)


@ON_ONE
def test_a_code_that_a_colleague_has_planted_shows_her_nothing(
    dana: Visitor, bens_teams: Visitor, database: Database
) -> None:
    """Dana makes a code and gets Ben to enter it in his Teams, and even to say yes."""
    code = make_code(dana)
    assert "Dana" in enter(bens_teams, code), "he reads whose account it is"
    assert "If it is not your own, stop here" in bens_teams.text
    digits = take_code(bens_teams, code)
    assert "Tell them to nobody" in bens_teams.text
    wrong = next(f"{n:06}" for n in range(4) if f"{n:06}" != digits.replace(" ", ""))
    for _guess in range(2):
        dana.get("accounts/digits")
        dana.press("Connect", digits=wrong)
        assert "These are not the digits" in dana.text
    dana.get("accounts/digits")
    dana.press("Connect", digits=wrong)
    assert "This code is over" in dana.text, "three guesses of a million are all she has"
    assert dana.post("accounts/digits", {"digits": digits}).status_code == 422
    assert links(database) == 0
    assert not reads(dana)


@ON_ONE
def test_a_colleague_at_the_same_lms_is_never_the_same_person(
    ben: Visitor, dana: Visitor, database: Database
) -> None:
    dana.get("accounts")
    answer = dana.post("accounts/enter", {"code": make_code(ben)})
    assert answer.status_code == 400
    assert "there each person has only one" in dana.message
    assert links(database) == 0


@ON_ONE
def test_who_is_connected_can_not_be_connected_to_a_second_account_of_a_place(
    ben: Visitor, dana: Visitor, bens_teams: Visitor, teams: Teams
) -> None:
    connect(ben, bens_teams)
    dana.post("accounts/enter", {"code": make_code(bens_teams)})
    assert "there each person has only one" in dana.message


@ON_ONE
def test_whoever_was_tricked_all_the_way_takes_it_back_with_one_press(
    dana: Visitor, bens_teams: Visitor, teams: Teams
) -> None:
    """Even somebody who tells a colleague the digits gets back what is theirs, and only that."""
    connect(dana, bens_teams)
    bens_teams.get("accounts")
    bens_teams.follow("Disconnect these accounts")
    bens_teams.press("Disconnect them")
    assert dana.get("plans").status_code == 401, "her open page is shut at once"
    again = teams.open("ben")
    assert reads(again)


@ON_ONE
def test_the_plans_are_gone_from_who_had_them_when_they_are_parted(
    dana: Visitor, bens_teams: Visitor, opens: Callable[..., Visitor]
) -> None:
    connect(dana, bens_teams)
    assert reads(dana)
    dana.get("accounts")
    dana.follow("Disconnect these accounts")
    dana.press("Disconnect them")
    assert not reads(opens("dana")), "also if she is the one who parts them"


@ON_ONE
def test_no_digits_are_awaited_where_no_code_was_entered(ben: Visitor, dana: Visitor) -> None:
    make_code(ben)
    for visitor in (ben, dana):
        assert visitor.post("accounts/digits", {"digits": "000000"}).status_code == 422
        assert visitor.post("accounts/digits", {}).status_code == 422


@ON_ONE
@pytest.mark.parametrize("text", ["", "\x00", "%00", "é" * 400, "'; --", "/", "#", "-" * 500])
def test_whatever_is_typed_is_answered_with_a_page(ben: Visitor, text: str) -> None:
    make_code(ben)
    for path in ("accounts/enter", "accounts/take"):
        assert ben.post(path, {"code": text}).status_code == 200
        assert UNKNOWN in ben.text
    assert ben.post("accounts/digits", {"digits": text}).status_code == 422
    assert ben.get("accounts/part/999999999999999999999").status_code == 404


@ON_ONE
def test_a_person_who_is_gone_connects_nobody(
    ben: Visitor, bens_teams: Visitor, database: Database
) -> None:
    digits = take_code(bens_teams, make_code(ben))
    bens_teams.post("about-me/erase", {"sure": "1"})
    assert ben.post("accounts/digits", {"digits": digits}).status_code == 422
    assert links(database) == 0


@ON_ONE
def test_no_code_no_digits_and_no_name_stand_in_the_log(
    ben: Visitor, bens_teams: Visitor, database: Database
) -> None:
    with capture_logs() as log:
        code = make_code(ben)
        token = ben.screen.xpath("//input[@id='token']")[0].get("value")
        digits = take_code(bens_teams, code)
        ben.post("accounts/digits", {"digits": "12"})
        ben.post("accounts/digits", {"digits": digits})
        ben.post("accounts/digits", {"digits": digits})
    assert log
    told = str(log)
    assert not [secret for secret in (code, token, digits, "Ben") if secret in told]


@ON_ONE
def test_without_a_living_visit_there_is_no_way_in(ben: Visitor, database: Database) -> None:
    code = make_code(ben)
    ben.post("hand-over")
    for path, form in (("code", {}), ("enter", {"code": code}), ("digits", {"digits": "1"})):
        assert ben.post(f"accounts/{path}", form).status_code == 401
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Identity)) == 1


def test_whatever_is_written_while_two_become_one_is_kept_or_said_not_to_be(
    app: Flask, ben: Visitor, bens_teams: Visitor, database: Database
) -> None:
    digits = take_code(bens_teams, make_code(ben))
    draft = {"module": "what-can-i-move", "cue": "it rains", "action": "stay in", "with": ""}

    def write(_n: int) -> int:
        url, headers = bens_teams.url("drafts"), bens_teams.headers
        return app.test_client().post(url, data=draft, headers=headers).status_code

    with ThreadPoolExecutor(6) as pool:
        written = [pool.submit(write, n) for n in range(8)]
        connected = at_once(app, [ben], "accounts/digits", {"digits": digits})
        told = [one.result() for one in written]
    assert connected == [200]
    assert set(told) <= {204, 503}, "kept, or “please try again in a minute”"
    assert write(0) == 204, "and again it works"
    with database.read() as session:
        (person,) = session.scalars(select(Person.id)).all()
        assert session.scalars(select(Draft.person_id)).all() == [person]
