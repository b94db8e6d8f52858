"""A curious member of a team, with what a channel's tab shows, does not find out about another.

They look each week, and know of themselves when they completed the module, and when somebody left.
Then they think of every way things may have happened, as the curious leader does.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product as every_way

import pytest
from cast.company import FIRST, Company, company
from cast.team import count, in_week, leave_course, members, monday, team_of
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.shared_week import read_team_spread
from learning.threshold import Count, Figure, figure

WEEKS = 4
NEVER = WEEKS + 1
SIZE = 7
ME, LEAVER, LEAVES_IN = 0, 6, 3

# Nothing of this hangs on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def norrvik(session: Session, catalogue: Catalogue) -> Company:
    return company(session, catalogue, "Norrvik")


@cache
def shown(done: int, gone: int) -> Figure | None:
    """What is shown of so many, by the rule that everybody may know."""
    return figure(Count(done, SIZE, gone + 1))


def possible(seen: list[Figure | None], mine: int, leaves: bool) -> Iterator[tuple[int, ...]]:
    """Yield in which week each may have completed it, given what was shown on each Monday."""
    for way in every_way(range(1, NEVER + 1), repeat=SIZE):
        if way[ME] != mine or (leaves and LEAVES_IN < way[LEAVER] <= WEEKS):
            continue
        told = [
            shown(sum(when <= week for when in way), int(leaves and week >= LEAVES_IN))
            for week in range(1, WEEKS + 1)
        ]
        if told == seen:
            yield way


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize(
    "story",
    [
        (1, 2, 3, 4, 4, NEVER, NEVER),
        (NEVER, 1, 1, 1, 1, 1, 1),
        (1, *(NEVER,) * 6),
        (2, 1, 2, 3, 3, 4, NEVER),
    ],
    ids=["one by one", "all but me", "nobody but me", "most of them"],
)
def test_over_weeks_in_which_people_finish_and_one_leaves(
    norrvik: Company, story: tuple[int, ...], leaves: bool
) -> None:
    # Free weeks follow, so that the page tells of this module again and again.
    norrvik.course.cohort.take_off(monday(week) for week in range(2, WEEKS + 3))
    team = team_of(norrvik, SIZE)
    people, seen = members(norrvik, team), []
    count(norrvik, 1)
    for week in range(1, WEEKS + 1):
        for person, when in zip(people, story, strict=True):
            if when == week:
                norrvik.complete(person, at=in_week(week))
        if leaves and week == LEAVES_IN:
            leave_course(norrvik, people[LEAVER], in_week(week))
        count(norrvik, week + 1)
        spread = read_team_spread(norrvik.session, team.id)
        assert spread.module == FIRST
        seen.append(spread.figure)
    ways = list(possible(seen, story[ME], leaves))
    assert story in ways
    for person in range(SIZE):
        for week in range(1, WEEKS + 1):
            if person != ME:
                assert {way[person] <= week for way in ways} == {True, False}
