"""Parting: each account has what it brought, and neither reads what the other wrote before."""

from datetime import timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company
from cast.two_doors import NOW, in_teams, join
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.account_link import AccountLink, links_of, was_parted
from learning.clock import Now
from learning.draft import Draft, keep_draft
from learning.follow_up import Outcome
from learning.huddle import Huddle, HuddleKind
from learning.joining import issuers_of
from learning.parting import part_accounts
from learning.person import Identity, Person
from learning.plan_book import read_plan_book
from learning.reminder import change_reminder, read_reminder
from learning.team import Team, TeamMember, new_team

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
"""What is written for any database is tried on both in `test_joining.py`."""
ELSEWHERE = "https://second-lms.example"
LATER = Now(learning=NOW.learning + WEEK, real=NOW.real + WEEK)


def part(norrvik: Company, link: AccountLink) -> Person:
    return part_accounts(norrvik.session, link, LATER)


def plans(norrvik: Company, person: Person) -> list[str]:
    book = read_plan_book(norrvik.session, norrvik.journey(person))
    return [loop.require_plan().words.action for loop in book.loops]


def write(norrvik: Company, person: Person, module: str, action: str, weeks: int = 0) -> None:
    loop = norrvik.complete(person, module, MONDAY + weeks * WEEK)
    loop.make_plan(None, "the shift ends", action, "", MONDAY + weeks * WEEK)
    norrvik.session.flush()


def test_both_read_all_plans_while_they_are_one_and_each_its_own_afterwards(
    norrvik: Company, ben: Person
) -> None:
    other = in_teams(norrvik)
    write(norrvik, ben, FIRST, "from the LMS", 1)
    write(norrvik, other, FIRST, "from Teams")
    write(norrvik, other, SECOND, "from Teams too")
    link = join(norrvik, ben, other)
    assert set(plans(norrvik, ben)) == {"from the LMS", "from Teams", "from Teams too"}
    leaves = part(norrvik, link)
    assert plans(norrvik, ben) == ["from the LMS"]
    assert set(plans(norrvik, leaves)) == {"from Teams", "from Teams too"}
    for person, heard in ((ben, {FIRST: 80}), (leaves, {FIRST: 80, SECOND: 80})):
        assert norrvik.journey(person).heard() == heard, "what was set aside counts again"


def test_what_was_done_since_stays_with_who_stayed(norrvik: Company, ben: Person) -> None:
    other = in_teams(norrvik)
    write(norrvik, other, FIRST, "from Teams")
    link = join(norrvik, ben, other)
    write(norrvik, ben, SECOND, "since then")
    leaves = part(norrvik, link)
    assert plans(norrvik, ben) == ["since then"]
    assert plans(norrvik, leaves) == ["from Teams"]


def test_a_look_back_since_then_goes_with_its_plan(norrvik: Company, ben: Person) -> None:
    other = in_teams(norrvik)
    write(norrvik, other, FIRST, "from Teams")
    link = join(norrvik, ben, other)
    norrvik.journey(ben).loops[FIRST].answer_follow_up(Outcome.DID, NOW.learning)
    leaves = part(norrvik, link)
    assert norrvik.journey(leaves).heard() == {FIRST: 100}
    assert norrvik.journey(ben).heard() == {}


def test_each_has_its_own_doors_teams_and_huddles(norrvik: Company, ben: Person) -> None:
    session, other = norrvik.session, in_teams(norrvik)
    doors = [issuers_of(session, person) for person in (ben, other)]
    shared, own = (new_team(norrvik.organisation.id, name, MONDAY) for name in ("One", "Two"))
    session.add_all([shared, own])
    session.flush()
    for team, person in ((shared, ben), (shared, other), (own, other)):
        session.add(TeamMember(team_id=team.id, person_id=person.id, since=MONDAY))
    for host in (ben, other):
        session.add(
            Huddle(
                organisation_id=norrvik.organisation.id,
                module=FIRST,
                host_id=host.id,
                held_at=MONDAY,
                kind=HuddleKind.FULL,
            )
        )
    session.flush()
    link = join(norrvik, ben, other)
    change_reminder(session, ben.id).mute(MONDAY)
    leaves = part(norrvik, link)
    assert [issuers_of(session, person) for person in (ben, leaves)] == doors
    assert (_teams(session, ben), _teams(session, leaves)) == ({"One"}, {"One", "Two"})
    hosts = session.scalars(select(Huddle.host_id).order_by(Huddle.id)).all()
    assert hosts == [ben.id, leaves.id]
    assert read_reminder(session, leaves.id).muted_at == MONDAY, "silence is not broken"
    assert leaves.name == "Ben in Teams"


def _teams(session: Session, person: Person) -> set[str]:
    mine = select(Team.name).join(TeamMember).where(TeamMember.person_id == person.id)
    return set(session.scalars(mine))


def test_a_draft_of_before_goes_back_and_a_newer_one_stays(norrvik: Company, ben: Person) -> None:
    session, other = norrvik.session, in_teams(norrvik)
    keep_draft(session, other.id, FIRST, MONDAY, cue="of before")
    link = join(norrvik, ben, other)
    since = NOW.learning + timedelta(hours=1)
    keep_draft(session, ben.id, SECOND, since, cue="since then")
    leaves = part(norrvik, link)
    found = session.execute(select(Draft.person_id, Draft.cue).order_by(Draft.id)).all()
    assert [tuple(row) for row in found] == [(leaves.id, "of before"), (ben.id, "since then")]


def test_three_accounts_can_be_parted_in_any_order(norrvik: Company, ben: Person) -> None:
    session, teams, other = norrvik.session, in_teams(norrvik), norrvik.person("Ben elsewhere")
    session.scalars(select(Identity).where(Identity.person_id == other.id)).one().issuer = ELSEWHERE
    write(norrvik, teams, FIRST, "from Teams")
    write(norrvik, other, SECOND, "from elsewhere")
    inner = join(norrvik, teams, other)
    outer = join(norrvik, ben, teams)
    second = part(norrvik, outer)
    assert set(plans(norrvik, second)) == {"from Teams", "from elsewhere"}
    assert links_of(session, second.id) == [inner]
    third = part(norrvik, inner)
    assert (plans(norrvik, second), plans(norrvik, third)) == (["from Teams"], ["from elsewhere"])
    assert plans(norrvik, ben) == []


def test_parted_twice_is_parted_once(norrvik: Company, ben: Person) -> None:
    link = join(norrvik, ben, in_teams(norrvik))
    leaves = part(norrvik, link)
    assert part(norrvik, link) is leaves
    assert links_of(norrvik.session, ben.id) == []
    assert was_parted(norrvik.session, leaves.id)
    assert was_parted(norrvik.session, ben.id)
    everybody = select(func.count()).select_from(Person)
    mine = Person.organisation_id == norrvik.organisation.id
    assert norrvik.session.scalar(everybody.where(mine)) == 2


def test_a_link_that_is_over_names_nobody(norrvik: Company, ben: Person) -> None:
    link = join(norrvik, ben, in_teams(norrvik))
    part(norrvik, link)
    assert (link.name, link.email, link.language) == (None, None, None)
