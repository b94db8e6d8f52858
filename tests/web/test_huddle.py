"""Hosting in a visit: how many were there, who takes it next, and never a grade for it."""

from collections.abc import Callable
from typing import Any

import pytest
from cast.visitor import Visitor
from sqlalchemy import select

from learning.database import Database
from learning.delivery import Delivery
from learning.handover import Handover
from learning.huddle import Huddle
from learning.person import Person
from learning.team import new_team

# The rules are tested on both databases in tests/learning; here it matters little.
pytestmark = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def huddles(database: Database) -> list[Any]:
    """Who hosted what how, and how many were there."""
    with database.read() as session:
        told = select(Person.name, Huddle.module, Huddle.kind, Huddle.headcount)
        return [tuple(row) for row in session.execute(told.join(Person).order_by(Huddle.id))]


def host(somebody: Visitor, headcount: str = "5", module: str = FIRST, query: str = "") -> None:
    somebody.get(f"modules/{module}/huddle{query}")
    somebody.press("We held it", headcount=headcount)


def test_anybody_hosts_and_says_how_many_were_there(ben: Visitor, database: Database) -> None:
    ben.get(f"modules/{FIRST}/kit")
    ben.follow("Host it, with a timer")
    ben.press("We held it", headcount="5")
    assert ben.title == "Who takes it next?"
    assert "5 people were there" in ben.text
    assert huddles(database) == [("Ben", FIRST, "full", 5)]


def test_the_minute_counts_too_and_nobody_need_count(ben: Visitor, database: Database) -> None:
    ben.get(f"modules/{FIRST}/huddle")
    ben.follow("60 seconds")
    ben.press("We held it")
    assert huddles(database) == [("Ben", FIRST, "minute", None)]


def test_pressed_again_it_is_the_same_huddle(ben: Visitor, database: Database) -> None:
    for headcount in ("5", "5", "6"):
        host(ben, headcount)
    assert huddles(database) == [("Ben", FIRST, "full", 6)]


def test_paper_counts_with_its_day(ben: Visitor, database: Database) -> None:
    ben.get(f"modules/{FIRST}/kit")
    ben.follow("We did it on paper")
    assert ben.press("We held it", headcount="9").status_code == 200
    assert huddles(database) == [("Ben", FIRST, "paper", 9)]
    ben.get(f"modules/{FIRST}/huddle/paper")
    assert ben.press("We held it", day="2020-01-01").status_code == 422
    assert "this week or last week" in ben.message


@pytest.mark.parametrize("headcount", ["0", "five", "-1", "9" * 999])
def test_what_is_no_number_is_asked_for_again(
    ben: Visitor, database: Database, headcount: str
) -> None:
    answer = ben.post(f"modules/{FIRST}/huddle", {"headcount": headcount})
    assert answer.status_code == 422
    assert huddles(database) == []


def test_odd_forms_and_addresses_do_no_harm(ben: Visitor) -> None:
    for data in ({"kind": "paper", "day": "\x00"}, {"kind": "x", "team": "x"}, {"team": "9" * 99}):
        assert ben.post(f"modules/{FIRST}/huddle", data).status_code in (200, 422)
    for number in ("0", "9" * 30, "-1", "x"):
        assert ben.get(f"modules/{FIRST}/huddle/{number}").status_code == 404
        assert ben.post(f"modules/{FIRST}/huddle/{number}").status_code in (404, 405)


def test_a_huddle_is_its_hosts_alone(ben: Visitor, dana: Visitor, chidi: Visitor) -> None:
    host(ben)
    for other in (dana, chidi):
        path = ben.address.partition(f"{ben.public_id}/")[2]
        assert other.get(path).status_code == 404
        assert other.post(path).status_code == 404


def test_the_team_is_the_hosts_own(ben: Visitor, dana: Visitor, database: Database) -> None:
    with database.write() as session:
        people = {one.name: one for one in session.scalars(select(Person))}
        team = new_team(people["Ben"].organisation_id, "Day shift", people["Ben"].created_at)
        team.consist_of([people["Ben"].id], [], people["Ben"].created_at)
        session.add(team)
        session.flush()
        number = team.id
    host(ben)
    with database.read() as session:
        assert session.scalars(select(Huddle.team_id)).all() == [number]
    assert dana.post(f"modules/{FIRST}/huddle", {"team": str(number)}).status_code == 422


def test_hosting_finishes_the_part_and_earns_nothing(ben: Visitor, database: Database) -> None:
    ben.finish(until="pass-on")
    with database.read() as session:
        before = [(one.score, one.generation) for one in session.scalars(select(Delivery))]
    host(ben)
    with database.read() as session:
        after = [(one.score, one.generation) for one in session.scalars(select(Delivery))]
    assert after == before
    ben.get(f"modules/{FIRST}")
    assert ben.title == "Done for this week"


def test_hosting_before_the_module_is_done_skips_nothing_of_it(ben: Visitor) -> None:
    host(ben)
    ben.get(f"modules/{FIRST}")
    assert ben.part == "recall"


def test_the_link_makes_the_next_host_and_says_no_more_than_the_host_wants(
    ben: Visitor, database: Database
) -> None:
    host(ben)
    ben.press("Make a link for the next host")
    (link,) = ben.screen.xpath("//input[@id='next-link']/@value")
    assert link.startswith("http://localhost/h/")
    assert ben.screen.xpath("//div[@role='img']//*[local-name()='path']"), "there is a QR code"
    ben.post(ben.address)
    with database.read() as session:
        names = session.scalars(select(Handover.giver_name).order_by(Handover.id)).all()
    assert names == ["Ben", None]


def test_nobody_yet_is_a_fine_answer(ben: Visitor, database: Database) -> None:
    host(ben)
    ben.follow("Nobody yet")
    assert ben.title == "Your programme"
    with database.read() as session:
        assert session.scalars(select(Handover)).all() == []


def test_a_module_of_a_later_week_is_not_hosted_yet(
    ben: Visitor, opens: Callable[..., Visitor]
) -> None:
    assert ben.get(f"modules/{SECOND}/huddle").status_code == 403
    assert ben.post(f"modules/{SECOND}/huddle").status_code == 403
