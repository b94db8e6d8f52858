"""Which domains are taken, and whose they are."""

import pytest
from cast.company import MONDAY, Company
from sqlalchemy.orm import Session

from learning.errors import Incomplete
from learning.linking_domain import add_domain, domain_of, domains_of
from learning.organisation import Organisation

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("text", ["norrvik.example", " @Norrvik.Example. ", "NORRVIK.EXAMPLE"])
def test_a_domain_may_be_written_in_any_way_and_is_one(norrvik: Company, text: str) -> None:
    session, mine = norrvik.session, norrvik.organisation
    for written in (text, "norrvik.example"):
        assert add_domain(session, mine, written, MONDAY) == "norrvik.example"
        session.flush()
    assert [one.domain for one in domains_of(session, mine.id)] == ["norrvik.example"]


@pytest.mark.parametrize("text", ["", "example", "ben@", "a b.example", "-x.example", ".example"])
def test_what_is_no_domain_is_refused(norrvik: Company, text: str) -> None:
    with pytest.raises(Incomplete, match=r"as norrvik\.example"):
        add_domain(norrvik.session, norrvik.organisation, text, MONDAY)


def test_a_domain_is_one_organisations(norrvik: Company, session: Session) -> None:
    other = Organisation(name="Elsewhere", created_at=MONDAY)
    session.add(other)
    add_domain(session, norrvik.organisation, "norrvik.example", MONDAY)
    session.flush()
    with pytest.raises(Incomplete, match="another organisation"):
        add_domain(session, other, "norrvik.example", MONDAY)


def test_only_what_stands_behind_the_last_at_is_the_domain(norrvik: Company) -> None:
    assert domain_of("ben@norrvik.example@evil.example") == "evil.example"
    assert domain_of('"ben@norrvik.example"@evil.example') == "evil.example"
    assert domain_of("ben@evil-norrvik.example") == "evil-norrvik.example"
    assert domain_of("ben@norrvik.example.evil.example") == "norrvik.example.evil.example"
    assert domain_of("ben@bücher.example") == "xn--bcher-kva.example"
    assert domain_of("ben") is None
    assert domain_of("") is None
