"""Teams in Set-up: a file is looked at first, and only a yes changes anything."""

from typing import Any

import pytest
from cast.visitor import Visitor, visit
from conftest import connect
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask import Flask
from sqlalchemy import select

from learning.clock import Now
from learning.database import Database
from learning.organisation import Organisation
from learning.person import Person
from learning.team import read_teams

TEACHES = {f"{LTI}roles": [INSTRUCTOR]}


@pytest.fixture
def class_(opens: Any) -> None:
    """Ben, Dana and Elif have been here; they have e-mail addresses."""
    for name in ("ben", "dana", "elif"):
        opens(name, email=f"{name}@norrvik.example")


@pytest.fixture
def amira(opens: Any, class_: None) -> Visitor:
    return opens("amira", email="amira@norrvik.example", **TEACHES)


def send(visitor: Visitor, text: str | bytes, name: str = "teams.csv") -> Any:
    # The form is put together here: the test client leaves a large one open.
    data = text if isinstance(text, bytes) else text.encode()
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    form: Any = head.encode() + data + b"\r\n--x--\r\n"
    return visitor.post("set-up/teams", form, content_type="multipart/form-data; boundary=x")


def bring_in(visitor: Visitor, text: str) -> None:
    assert send(visitor, text).status_code == 200
    assert visitor.press("Change the teams").status_code == 200


def teams(database: Database, company: str = "Norrvik") -> dict[str, tuple[list[str], list[str]]]:
    """The leaders and the members of each team, by name."""
    with database.read() as session:
        owner = session.scalars(select(Organisation).where(Organisation.name == company)).one()
        return {
            team.name: (
                sorted(one.person.name or "" for one in team.leaders),
                sorted(one.person.name or "" for one in team.members),
            )
            for team in read_teams(session, owner.id)
        }


DAY = "team,leader,person\nDay shift,amira@norrvik.example,ben@norrvik.example\n,,\n"
DAY += "day  SHIFT,,Dana@Norrvik.example \n"
DAY_TEAM = {"Day shift": (["Amira"], ["Ben", "Dana"])}


def test_nothing_changes_before_somebody_says_yes(amira: Visitor, database: Database) -> None:
    send(amira, DAY)
    assert amira.title == "What this file would change"
    assert "Nothing has changed yet." in amira.text
    for said in ("Day shift new team", "Leads from now on: Amira", "Joins: Ben, Dana"):
        assert said in amira.text
    assert teams(database) == {}
    amira.press("Change the teams")
    assert "Teams changed: Day shift." in amira.text
    assert "2 people, led by Amira" in amira.text
    assert teams(database) == DAY_TEAM


def test_the_same_file_again_changes_nothing(amira: Visitor, database: Database) -> None:
    bring_in(amira, DAY)
    send(amira, DAY)
    assert "This file changes nothing." in amira.text
    assert "Change the teams" not in amira.text
    assert teams(database) == DAY_TEAM


def test_it_shows_who_moves_and_who_leaves(amira: Visitor, database: Database) -> None:
    bring_in(amira, DAY)
    send(
        amira,
        "person;team;leader\nben@norrvik.example;Night shift;elif@norrvik.example\n"
        "dana@norrvik.example;Day shift;dana@norrvik.example\n",
    )
    for said in (
        "Joins: Ben (from Day shift)",
        "Leaves: Ben",
        "Leads from now on: Dana",
        "No longer leads: Amira",
    ):
        assert said in amira.text
    amira.press("Change the teams")
    assert teams(database) == {
        "Day shift": (["Dana"], ["Dana"]),
        "Night shift": (["Elif"], ["Ben"]),
    }


def test_a_team_that_the_file_does_not_name_stays(amira: Visitor, database: Database) -> None:
    bring_in(amira, DAY)
    bring_in(amira, "team,leader,person\nNight shift,elif@norrvik.example,elif@norrvik.example\n")
    assert teams(database) == DAY_TEAM | {"Night shift": (["Elif"], ["Elif"])}


def test_an_import_can_be_taken_back(amira: Visitor, database: Database) -> None:
    bring_in(amira, DAY)
    bring_in(amira, "team,leader,person\nDay shift,elif@norrvik.example,ben@norrvik.example\n")
    assert teams(database) == {"Day shift": (["Elif"], ["Ben"])}
    amira.press("Take it back")
    assert teams(database) == DAY_TEAM


def test_a_team_can_be_removed_and_brought_back(amira: Visitor, database: Database) -> None:
    bring_in(amira, DAY)
    amira.press("Remove Day shift")
    assert "Its people keep all they have done." in amira.text
    assert teams(database) == {}
    amira.press("Take it back")
    assert teams(database) == DAY_TEAM


def test_only_the_last_change_can_be_taken_back(amira: Visitor, database: Database) -> None:
    bring_in(amira, DAY)
    (first,) = amira.screen.xpath("//input[@name='change']/@value")
    bring_in(amira, DAY.replace("Day shift", "Night shift").replace("day  SHIFT", "Night shift"))
    assert amira.post("set-up/teams/take-back", {"change": first}).status_code == 422
    assert set(teams(database)) == {"Day shift", "Night shift"}


def test_rows_that_match_nobody_are_listed_and_can_be_downloaded(
    amira: Visitor, database: Database
) -> None:
    send(amira, DAY + "Day shift,,\"=cmd|'/c calc'!A0\"\n,,ben@norrvik.example\n")
    assert "2 rows are left out" in amira.text
    assert "Nobody here has this e-mail address, user name or id." in amira.text
    answer = amira.get("set-up/teams/left-out.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="left-out.csv"'
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "line,team,leader,person,about,reason"
    assert lines[1].startswith("5,Day shift,,'=cmd|'/c calc'!A0,'=cmd|")
    assert lines[2].startswith("6,,,ben@norrvik.example,,The team is missing.")
    amira.press("Change the teams")
    assert teams(database) == DAY_TEAM


def test_if_teams_change_meanwhile_it_is_shown_anew(
    app: Flask, lms: Lms, amira: Visitor, database: Database
) -> None:
    other = visit(app.test_client(), lms, "kim", email="kim@norrvik.example", **TEACHES)
    send(amira, DAY)
    bring_in(other, DAY.replace("dana", "elif").replace("Dana", "Elif"))
    amira.press("Change the teams")
    assert "Teams have changed since you looked." in amira.text
    assert teams(database) == {"Day shift": (["Amira"], ["Ben", "Elif"])}
    amira.press("Change the teams")
    assert teams(database) == DAY_TEAM


def test_another_visitors_change_is_not_mine_to_take_back(
    app: Flask, lms: Lms, amira: Visitor, database: Database
) -> None:
    bring_in(amira, DAY)
    (change,) = amira.screen.xpath("//input[@name='change']/@value")
    other = visit(app.test_client(), lms, "kim", **TEACHES)
    assert other.post("set-up/teams/take-back", {"change": change}).status_code == 404
    assert teams(database) == DAY_TEAM


def test_people_outside_the_course_can_neither_be_named_nor_moved(
    opens: Any, amira: Visitor, database: Database
) -> None:
    """Kim teaches another course of Norrvik, which only she and Dana are in."""
    elsewhere = {f"{LTI}context": {"id": "course-2", "title": "Another"}}
    kim = opens("kim", email="kim@norrvik.example", **elsewhere, **TEACHES)
    opens("dana", email="dana@norrvik.example", **elsewhere)
    bring_in(amira, DAY)
    kim.get("set-up")
    assert "Day shift" in kim.text
    assert "Amira" not in kim.text
    assert "Ben" not in kim.text
    (team,) = amira.screen.xpath("//button[@name='team']/@value")
    assert kim.post("set-up/teams/remove", {"team": team}).status_code == 404
    send(kim, "team,leader,person\nDay shift,kim@norrvik.example,dana@norrvik.example\n")
    assert "has people outside this course" in kim.text
    send(kim, "team,leader,person\nHers,kim@norrvik.example,ben@norrvik.example\n")
    assert "Nobody here has this e-mail address" in kim.text
    assert teams(database) == DAY_TEAM


def test_a_stranger_reaches_nobody_of_another_company(
    app: Flask, amira: Visitor, database: Database, elsewheres_lms: Lms
) -> None:
    connect(database, elsewheres_lms, "Elsewhere")
    chidi = visit(app.test_client(), elsewheres_lms, "chidi", **TEACHES)
    bring_in(amira, DAY)
    (change,) = amira.screen.xpath("//input[@name='change']/@value")
    (team,) = amira.screen.xpath("//button[@name='team']/@value")
    send(chidi, DAY)
    assert "This file changes nothing." in chidi.text
    assert "Ben" not in chidi.text
    send(chidi, "team,leader,person\nDay shift,chidi,chidi\n")
    chidi.press("Change the teams")
    assert chidi.post("set-up/teams/remove", {"team": team}).status_code == 404
    assert chidi.post("set-up/teams/take-back", {"change": change}).status_code == 404
    assert teams(database) == DAY_TEAM
    assert teams(database, "Elsewhere") == {"Day shift": (["Chidi"], ["Chidi"])}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b"team,person\nDay shift,ben", "missing in the first line: leader."),
        (b"team,leader,person\n", "nothing below the first line"),
        (b"PK\x03\x04 and more", "This is an Excel workbook"),
        (b"\xd0\xcf\x11\xe0 and more", "This is an old Excel workbook"),
        (b"\x81\x8d\x00", "The letters in this file cannot be read."),
    ],
)
def test_a_file_that_cannot_be_read_is_said_plainly(
    amira: Visitor, sent: bytes, sentence: str
) -> None:
    assert send(amira, sent).status_code == 422
    assert sentence in amira.message


def test_without_a_file_one_is_asked_for(amira: Visitor) -> None:
    assert amira.post("set-up/teams", {}).status_code == 422
    assert "Please choose a file first." in amira.message


def test_a_file_has_a_size(amira: Visitor) -> None:
    assert send(amira, b"x" * (4 * 1024 * 1024 + 1)).status_code in (413, 422)
    assert send(amira, b"x" * (5 * 1024 * 1024)).status_code == 413


def test_what_was_confirmed_is_not_kept(amira: Visitor) -> None:
    bring_in(amira, DAY)
    assert amira.get("set-up/teams").status_code == 404
    assert "Choose it again in Set-up." in amira.message


@pytest.mark.parametrize("change", ["", "x", "-1", "99999999999999999999", "1e3", "١"])
def test_a_change_that_is_none_is_not_found(amira: Visitor, change: str) -> None:
    assert amira.post("set-up/teams/take-back", {"change": change}).status_code == 404


def test_with_team_data_its_leaders_lead_and_no_longer_whoever_teaches(
    opens: Any, amira: Visitor
) -> None:
    """Who leads may open next week's module early."""
    early = "modules/what-can-i-move"
    assert amira.get(early).status_code == 200
    assert opens("ben").get(early).status_code == 403
    bring_in(amira, "team,leader,person\nDay shift,ben@norrvik.example,dana@norrvik.example\n")
    assert opens("ben").get(early).status_code == 200
    again = opens("amira", **TEACHES)
    assert again.get(early).status_code == 403
    assert again.get("set-up").status_code == 200


def test_where_nobody_is_on_a_team_whoever_teaches_leads(opens: Any, amira: Visitor) -> None:
    bring_in(amira, "team,leader,person\nDay shift,ben@norrvik.example,dana@norrvik.example\n")
    elsewhere = {f"{LTI}context": {"id": "course-2", "title": "Another"}}
    early = "modules/what-can-i-move"
    assert opens("kim", **elsewhere, **TEACHES).get(early).status_code == 200
    assert opens("ben", **elsewhere).get(early).status_code == 403


def test_a_person_is_found_by_user_name_and_by_id(
    opens: Any, amira: Visitor, database: Database
) -> None:
    with database.write() as session:
        from learning.person import Identity

        elif_ = session.scalars(select(Identity).where(Identity.subject == "elif")).one()
        elif_.user_name, elif_.sourced_id = "e.demir", "00417"
        session.scalars(select(Person).where(Person.name == "Dana")).one().email = None
    bring_in(amira, "team,leader,person\nA, E.Demir ,dana\nB,00417,BEN\n")
    assert teams(database) == {"A": (["Elif"], ["Dana"]), "B": (["Elif"], ["Ben"])}


def test_who_cannot_be_told_apart_is_left_out(amira: Visitor, database: Database) -> None:
    with database.write() as session:
        session.scalars(
            select(Person).where(Person.name == "Elif")
        ).one().email = "BEN@norrvik.example"
    send(amira, DAY)
    assert "Several people here have this e-mail address" in amira.text
    assert "Joins: Dana" in amira.text


def test_a_time_is_real(amira: Visitor, product: Any, database: Database) -> None:
    bring_in(amira, DAY)
    with database.read() as session:
        now: Now = product.clock.now(session)
        for team in read_teams(session, session.scalars(select(Organisation.id)).one()):
            assert team.made_at <= now.real
