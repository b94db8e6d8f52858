"""Linking by e-mail: only where the operator vouches for addresses, and one is nobody else's."""

import pytest
from cast.company import FIRST, MONDAY, Company
from cast.two_doors import NOW, in_teams
from sqlalchemy import func, select, update

from learning.account_link import How, links_of
from learning.audit import Act, AuditEntry
from learning.context import Enrolment
from learning.delivery import Delivery
from learning.link_by_email import link_by_email
from learning.linking_domain import add_domain
from learning.parting import part_accounts
from learning.person import Identity, Person

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
ADDRESS = "ben@norrvik.example"


@pytest.fixture
def bens_teams(norrvik: Company, ben: Person) -> Person:
    """Ben in Teams. At the LMS he has an address of the company's, and the company trusts it."""
    ben.email = "Ben@Norrvik.example"
    add_domain(norrvik.session, norrvik.organisation, "norrvik.example", MONDAY)
    person = in_teams(norrvik)
    norrvik.session.flush()
    return person


def sign_in(norrvik: Company, person: Person, address: str | None = ADDRESS) -> bool:
    norrvik.session.flush()
    return link_by_email(norrvik.session, person, address, norrvik.catalogue, NOW)


def test_the_same_address_is_the_same_person_and_grades_are_owed(
    norrvik: Company, ben: Person, bens_teams: Person
) -> None:
    session = norrvik.session
    norrvik.column(f"module:{FIRST}")
    norrvik.complete(bens_teams)
    assert sign_in(norrvik, bens_teams)
    assert [link.how for link in links_of(session, ben.id)] == [How.EMAIL]
    assert norrvik.journey(ben).heard() == {FIRST: 80}
    assert set(session.scalars(select(Delivery.score))) == {80}
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.what, entry.by_id) == (Act.LINKED, "email", None)


def test_nobody_is_linked_where_it_is_not_switched_on(norrvik: Company, ben: Person) -> None:
    ben.email = ADDRESS
    assert not sign_in(norrvik, in_teams(norrvik))


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "ben",
        "ben@elsewhere.example",
        "ben@sub.norrvik.example",
        "ben@norrvik.example.evil.example",
        "ben@evil-norrvik.example",
        "ben@norrvik.example@evil.example",
        "dana@norrvik.example",
        "%@norrvik.example",
    ],
)
def test_only_the_very_address_under_a_trusted_domain_counts(
    norrvik: Company, bens_teams: Person, address: str | None
) -> None:
    assert not sign_in(norrvik, bens_teams, address)


def test_an_address_at_the_lms_outside_the_domain_counts_nothing(
    norrvik: Company, ben: Person, bens_teams: Person
) -> None:
    """An LMS may say any address. Only one that Entra vouches for as well is ever looked at."""
    ben.email = "ben@mail.example"
    assert not sign_in(norrvik, bens_teams)
    assert not sign_in(norrvik, bens_teams, "ben@mail.example")


def test_an_address_of_two_people_is_nobodys(
    norrvik: Company, ben: Person, dana: Person, bens_teams: Person
) -> None:
    dana.email = ADDRESS.upper()
    assert not sign_in(norrvik, bens_teams)


def test_an_address_by_which_somebody_else_signs_in_is_nobodys(
    norrvik: Company, bens_teams: Person
) -> None:
    other = in_teams(norrvik, "Another Ben")
    mine = update(Identity).where(Identity.person_id == other.id)
    norrvik.session.execute(mine.values(user_name="BEN@norrvik.example"))
    assert not sign_in(norrvik, bens_teams)


def test_a_user_name_at_the_lms_is_no_address(norrvik: Company, ben: Person) -> None:
    """In many an LMS people choose what they sign in with."""
    add_domain(norrvik.session, norrvik.organisation, "norrvik.example", MONDAY)
    mine = update(Identity).where(Identity.person_id == ben.id)
    norrvik.session.execute(mine.values(user_name=ADDRESS))
    assert not sign_in(norrvik, in_teams(norrvik))


def test_who_has_left_has_left_the_address_too(
    norrvik: Company, ben: Person, bens_teams: Person
) -> None:
    """Somebody new may have been given it."""
    norrvik.session.execute(update(Enrolment).values(left_at=MONDAY))
    assert not sign_in(norrvik, bens_teams)


def test_an_address_of_another_organisation_links_nobody(
    norrvik: Company, chidi: Person, bens_teams: Person, ben: Person
) -> None:
    ben.email, chidi.email = None, ADDRESS
    assert not sign_in(norrvik, bens_teams)


def test_who_took_it_back_is_not_linked_again(
    norrvik: Company, ben: Person, bens_teams: Person
) -> None:
    assert sign_in(norrvik, bens_teams)
    (link,) = links_of(norrvik.session, ben.id)
    leaves = part_accounts(norrvik.session, link, NOW)
    assert not sign_in(norrvik, leaves)


def test_who_is_linked_already_stays_as_they_are(
    norrvik: Company, ben: Person, dana: Person, bens_teams: Person
) -> None:
    """Dana cannot become Ben by taking his address at the LMS."""
    assert sign_in(norrvik, bens_teams)
    ben.email, dana.email = "ben.okafor@norrvik.example", ADDRESS
    assert not sign_in(norrvik, ben)
    assert norrvik.session.scalar(select(func.count()).where(Person.id == dana.id)) == 1
