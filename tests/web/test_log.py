"""The log: whoever looks after learning reads it, and nobody else."""

from datetime import UTC, datetime

from cast.visitor import Visitor
from sqlalchemy import select

from learning.audit import Act, log_act
from learning.database import Database
from learning.organisation import organisation_named
from learning.person import Person
from learning.policy import Policy, set_policy

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_it_says_who_did_what_when(amira: Visitor, database: Database) -> None:
    with database.write() as session:
        norrvik = organisation_named(session, "Norrvik")
        assert norrvik is not None
        by = session.scalars(select(Person.id).where(Person.organisation_id == norrvik.id)).one()
        log_act(session, norrvik.id, Act.EXPORT, "my-team", by, AT)
        log_act(session, norrvik.id, Act.PERSON_ERASED, "", None, AT)
        set_policy(session, norrvik, Policy.NAMED, "Kim", AT)
    amira.get("set-up")
    amira.follow("Read the log")
    assert "Figures were saved as a file: My team. Amira" in amira.text
    assert "2 Mar 2026 13:00" in amira.text
    assert "One person was erased. The operator" in amira.text
    assert "Leaders see names from then on. The operator, Kim" in amira.text


def test_it_is_not_there_for_anybody_else(ben: Visitor) -> None:
    assert ben.get("log").status_code == 404
