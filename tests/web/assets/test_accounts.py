"""Connected accounts in a browser: every page of it, in every theme, open to everybody."""

from typing import Any

import pytest
from doubles.access import THEMES, problems
from doubles.entra import NORRVIK
from sqlalchemy import select

from learning.account_link import AccountLink
from learning.link_code import enter_code, make_code
from learning.organisation import organisation_named
from learning.person import Identity, Person
from teams_app.tenant import onboard


class OtherSide:
    """The same person in Microsoft Teams, on another screen."""

    def __init__(self, site: Any) -> None:
        self._product = site.product
        with self._product.database.write() as session:
            norrvik = organisation_named(session, "Norrvik")
            now = self._product.clock.now(session)
            assert norrvik is not None
            onboard(session, NORRVIK, norrvik, now.real)
            person = Person(organisation=norrvik, name="Ben Okafor-Lind", created_at=now.real)
            identity = Identity(
                organisation_id=norrvik.id,
                person=person,
                issuer=NORRVIK,
                subject="ben",
                created_at=now.real,
            )
            session.add_all([person, identity])
            session.flush()
            self._id = person.id

    def make(self) -> str:
        with self._product.database.write() as session:
            at = self._product.clock.now(session).real
            return make_code(session, self._id, at).letters

    def take(self, text: str) -> str:
        with self._product.database.write() as session:
            at = self._product.clock.now(session).real
            person = session.get_one(Person, self._id)
            code = enter_code(session, person, text, at)
            assert code is not None
            return code.take(person, at)


@pytest.mark.parametrize(("theme", "width"), [("dark", 280), ("forced colours", 1280)])
def test_the_whole_way_is_open_to_everybody(site: Any, theme: str, width: int) -> None:
    device = site.device(viewport={"width": width, "height": 900}, **THEMES[theme])
    ben, teams, seen = site.open("Ben", device), OtherSide(site), {}

    def look(heading: str) -> None:
        ben.arrives_at(heading)
        seen[heading] = problems(ben.screen)

    # The other account made a code; here it is entered, by the keyboard alone.
    ben.link("Connected accounts").click()
    look("Connected accounts")
    ben.field("Code").fill(teams.make())
    ben.page.keyboard.press("Enter")
    look("Are both of these yours?")
    assert ben.has_focus == "Are both of these yours?"
    ben.button("Yes, both are mine").click()
    look("Now go back to your other account")
    ben.button("Stop, connect nothing").click()
    ben.arrives_at("Connected accounts")

    # Here a code is made; the other account enters it, and its digits come back.
    ben.button("Make a code").click()
    look("Connect another account")
    ben.button("Copy").click()
    ben.find(".said:has-text('Copied'), .said:has-text('Selected')").wait_for()
    digits = teams.take(ben.find("strong.code").inner_text())
    ben.link("I have the six digits").click()
    look("Connect these two?")
    ben.field("The six digits that your other account shows").fill("12")
    ben.page.keyboard.press("Enter")
    ben.find("[role=alert]").filter(has_text="These are not the digits").wait_for()
    ben.field("The six digits that your other account shows").fill(digits)
    ben.page.keyboard.press("Enter")
    ben.find(".note").filter(has_text="Your accounts are connected").wait_for()
    seen["connected"] = problems(ben.screen)

    ben.link("Disconnect these accounts").click()
    look("Disconnect these accounts?")
    ben.button("Disconnect them").click()
    look("The accounts are not connected any more")
    assert {name: lines for name, lines in seen.items() if lines} == {}
    with site.product.database.read() as session:
        assert session.scalars(select(AccountLink)).one().parted_at is not None
