"""A shared week hangs on the group alone, and tells of nobody, whoever of the group looks."""

from datetime import timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company
from cast.team import count, in_week, leave_course, members, team_of

from learning.clock import monday_of
from learning.cohort import Cohort
from learning.context import Context
from learning.huddle import HuddleKind, hold_huddle
from learning.organisation import Organisation
from learning.person import Person
from learning.shared_week import read_team_spread, shared_module
from learning.team import Team
from learning.threshold import Band, Figure


@pytest.fixture
def team(norrvik: Company) -> Team:
    return team_of(norrvik, 8)


def module_of(norrvik: Company, team: Team | None) -> str | None:
    return shared_module(
        norrvik.session,
        norrvik.catalogue,
        norrvik.organisation,
        team.id if team else None,
        MONDAY.date(),
    )


def earlier_course(norrvik: Company) -> Context:
    """A course that began a week before."""
    monday = monday_of(MONDAY.date()) - WEEK
    cohort = Cohort(organisation=norrvik.organisation, name="Earlier", starts_on=monday)
    context = Context(organisation_id=norrvik.organisation.id, title="Earlier", cohort=cohort)
    norrvik.session.add(context)
    norrvik.session.flush()
    return context


def test_it_is_the_module_that_most_of_the_team_have(norrvik: Company, team: Team) -> None:
    earlier = earlier_course(norrvik)
    for number in range(20):
        norrvik.person(f"Somebody else {number}", earlier)
    newcomer = norrvik.person("Newcomer", earlier)
    team.consist_of([*team.member_ids, newcomer.id], team.leader_ids, MONDAY)
    norrvik.session.flush()
    assert module_of(norrvik, team) == FIRST
    assert module_of(norrvik, None) == SECOND, "without a team, that of most people here"


def test_who_has_left_and_who_is_of_another_company_does_not_matter(
    norrvik: Company, team: Team
) -> None:
    earlier = earlier_course(norrvik)
    for number in range(20):
        leave_course(norrvik, norrvik.person(f"Gone {number}", earlier), MONDAY)
    assert module_of(norrvik, None) == FIRST
    empty = Organisation(name="Elsewhere", created_at=MONDAY)
    norrvik.session.add(empty)
    norrvik.session.flush()
    today = MONDAY.date()
    assert shared_module(norrvik.session, norrvik.catalogue, empty, None, today) is None


def finish(norrvik: Company, team: Team, how_many: int) -> list[Person]:
    count(norrvik, 1)
    people = members(norrvik, team)
    for person in people[:how_many]:
        norrvik.complete(person, at=in_week(1))
    assert read_team_spread(norrvik.session, team.id).figure is None, "its week is not over"
    count(norrvik, 2)
    return people


@pytest.mark.parametrize(
    ("done", "shown"),
    [
        (0, Figure(0, 2, 8)),
        (2, Figure(0, 2, 8)),
        (3, Figure(3, 3, 8)),
        (5, Figure(5, 5, 8)),
        (6, Figure(6, 8, 8)),
        (8, Figure(6, 8, 8)),
    ],
)
def test_whoever_looks_may_be_counted_so_the_bands_are_one_wider(
    norrvik: Company, team: Team, done: int, shown: Figure
) -> None:
    finish(norrvik, team, done)
    spread = read_team_spread(norrvik.session, team.id)
    assert (spread.module, spread.figure) == (FIRST, shown)
    assert spread.counted_on == (MONDAY + WEEK).date()


def test_no_count_is_shown_unless_there_are_five_besides_whoever_looks(norrvik: Company) -> None:
    small = team_of(norrvik, 5)
    finish(norrvik, small, 3)
    spread = read_team_spread(norrvik.session, small.id)
    assert (spread.module, spread.figure, spread.counted_on) == (None, None, None)


def test_who_leaves_widens_the_bands_further(norrvik: Company, team: Team) -> None:
    people = finish(norrvik, team, 3)
    leave_course(norrvik, people[-1], in_week(2))
    count(norrvik, 3)
    figure = read_team_spread(norrvik.session, team.id).figure
    assert figure is not None
    assert figure.band is Band.FEW


def test_huddles_are_held_in_the_open(norrvik: Company, team: Team) -> None:
    (amira,) = (norrvik.session.get_one(Person, one) for one in team.leader_ids)
    ben, dana, *_others = members(norrvik, team)
    another = team_of(norrvik, 2, "Night shift", "Elin")
    for day, host in enumerate((amira, ben, dana)):
        at = MONDAY + timedelta(days=day)
        hold_huddle(norrvik.session, host, FIRST, HuddleKind.FULL, None, at, team_id=team.id)
    spread = read_team_spread(norrvik.session, team.id)
    assert (spread.huddles, spread.by_others) == (3, 2)
    assert read_team_spread(norrvik.session, another.id).huddles == 0
