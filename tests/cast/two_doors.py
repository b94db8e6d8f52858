"""One person with two accounts: how the domain makes them one, and how a person does."""

from datetime import UTC, datetime
from typing import Any

from doubles.entra import NORRVIK, Entra
from doubles.teams import let_in
from flask import Flask
from sqlalchemy import update

from cast.company import MONDAY, WEEK, Company
from cast.visitor import Visitor
from learning.account_link import AccountLink, How
from learning.clock import Now
from learning.database import Database
from learning.joining import join_people
from learning.person import Identity, Person
from teams_app.door import make_door

NOW = Now(learning=MONDAY + 2 * WEEK, real=datetime(2026, 3, 16, 9, 0, tzinfo=UTC))


def in_teams(norrvik: Company, name: str = "Ben", issuer: str = NORRVIK) -> Person:
    """Take somebody on who is known in Teams only."""
    person = norrvik.person(f"{name} in Teams")
    mine = update(Identity).where(Identity.person_id == person.id)
    norrvik.session.execute(mine.values(issuer=issuer))
    return person


def join(norrvik: Company, stays: Person, goes: Person) -> AccountLink:
    return join_people(norrvik.session, stays, goes, How.CODE, NOW)


class Teams:
    """Microsoft Teams at Norrvik, from which people come to a Baton."""

    def __init__(self, app: Flask, database: Database, microsoft: Entra) -> None:
        self._app, self._microsoft = app, microsoft
        make_door(microsoft.registration).install(app.extensions)
        let_in(database)

    def open(self, who: str = "ben", **claims: Any) -> Visitor:
        """Open the tab, in a browser of its own."""
        browser = self._app.test_client()
        token = self._microsoft.token(who, **claims)
        answer = browser.post("/teams/session", data={"token": token})
        assert answer.status_code == 200, answer.text
        return Visitor(browser, answer)


def make_code(first: Visitor) -> str:
    """Ask for a code; return the letters that are shown."""
    first.get("accounts")
    first.press("Make a code")
    return _shown(first, "code")


def take_code(second: Visitor, code: str) -> str:
    """Enter a code and say that both accounts are one's own; return the digits that are shown."""
    second.get("accounts")
    second.press("Go on", code=code)
    assert "Are both of these yours?" in second.text
    second.press("Yes, both are mine")
    return _shown(second, "digits")


def connect(first: Visitor, second: Visitor) -> None:
    """Carry a code from one account to the other, and the digits back."""
    digits = take_code(second, make_code(first))
    first.get("accounts/digits")
    first.press("Connect", digits=digits)
    assert "Your accounts are connected" in first.text


def _shown(visitor: Visitor, name: str) -> str:
    (found,) = visitor.screen.xpath(f"//strong[contains(@class, '{name}')]")
    return str(found.text_content())
