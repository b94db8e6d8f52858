"""Which modules are open to somebody: by the cohort's week, by the link, by what was begun."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cast.visitor import visit
from doubles.lms import Lms
from flask import Flask
from sqlalchemy import update

from learning.cohort import Cohort
from learning.database import Database

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def start(database: Database, on: date) -> None:
    with database.write() as session:
        session.execute(update(Cohort).values(starts_on=on))


@pytest.mark.parametrize("weeks", [1, 3, 30])
def test_before_the_cohorts_first_week_its_first_module_is_open(
    opens: Any, database: Database, weeks: int
) -> None:
    opens("ben")
    start(database, datetime.now(UTC).date() + timedelta(weeks=weeks))
    ben = opens("ben")
    assert ben.module == FIRST
    assert ben.get(f"modules/{SECOND}").status_code == 403


def test_each_cohort_has_its_own_week(app: Flask, lms: Lms, database: Database) -> None:
    early = visit(app.test_client(), lms, "ben")
    start(database, datetime.now(UTC).date() - timedelta(weeks=1))
    other_course = {"https://purl.imsglobal.org/spec/lti/claim/context": {"id": "course-2"}}
    late = visit(app.test_client(), lms, "dana", **other_course)
    assert early.get(f"modules/{SECOND}").status_code == 200
    assert late.get(f"modules/{SECOND}").status_code == 403


def test_the_link_decides_for_somebody_in_two_cohorts(
    app: Flask, lms: Lms, database: Database
) -> None:
    visit(app.test_client(), lms, "ben")
    start(database, datetime.now(UTC).date() - timedelta(weeks=1))
    other_course = {"https://purl.imsglobal.org/spec/lti/claim/context": {"id": "course-2"}}
    assert visit(app.test_client(), lms, "ben").module == SECOND
    assert visit(app.test_client(), lms, "ben", **other_course).module == FIRST
