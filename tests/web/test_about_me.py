"""Everything about me: a person saves it, erases it, and begins anew."""

import json

import pytest
from cast.visitor import Visitor
from sqlalchemy import func, select

from learning.audit import Act, AuditEntry
from learning.database import Database
from learning.person import Person
from learning.plan import Plan
from web.session import WebSession


@pytest.fixture
def finished(ben: Visitor) -> Visitor:
    ben.finish("plan")
    ben.make_plan("the kiln has cooled", "praise the glazing")
    return ben


def test_it_is_found_from_who_sees_what(ben: Visitor) -> None:
    ben.get("privacy")
    ben.follow("Everything about me")
    assert "Grades that your learning platform has, 80 or 100, stay there." in ben.text


def test_the_file_has_all_of_ones_own_and_nobody_elses(finished: Visitor, dana: Visitor) -> None:
    dana.finish("plan")
    dana.make_plan("Danas cue", "Danas action")
    answer = finished.get("about-me/export")
    told = json.loads(answer.text)
    parts = {part["part"]: part for part in told["parts"]}
    assert parts["person"]["rows"][0]["name"] == "Ben"
    assert parts["plan"]["rows"][0]["cue"] == "the kiln has cooled"
    assert "its words" in parts["plan"]["what"]
    assert {"loop", "attempt", "recall_answer", "enrolment", "identity"} <= parts.keys()
    assert "Dana" not in answer.text
    assert finished.token not in answer.text
    assert "token_hash" not in answer.text
    assert 'filename="about-me.json"' in answer.headers["Content-Disposition"]


def test_without_being_sure_nothing_is_erased(finished: Visitor, database: Database) -> None:
    finished.post("about-me/erase")
    assert "Please tick that you are sure." in finished.message
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_erased_nothing_is_left_and_all_visits_have_ended(
    finished: Visitor, dana: Visitor, database: Database
) -> None:
    finished.get("about-me")
    assert finished.press("Erase everything about me", sure="1").status_code == 200
    assert finished.title == "Everything about you is erased"
    assert finished.get("programme").status_code == 401
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 0
        assert session.scalars(select(Person.name)).all() == ["Dana"]
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1
        (entry,) = session.scalars(select(AuditEntry))
        assert (entry.act, entry.what, entry.by_id) == (Act.PERSON_ERASED, "", None)


def test_who_opens_it_again_begins_anew(finished: Visitor, opens) -> None:  # type: ignore[no-untyped-def]
    finished.post("about-me/erase", {"sure": "1"})
    again = opens("ben")
    assert "recall" in again.address
    assert again.get("about-me/export").status_code == 200
    assert "kiln" not in again.answer.text


def test_a_stranger_without_a_visit_gets_nothing(finished: Visitor, chidi: Visitor) -> None:
    address = finished.url("about-me/export")
    assert "kiln" not in chidi.client.get(address).text
    assert chidi.get(address).status_code == 401
    assert chidi.post(finished.url("about-me/erase"), {"sure": "1"}).status_code == 401
