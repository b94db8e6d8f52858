"""The log says who did what, when; it outlives who did it, and stays within the company."""

from datetime import timedelta

from cast.company import MONDAY, WEEK, Company
from sqlalchemy import text

from learning.audit import Act, log_act, read_log
from learning.person import Person
from learning.policy import Policy, set_policy
from learning.team_source import TeamSource, set_team_source


def test_exports_and_changes_of_the_policy_are_in_one_log(
    norrvik: Company, ben: Person, chidi: Person
) -> None:
    session, mine = norrvik.session, norrvik.organisation.id
    log_act(session, mine, Act.EXPORT, "my-team", ben.id, MONDAY)
    set_policy(session, norrvik.organisation, Policy.NAMED, "Kim", MONDAY + WEEK)
    log_act(session, mine, Act.PERSON_ERASED, "", None, MONDAY + 2 * WEEK)
    set_team_source(session, norrvik.organisation, TeamSource.BOTH, "Kim", MONDAY + 3 * WEEK)
    log_act(session, chidi.organisation_id, Act.EXPORT, "spread", chidi.id, MONDAY)
    assert [(one.act, one.what, one.by, one.by_operator) for one in read_log(session, mine)] == [
        (Act.TEAM_SOURCE, "both", "Kim", True),
        (Act.PERSON_ERASED, "", None, True),
        (Act.POLICY, "named", "Kim", True),
        (Act.EXPORT, "my-team", "Ben", False),
    ]


def test_an_entry_stays_when_who_did_it_has_gone(norrvik: Company) -> None:
    kim = Person(name="Kim", organisation=norrvik.organisation, created_at=MONDAY)
    norrvik.session.add(kim)
    norrvik.session.flush()
    at = MONDAY + timedelta(hours=1)
    log_act(norrvik.session, norrvik.organisation.id, Act.EXPORT, "my-team", kim.id, at)
    norrvik.session.flush()
    norrvik.session.execute(text("DELETE FROM person WHERE id = :id"), {"id": kim.id})
    norrvik.session.expire_all()
    (line,) = read_log(norrvik.session, norrvik.organisation.id)
    assert (line.by, line.by_operator, line.at) == (None, False, at)
