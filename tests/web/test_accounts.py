"""Connected accounts: what both sides read before anything is done, and how it is undone."""

from datetime import UTC, datetime

import pytest
from cast.two_doors import Teams, connect, make_code, take_code
from cast.visitor import Visitor
from sqlalchemy import select, update

from learning.account_link import AccountLink
from learning.audit import Act, AuditEntry
from learning.database import Database
from learning.link_code import LIFE, LinkCode
from learning.person import Person
from web.session import WebSession

pytestmark = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
"""The pages are the same on both; what a database decides is in the tests of attacks."""


def test_both_sides_name_both_accounts_before_anything_is_done(ben: Visitor, teams: Teams) -> None:
    there = teams.open("ben", name="Ben Okafor")
    code = make_code(ben)
    there.get("accounts")
    there.press("Go on", code=code)
    for named in ("Ben Okafor", "Microsoft Teams", "Norrvik baton-1", "Norrvik"):
        assert named in there.text
    assert "will read your plans" in there.text
    there.press("Yes, both are mine")
    digits = there.screen.xpath("//*[contains(@class, 'digits')]")[0].text_content()
    assert "Norrvik baton-1" in there.text, "where to go with them"
    ben.get("accounts/digits")
    for named in ("Ben Okafor", "Microsoft Teams", "Norrvik baton-1", "will read your plans"):
        assert named in ben.text
    ben.press("Connect", digits=digits)
    assert "You are Ben" in ben.text
    assert "Norrvik baton-1, Microsoft Teams" in ben.text


def test_the_first_side_may_be_either(ben: Visitor, teams: Teams, database: Database) -> None:
    there = teams.open()
    connect(there, ben)
    for visitor in (ben, there):
        assert visitor.get("accounts").status_code == 200
        assert "Connected on" in visitor.text
    with database.read() as session:
        assert len(session.scalars(select(Person)).all()) == 1


def test_the_other_side_has_not_said_yes_yet(ben: Visitor) -> None:
    make_code(ben)
    ben.get("accounts/digits")
    assert "has not been entered yet" in ben.text
    ben.get("accounts")
    assert "A code is on its way" in ben.text


def test_a_code_may_be_typed_or_pasted_in_any_way(ben: Visitor, teams: Teams) -> None:
    there = teams.open()
    for way in (str.lower, lambda text: text.replace("-", " "), lambda text: f"  {text} "):
        code = make_code(ben)
        there.get("accounts")
        there.press("Go on", code=way(code))
        assert "Are both of these yours?" in there.text
    make_code(ben)
    token = ben.screen.xpath("//input[@id='token']")[0].get("value")
    there.get("accounts")
    there.press("Go on", code=token)
    assert "Are both of these yours?" in there.text


def test_a_new_code_ends_the_one_before(ben: Visitor, teams: Teams) -> None:
    older = make_code(ben)
    make_code(ben)
    there = teams.open()
    there.get("accounts")
    there.press("Go on", code=older)
    assert "does not know this code" in there.text


def test_either_side_may_stop(ben: Visitor, teams: Teams) -> None:
    there = teams.open()
    for stops in (ben, there):
        digits = take_code(there, make_code(ben))
        ben.get("accounts/digits")
        stops.press("Stop, connect nothing")
        assert "Nothing was connected" in stops.text
        answer = ben.post("accounts/digits", {"digits": digits})
        assert answer.status_code == 422


def test_rows_hold_hashes_and_the_log_says_what_and_never_who(
    ben: Visitor, teams: Teams, database: Database
) -> None:
    there = teams.open()
    code = make_code(ben)
    token = ben.screen.xpath("//input[@id='token']")[0].get("value")
    digits = take_code(there, code)
    ben.get("accounts/digits")
    ben.press("Connect", digits=digits)
    with database.read() as session:
        row = session.execute(select(LinkCode.__table__)).one()
        assert not {token, code, code.replace("-", ""), digits, digits.replace(" ", "")} & {*row}
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.act, entry.what, entry.by_id) == (Act.LINKED, "code", None)


def test_parting_is_told_beforehand_and_ends_every_visit(
    ben: Visitor, teams: Teams, database: Database
) -> None:
    there = teams.open()
    there.finish()
    connect(ben, there)
    ben.get("plans")
    assert "say thanks" in ben.text
    ben.get("accounts")
    ben.follow("Disconnect these accounts")
    assert "Each account keeps what it brought" in ben.text
    assert "They stay in your learning platform" in ben.text
    ben.press("Disconnect them")
    assert "not connected any more" in ben.text
    for visitor in (ben, there):
        assert visitor.get("plans").status_code == 401
    again = teams.open()
    again.get("plans")
    assert "say thanks" in again.text
    with database.read() as session:
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
        assert acts == [Act.LINKED, Act.PARTED]
        assert session.scalars(select(AccountLink)).one().parted_at is not None


def test_nobody_parts_the_accounts_of_others(ben: Visitor, dana: Visitor, teams: Teams) -> None:
    connect(ben, teams.open())
    ben.get("accounts")
    (way,) = [link for link in ben.screen.xpath("//a/@href") if "/part/" in link]
    number = way.rpartition("/")[2]
    for answer in (dana.get(f"accounts/part/{number}"), dana.post(f"accounts/part/{number}")):
        assert answer.status_code == 404
    assert ben.get("plans").status_code == 200


def test_a_visit_that_was_open_goes_on_as_the_one_person(
    ben: Visitor, teams: Teams, database: Database
) -> None:
    there = teams.open()
    connect(ben, there)
    there.get("modules/lead-from-where-you-are")
    there.finish()
    ben.get("plans")
    assert "say thanks" in ben.text
    with database.read() as session:
        assert len(set(session.scalars(select(WebSession.person_id)))) == 1


def test_a_code_that_is_over_is_said_to_be(ben: Visitor, teams: Teams, database: Database) -> None:
    code, there = make_code(ben), teams.open()
    with database.write() as session:
        session.execute(update(LinkCode).values(made_at=datetime.now(UTC) - LIFE))
    there.get("accounts")
    there.press("Go on", code=code)
    assert "does not know this code, or it is over" in there.text
    ben.get("accounts/digits")
    assert "This code is over" in ben.text
