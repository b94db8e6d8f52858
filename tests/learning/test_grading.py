"""A step reaches every column of that person that covers it, in every course, and nobody else."""

from datetime import timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company, company
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.context import Enrolment
from learning.delivery import Delivery, DeliveryState
from learning.follow_up import Outcome
from learning.grading import owe_column, owe_grades
from learning.person import Identity, Person

NOW = MONDAY + timedelta(minutes=5)


def owe(norrvik: Company, person: Person) -> bool:
    return owe_grades(norrvik.session, norrvik.journey(person), NOW)


def owed(norrvik: Company, person: Person) -> dict[tuple[int, str], float]:
    """What is on its way for somebody: by course and selection, the score."""
    norrvik.session.flush()
    rows = norrvik.session.scalars(
        select(Delivery).join(Identity).where(Identity.person_id == person.id)
    ).all()
    found = {(row.line_item.context_id, row.line_item.selection): row.score for row in rows}
    assert len(found) == len(rows), "one live row for a line item and an identity"
    return found


def test_nothing_is_owed_before_a_module_is_complete(norrvik: Company, ben: Person) -> None:
    norrvik.column("this-week")
    norrvik.loop(ben)
    assert not owe(norrvik, ben)
    assert owed(norrvik, ben) == {}


def test_every_column_that_covers_the_module(norrvik: Company, ben: Person) -> None:
    for selection in (f"module:{FIRST}", f"module:{SECOND}", "arc:self-leadership", "programme"):
        norrvik.column(selection)
    norrvik.complete(ben)
    assert owe(norrvik, ben)
    here, modules = norrvik.course.id, len(norrvik.catalogue.programme)
    in_arc = len(norrvik.catalogue.order.arcs[0].modules)
    assert owed(norrvik, ben) == {
        (here, f"module:{FIRST}"): 80,
        (here, "arc:self-leadership"): round(80 / in_arc, 2),
        (here, "programme"): round(80 / modules, 2),
    }


def test_every_course_that_the_person_is_in(norrvik: Company) -> None:
    second, third = norrvik.another_course(), norrvik.another_course()
    ben = norrvik.person("Ben", norrvik.course, second)
    for context in (norrvik.course, second, third):
        norrvik.column("this-week", context)
    norrvik.complete(ben)
    owe(norrvik, ben)
    assert owed(norrvik, ben) == {
        (norrvik.course.id, "this-week"): 80,
        (second.id, "this-week"): 80,
    }


def test_every_identity_of_the_person(norrvik: Company, ben: Person) -> None:
    other = norrvik.another_course()
    identity = Identity(
        organisation_id=norrvik.organisation.id,
        person=ben,
        issuer="https://other-lms.example",
        subject="b.olsson",
        created_at=MONDAY,
    )
    norrvik.session.add(Enrolment(context=other, identity=identity, since=MONDAY))
    norrvik.column("this-week", other)
    norrvik.complete(ben)
    owe(norrvik, ben)
    delivery = norrvik.session.scalars(select(Delivery)).one()
    assert delivery.identity.subject == "b.olsson"


def test_nothing_for_somebody_else(
    norrvik: Company, ben: Person, dana: Person, chidi: Person
) -> None:
    norrvik.column("this-week")
    norrvik.complete(ben)
    owe(norrvik, ben)
    assert owed(norrvik, dana) == owed(norrvik, chidi) == {}


def test_a_stranger_of_the_same_name_in_another_company(
    norrvik: Company, ben: Person, session: Session, catalogue: Catalogue
) -> None:
    elsewhere = company(session, catalogue, "Elsewhere")
    other_ben = elsewhere.person("Ben")
    elsewhere.column("this-week")
    norrvik.column("this-week")
    norrvik.complete(ben)
    owe(norrvik, ben)
    assert owed(norrvik, other_ben) == {}


def test_owing_again_is_no_news(norrvik: Company, ben: Person) -> None:
    norrvik.column("this-week")
    norrvik.complete(ben)
    assert owe(norrvik, ben)
    assert not owe(norrvik, ben)
    assert len(owed(norrvik, ben)) == 1


def test_a_closed_loop_raises_the_same_row(norrvik: Company, ben: Person) -> None:
    norrvik.column("this-week")
    loop = norrvik.complete(ben)
    owe(norrvik, ben)
    loop.answer_follow_up(Outcome.NOT_NOW, MONDAY + WEEK)
    assert owe(norrvik, ben)
    assert owed(norrvik, ben) == {(norrvik.course.id, "this-week"): 100}


def test_what_was_sent_waits_again_with_more(norrvik: Company, ben: Person) -> None:
    norrvik.column("this-week")
    loop = norrvik.complete(ben)
    owe(norrvik, ben)
    norrvik.session.flush()
    delivery = norrvik.session.scalars(select(Delivery)).one()
    delivery.mark_sent(80, NOW, NOW)
    assert not owe(norrvik, ben)
    assert delivery.state == DeliveryState.SENT
    loop.answer_follow_up(Outcome.DID, MONDAY + WEEK)
    assert owe(norrvik, ben)
    assert (delivery.state, delivery.score, delivery.sent_score) == ("waiting", 100, 80)


@pytest.mark.parametrize("selection", ["module:gone", "arc:gone"])
def test_a_column_whose_module_has_left_stops_nothing(
    norrvik: Company, ben: Person, selection: str
) -> None:
    norrvik.column(selection)
    norrvik.column("this-week")
    norrvik.complete(ben)
    assert owe(norrvik, ben)
    assert list(owed(norrvik, ben)) == [(norrvik.course.id, "this-week")]


def test_a_new_column_gets_what_everybody_in_its_course_has_done(
    norrvik: Company, ben: Person, dana: Person, chidi: Person
) -> None:
    norrvik.complete(ben)
    norrvik.loop(dana)
    norrvik.complete(chidi)
    norrvik.complete(norrvik.person("Amira", norrvik.another_course()))
    column = norrvik.column("this-week")
    assert owe_column(norrvik.session, column, norrvik.catalogue, NOW)
    assert owed(norrvik, ben) == {(norrvik.course.id, "this-week"): 80}
    assert len(norrvik.session.scalars(select(Delivery)).all()) == 1
    assert not owe_column(norrvik.session, column, norrvik.catalogue, NOW)


def test_a_new_column_of_something_else_gets_nothing(norrvik: Company, ben: Person) -> None:
    norrvik.complete(ben)
    column = norrvik.column(f"module:{SECOND}")
    assert not owe_column(norrvik.session, column, norrvik.catalogue, NOW)
