"""Set-up: what whoever teaches a course settles for it, and that nobody else can."""

from datetime import date, timedelta
from typing import Any

import pytest
from cast.visitor import Visitor
from conftest import connect
from doubles.lms import INSTRUCTOR, LTI, Lms
from sqlalchemy import select

from learning.clock import monday_of
from learning.cohort import Cohort
from learning.context import Context
from learning.database import Database
from learning.organisation import Organisation

WEEK = timedelta(weeks=1)
PATHS = ["set-up", "set-up/teams", "set-up/teams/left-out.csv"]
CHANGES = {
    "set-up/start": {"starts_on": "2026-03-02"},
    "set-up/weeks-off": {"first": "2026-03-02"},
    "set-up/help": {"contact": "Somebody else"},
    "set-up/order": {"next": "change"},
    "set-up/calendar": {"calendar": "nordic"},
    "set-up/training": {"day": "2026-03-03", "topic": "change"},
    "set-up/training/accept": {"training": "1"},
    "set-up/training/remove": {"training": "1"},
    "set-up/teams": {},
    "set-up/teams/confirm": {"digest": ""},
    "set-up/teams/remove": {"team": "1"},
    "set-up/teams/take-back": {"change": "1"},
}


@pytest.fixture
def chidi_teaches(app: Any, database: Database, elsewheres_lms: Lms) -> Visitor:
    """Chidi, who teaches a course of another company."""
    from cast.visitor import visit

    connect(database, elsewheres_lms, "Elsewhere")
    return visit(app.test_client(), elsewheres_lms, "chidi", **{f"{LTI}roles": [INSTRUCTOR]})


def cohorts(database: Database) -> list[Cohort]:
    with database.read() as session:
        return list(session.scalars(select(Cohort).order_by(Cohort.id)))


def this_monday(visitor: Visitor) -> date:
    visitor.get("set-up")
    return date.fromisoformat(visitor.screen.xpath("//input[@name='first']/@value")[0])


def tick(visitor: Visitor, *days: date) -> Any:
    """Tick exactly these weeks and save them."""
    first = this_monday(visitor).isoformat()
    return visitor.post(
        "set-up/weeks-off", {"first": first, "week": [day.isoformat() for day in days]}
    )


def ticked(visitor: Visitor) -> list[str]:
    visitor.get("set-up")
    return list(visitor.screen.xpath("//input[@name='week'][@checked]/@value"))


def test_whoever_teaches_is_offered_set_up_once(opens: Any, amira: Visitor) -> None:
    assert "You look after this course." in amira.text
    amira.follow("Set it up")
    assert amira.title == "Set-up"
    amira.press("Save the free weeks")
    again = opens("amira", **{f"{LTI}roles": [INSTRUCTOR]})
    assert "You look after this course." not in again.text
    again.follow("Set-up")
    assert again.title == "Set-up"


def test_nobody_else_is_offered_it(ben: Visitor) -> None:
    assert "set-up" not in ben.answer.text


@pytest.mark.parametrize("path", PATHS)
def test_to_a_learner_there_is_no_such_page(ben: Visitor, path: str) -> None:
    assert ben.get(path).status_code == 404


@pytest.mark.parametrize("path", CHANGES)
def test_a_learner_changes_nothing(ben: Visitor, database: Database, path: str) -> None:
    before = [(one.starts_on, one.weeks_off) for one in cohorts(database)]
    assert ben.post(path, CHANGES[path]).status_code == 404
    assert [(one.starts_on, one.weeks_off) for one in cohorts(database)] == before


@pytest.mark.parametrize("path", ["set-up/start", "set-up/weeks-off", "set-up/help"])
def test_a_stranger_who_teaches_elsewhere_changes_only_what_is_theirs(
    amira: Visitor, chidi_teaches: Visitor, database: Database, path: str
) -> None:
    def of_norrvik() -> tuple[object, ...]:
        with database.read() as session:
            ours = select(Cohort).join(Organisation).where(Organisation.name == "Norrvik")
            cohort = session.scalars(ours).one()
            contact = cohort.organisation.help_contact
            return cohort.starts_on, cohort.weeks_off, contact

    before = of_norrvik()
    # Neither another visit's address nor another's ids in a form reach anything.
    theirs = chidi_teaches.client.post(
        f"/s/{amira.public_id}/{path}", data=CHANGES[path], headers=chidi_teaches.headers
    )
    assert theirs.status_code == 401
    more = {"context_id": "1", "cohort_id": "1", "organisation_id": "1"}
    assert chidi_teaches.post(path, {**CHANGES[path], **more}).status_code in (200, 422)
    assert of_norrvik() == before


def test_the_start_moves_and_moves_back(amira: Visitor, database: Database) -> None:
    monday = this_monday(amira)
    wednesday = monday + 2 * WEEK + timedelta(days=2)
    amira.press("Save the start", starts_on=wednesday.isoformat())
    assert cohorts(database)[0].starts_on == monday + 2 * WEEK
    assert "The programme starts on Monday" in amira.text
    amira.press("Take it back")
    assert cohorts(database)[0].starts_on == monday


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-01", "9999-12-31", "1066-10-14"])
def test_what_is_no_day_to_start_on_is_said(amira: Visitor, database: Database, typed: str) -> None:
    before = cohorts(database)[0].starts_on
    amira.get("set-up")
    assert amira.press("Save the start", starts_on=typed).status_code == 422
    assert "Please choose a day" in amira.message
    assert cohorts(database)[0].starts_on == before


def test_a_free_week_brings_no_new_module_and_says_when_the_next_one_comes(
    opens: Any, amira: Visitor, a_week_later: Any
) -> None:
    monday = this_monday(amira)
    tick(amira, monday + WEEK)
    assert "Free weeks begin on: Monday" in amira.text
    assert ticked(amira) == [(monday + WEEK).isoformat()]
    a_week_later()
    ben = opens("ben")
    assert ben.module == "lead-from-where-you-are"
    back = monday + 2 * WEEK
    sentence = f"This week is free. The next module comes on Monday {back.day} {back:%B}."
    assert sentence in ben.text
    ben.get("programme")
    assert sentence in ben.text
    a_week_later()
    ben = opens("ben")
    assert ben.module == "what-can-i-move"
    assert "This week is free." not in ben.text


def test_weeks_that_are_not_in_the_list_stay_free(
    amira: Visitor, database: Database, a_week_later: Any
) -> None:
    monday = this_monday(amira)
    tick(amira, monday, monday + WEEK)
    a_week_later()
    tick(amira, monday + 3 * WEEK)
    assert cohorts(database)[0].weeks_off == {monday, monday + 3 * WEEK}
    amira.press("Take it back")
    assert cohorts(database)[0].weeks_off == {monday, monday + WEEK}


def test_only_listed_weeks_can_be_ticked(amira: Visitor, database: Database) -> None:
    monday = this_monday(amira)
    tick(amira, monday + 26 * WEEK, monday - WEEK)
    assert cohorts(database)[0].weeks_off == frozenset()


def test_a_follow_up_in_time_but_for_a_free_week_still_counts(
    opens: Any, lms: Lms, amira: Visitor, a_week_later: Any
) -> None:
    monday = this_monday(amira)
    tick(amira, monday + WEEK, monday + 2 * WEEK)
    opens("ben", **lms.grading()).finish()
    a_week_later(weeks=4)
    ben = opens("ben", **lms.grading())
    assert ben.title == "How did your plan go?"
    a_week_later(weeks=4)
    assert opens("ben", **lms.grading()).title != "How did your plan go?"


def test_whom_to_ask_is_shown_below_each_page_and_with_problems(
    opens: Any, amira: Visitor, database: Database
) -> None:
    amira.get("set-up")
    amira.press("Save whom to ask", contact="  Kim,  phone 12 ")
    assert "People are told to ask: Kim, phone 12." in amira.text
    ben = opens("ben")
    assert "Help: Kim, phone 12" in ben.text
    ben.get("modules/nowhere")
    assert "Kim, phone 12" in ben.message
    amira.press("Take it back")
    assert "Kim, phone 12" not in opens("ben").text


def test_whom_to_ask_has_a_length(amira: Visitor) -> None:
    amira.get("set-up")
    assert amira.press("Save whom to ask", contact="x" * 201).status_code == 422


def test_another_course_of_the_same_company_stays_as_it_is(
    opens: Any, amira: Visitor, database: Database
) -> None:
    other = {f"{LTI}context": {"id": "course-2", "title": "Another"}, f"{LTI}roles": [INSTRUCTOR]}
    opens("ben", **other)
    first, second = cohorts(database)
    amira.get("set-up")
    moved = second.starts_on + 3 * WEEK
    amira.press("Save the start", starts_on=moved.isoformat())
    first, second = cohorts(database)
    assert first.starts_on == moved
    assert second.starts_on == monday_of(second.starts_on) != moved
    with database.read() as session:
        contexts = session.scalars(select(Context).order_by(Context.id))
        assert [one.set_up_at is not None for one in contexts] == [True, False]
