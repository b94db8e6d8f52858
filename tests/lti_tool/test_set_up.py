"""What Set-up says of the LMS: what it has granted, and what is missing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from cast.visitor import visit
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask import Flask
from sqlalchemy import select

from learning.database import Database
from lti_tool.roster import Roster

ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def teaching(lms: Lms) -> dict[str, Any]:
    members = {"context_memberships_url": f"{lms.url}/members", "service_versions": ["2.0"]}
    return {f"{LTI}roles": [INSTRUCTOR], ROSTER: members}


@ON_ONE
def test_a_roster_that_was_not_read_to_its_end_is_said_to_be_incomplete(
    app: Flask, lms: Lms, database: Database
) -> None:
    """A platform that sends us in circles, to another host, or on and on."""
    amira = visit(app.test_client(), lms, "amira", **teaching(lms))
    amira.get("set-up")
    assert "Baton knows who is in this course." in amira.text
    broken_off = "the pages go round in circles"
    with database.write() as session:
        roster = session.scalars(select(Roster)).one()
        roster.break_off(broken_off, datetime(2026, 3, 3, 12, tzinfo=UTC))
        roster.break_off(broken_off, datetime(2026, 3, 4, 12, tzinfo=UTC))
    amira.get("set-up")
    assert "Incomplete since 3 March 2026. Baton keeps the people that it knows." in amira.text
    with database.write() as session:
        session.scalars(select(Roster)).one().finish(12, datetime(2026, 3, 5, tzinfo=UTC))
    amira.get("set-up")
    assert "Baton knows who is in this course." in amira.text
