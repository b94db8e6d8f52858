"""The policy: counts until somebody changes it, and each change stays on record."""

from cast.company import MONDAY, WEEK, Company, company
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.policy import Policy, named_since, policy_changes, policy_of, set_policy


def change(norrvik: Company, policy: Policy, weeks: int) -> bool:
    at = MONDAY + weeks * WEEK
    return set_policy(norrvik.session, norrvik.organisation, policy, "Kim", at)


def test_leaders_see_counts_until_somebody_says_otherwise(norrvik: Company) -> None:
    assert policy_of(norrvik.session, norrvik.organisation.id) == Policy.COUNTS
    assert named_since(norrvik.session, norrvik.organisation.id) is None


def test_names_count_from_the_day_that_people_were_told(norrvik: Company) -> None:
    assert change(norrvik, Policy.NAMED, 1)
    assert not change(norrvik, Policy.NAMED, 2)
    assert named_since(norrvik.session, norrvik.organisation.id) == MONDAY + WEEK
    change(norrvik, Policy.COUNTS, 3)
    assert named_since(norrvik.session, norrvik.organisation.id) is None
    change(norrvik, Policy.NAMED, 4)
    assert named_since(norrvik.session, norrvik.organisation.id) == MONDAY + 4 * WEEK


def test_each_change_says_who_what_and_when(norrvik: Company) -> None:
    change(norrvik, Policy.NAMED, 1)
    change(norrvik, Policy.COUNTS, 2)
    changes = policy_changes(norrvik.session, norrvik.organisation.id)
    assert [(one.policy, one.by, one.at) for one in changes] == [
        (Policy.NAMED, "Kim", MONDAY + WEEK),
        (Policy.COUNTS, "Kim", MONDAY + 2 * WEEK),
    ]


def test_another_company_keeps_its_own(
    norrvik: Company, session: Session, catalogue: Catalogue
) -> None:
    elsewhere = company(session, catalogue, "Elsewhere")
    change(norrvik, Policy.NAMED, 1)
    assert policy_of(session, elsewhere.organisation.id) == Policy.COUNTS
