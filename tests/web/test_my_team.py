"""My team: how a leader can help this week, and nothing of anybody."""

from collections.abc import Callable
from typing import Any

from cast.visitor import Visitor
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask import Flask
from sqlalchemy import select

from learning.catalogue import Catalogue
from learning.delivery import Delivery

TEAM = {f"{LTI}resource_link": {"id": "team", "title": "My team"}, f"{LTI}custom": {"team": "1"}}
LEADS = {f"{LTI}roles": [INSTRUCTOR]}
WHY = "“My team” is for those who lead, so this week's module is open instead."


def test_a_leader_reads_this_weeks_brief(
    opens: Callable[..., Visitor], catalogue: Catalogue
) -> None:
    amira = opens("amira", **TEAM, **LEADS)
    assert amira.title == "How you can help this week"
    brief = catalogue.module(catalogue.programme[0]).leader
    for sentence in (brief.do, brief.avoid, brief.not_now.say, brief.not_now.lift):
        assert sentence in amira.text
    amira.follow("Open the huddle kit")
    assert amira.address.endswith(f"modules/{catalogue.programme[0]}/kit")


def test_it_is_next_weeks_brief_a_week_later(
    opens: Callable[..., Visitor], catalogue: Catalogue, a_week_later: Any
) -> None:
    opens("amira", **TEAM, **LEADS)
    a_week_later()
    amira = opens("amira", **TEAM, **LEADS)
    assert catalogue.module(catalogue.programme[1]).leader.do in amira.text


def test_it_stays_there_after_a_reload(opens: Callable[..., Visitor]) -> None:
    amira = opens("amira", **TEAM, **LEADS)
    assert amira.get("my-team").status_code == 200
    assert amira.title == "How you can help this week"


def test_a_leader_finds_it_from_any_link(amira: Visitor, ben: Visitor) -> None:
    amira.get("programme")
    assert "How you can help this week" in amira.text
    ben.get("programme")
    assert "How you can help this week" not in ben.text


def test_anybody_else_gets_this_weeks_module_and_reads_why(
    opens: Callable[..., Visitor], ben: Visitor
) -> None:
    usual = ben.title
    dana = opens("dana", **TEAM)
    assert dana.title == usual
    assert WHY in dana.text
    assert WHY not in ben.text


def test_the_reason_is_said_once(opens: Callable[..., Visitor]) -> None:
    dana = opens("dana", **TEAM)
    dana.get("programme")
    assert WHY not in dana.text


def test_its_address_is_nothing_for_who_does_not_lead(ben: Visitor, chidi: Visitor) -> None:
    for visitor in (ben, chidi):
        answer = visitor.get("my-team")
        assert answer.status_code == 403
        assert "There is nothing at this address." in answer.text


def test_grades_on_their_way_are_numbers_without_names(
    app: Flask, opens: Callable[..., Visitor], lms: Lms, product: Any
) -> None:
    ben = opens("ben", **lms.grading())
    ben.finish()
    amira = opens("amira", **TEAM, **LEADS)
    assert "One grade is on its way to your learning platform." in amira.text
    assert "Ben" not in amira.text
    with product.database.write() as session:
        session.scalars(select(Delivery)).one().refuse("no such user")
    amira.get("my-team")
    assert "No grade is waiting" in amira.text
    assert "One grade was not recorded by it." in amira.text
    assert "no such user" not in amira.text


def test_another_companys_grades_are_not_counted(
    opens: Callable[..., Visitor], lms: Lms, chidi: Visitor
) -> None:
    chidi.finish()
    amira = opens("amira", **TEAM, **LEADS)
    assert "No grade is waiting" in amira.text
