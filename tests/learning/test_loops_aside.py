"""Two loops of one module: one counts, and the other stays whole and can still be read."""

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company
from cast.two_doors import NOW, in_teams, join
from sqlalchemy import select

from learning.follow_up import Outcome
from learning.loop import ASIDE, Loop
from learning.loops_aside import bring_back, loops_aside
from learning.person import Person
from learning.plan_book import read_plan_book

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)


@pytest.fixture
def other(norrvik: Company, ben: Person) -> Person:
    """Ben in Teams. At the LMS he has completed the first module; here he has closed its loop."""
    norrvik.complete(ben)
    person = in_teams(norrvik)
    norrvik.complete(person).answer_follow_up(Outcome.DID, MONDAY + WEEK)
    return person


def test_the_better_one_counts_and_the_other_is_read_in_my_plans(
    norrvik: Company, ben: Person, other: Person
) -> None:
    join(norrvik, ben, other)
    assert norrvik.journey(ben).heard() == {FIRST: 100}
    book = read_plan_book(norrvik.session, norrvik.journey(ben))
    aside = [loop for loop in book.loops if loop.is_set_aside]
    assert [loop.slug for loop in aside] == [FIRST]
    assert book.loop(aside[0].module) is aside[0]
    assert loops_aside(norrvik.session, ben, [SECOND]) == []


def test_one_set_aside_is_not_looked_back_at(norrvik: Company, ben: Person, other: Person) -> None:
    join(norrvik, ben, other)
    journey = norrvik.journey(ben)
    (aside,) = loops_aside(norrvik.session, ben, [FIRST])
    assert aside.can_still_close(NOW.learning)
    assert not aside.awaits_follow_up(NOW.learning)
    assert journey.loop_to_check(NOW.learning) is None
    aside.note_done(NOW.learning)
    assert aside.follow_up is None, "only the one that counts is answered"


def test_no_module_has_the_mark_in_its_name(norrvik: Company) -> None:
    assert not [slug for slug in norrvik.catalogue.programme if ASIDE in slug]


def test_the_best_one_comes_back_where_none_counts(
    norrvik: Company, ben: Person, other: Person
) -> None:
    session = norrvik.session
    join(norrvik, ben, other)
    session.delete(norrvik.journey(ben).loops[FIRST].follow_up)
    session.flush()
    bring_back(session, ben, NOW.learning)
    assert len(loops_aside(session, ben, [FIRST])) == 1, "one counts already"
    counted = norrvik.journey(ben).loops[FIRST]
    counted.module = SECOND
    session.flush()
    bring_back(session, ben, NOW.learning)
    assert set(session.scalars(select(Loop.module))) == {FIRST, SECOND}
