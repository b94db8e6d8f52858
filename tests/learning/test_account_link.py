"""What a link remembers: who was joined, how, and that they were parted."""

from datetime import timedelta

import pytest
from cast.company import Company
from cast.two_doors import NOW, in_teams, join

from learning.account_link import How, linked_by_itself, links_of, was_parted
from learning.connecting import connect_people, disconnect
from learning.person import Person

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)


def test_a_link_that_nobody_asked_for_is_told_for_a_while(norrvik: Company, ben: Person) -> None:
    session = norrvik.session
    connect_people(session, ben, in_teams(norrvik), How.EMAIL, norrvik.catalogue, NOW)
    (link,) = links_of(session, ben.id)
    assert linked_by_itself(session, ben.id, NOW.real) is link
    assert linked_by_itself(session, ben.id, NOW.real + timedelta(seconds=1)) is None


def test_one_that_they_made_themselves_is_not(norrvik: Company, ben: Person) -> None:
    join(norrvik, ben, in_teams(norrvik))
    assert linked_by_itself(norrvik.session, ben.id, NOW.real) is None


def test_parted_it_is_no_link_any_more_and_both_are_known_to_have_parted(
    norrvik: Company, ben: Person
) -> None:
    session = norrvik.session
    link = join(norrvik, ben, in_teams(norrvik))
    assert not was_parted(session, ben.id)
    leaves = disconnect(session, link, NOW)
    for person in (ben, leaves):
        assert links_of(session, person.id) == []
        assert was_parted(session, person.id)
