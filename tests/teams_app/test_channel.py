"""The tab that several people have in common: the same for all on a team, and nothing personal."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from cast.visitor import Visitor
from doubles.entra import CLIENT_ID, NORRVIK, PEOPLE
from sqlalchemy import select

from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.database import Database
from learning.huddle import Huddle
from learning.organisation import find_or_create_organisation
from learning.person import Identity, Person
from learning.team import new_team
from teams_app.tenant import find_tenant
from web.session import WebSession

Opens = Callable[..., Visitor]
CATALOGUE = "77777777-aaaa-4bbb-8ccc-333333333333"
PERSONAL = ("My plans", "Reminders", "Done, hand over", "All modules", "How you can help")
AT = datetime.now(UTC)

# What the database does with a shared week is tested with it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def channel(opens: Opens) -> Opens:
    return lambda who="ben", **told: opens(who, where="channel", **told)


def make_team(database: Database, name: str, *who: str, leader: str | None = None) -> int:
    """Put people on a team who have opened the tab before."""
    with database.write() as session:
        norrvik = find_or_create_organisation(session, "Norrvik", AT)
        known = {
            one.subject: one.person_id
            for one in session.scalars(select(Identity).where(Identity.issuer == NORRVIK))
        }
        team = new_team(norrvik.id, name, AT)
        leads = {known[PEOPLE[leader]]} if leader else set()
        team.consist_of({known[PEOPLE[one]] for one in who}, leads, AT)
        session.add(team)
        session.flush()
        return team.id


def test_it_is_this_weeks_kit_and_nothing_personal(channel: Opens) -> None:
    ben = channel()
    assert ben.address.endswith("/channel")
    assert "Host it, with a timer" in ben.text
    assert "This week: Norrvik" in ben.text
    assert not [words for words in PERSONAL if words in ben.text]
    ben.follow("Baton")
    assert ben.address.endswith("/channel"), "home is the page that all have in common"


def test_everyone_on_a_team_sees_the_same_though_they_began_in_different_weeks(
    channel: Opens, database: Database, a_week_later: Callable[[], None]
) -> None:
    channel("ben")
    a_week_later()
    channel("dana")
    make_team(database, "Day shift", "ben", "dana")
    seen = []
    for who in ("ben", "dana"):
        tab = channel(who)
        tab.get("channel")
        seen.append(tab.text)
    assert seen[0] == seen[1]
    assert "How it spreads in Day shift" in seen[0]


def test_the_teams_module_can_be_hosted_by_who_has_not_come_that_far(
    channel: Opens, database: Database, a_week_later: Callable[[], None]
) -> None:
    channel("ben")
    a_week_later()
    channel("dana")
    make_team(database, "Day shift", "ben")
    with database.write() as session:  # most of the team are a week ahead of Dana
        first = session.scalars(select(Cohort).order_by(Cohort.id)).first()
        assert first is not None
        context = session.scalars(select(Context).where(Context.cohort_id == first.id)).one()
        norrvik = find_or_create_organisation(session, "Norrvik", AT)
        for number in range(3):
            person = Person(organisation_id=norrvik.id, created_at=AT)
            identity = Identity(
                organisation_id=norrvik.id,
                person=person,
                issuer=NORRVIK,
                subject=f"member {number}",
                created_at=AT,
            )
            session.add(Enrolment(context=context, identity=identity, since=AT))
    dana = channel("dana")
    module = dana.title
    assert dana.get("channel").status_code == 200
    dana.follow("Host it, with a timer")
    assert module in dana.text
    assert dana.press("We held it", headcount="4").status_code == 200
    assert "4 people were there" in dana.text
    assert "Nobody yet" in dana.text
    dana.follow("Nobody yet")
    assert dana.address.endswith("/channel")
    with database.read() as session:
        assert session.scalars(select(Huddle.headcount)).all() == [4]


def test_who_is_on_several_teams_chooses_and_nobody_chooses_anothers(
    channel: Opens, database: Database
) -> None:
    for who in ("ben", "dana"):
        channel(who)
    make_team(database, "Day shift", "ben", "dana")
    night = make_team(database, "Night shift", "dana", leader="ben")
    other = make_team(database, "Office", "dana")
    ben = channel("ben")
    assert "How it spreads in Day shift" in ben.text
    ben.get(f"channel?team={night}")
    assert "How it spreads in Night shift" in ben.text
    for wrong in (other, "0", "x", "9" * 30):
        assert ben.get(f"channel?team={wrong}").status_code == 404
    assert "Office" not in ben.text


def test_a_huddle_that_was_held_is_told_to_the_team(channel: Opens, database: Database) -> None:
    for who in ("ben", "dana"):
        channel(who)
    make_team(database, "Day shift", "ben", "dana")
    ben = channel("ben")
    assert "No huddle has been noted yet" in ben.text
    ben.follow("Host it, with a timer")
    ben.press("We held it", headcount="5")
    dana = channel("dana")
    assert "One huddle has been held. One was hosted by somebody other" in dana.text
    assert "Ben" not in dana.text


def test_who_leads_has_no_pages_for_leaders_where_others_look(
    channel: Opens, database: Database
) -> None:
    for who in ("ben", "dana"):
        channel(who)
    make_team(database, "Day shift", "dana", leader="ben")
    ben = channel("ben")
    assert ben.get("my-team").status_code == 403
    with database.read() as session:
        assert not any(session.scalars(select(WebSession.leads)))


def test_the_way_to_ones_own_week_names_the_app_as_the_tenant_calls_it(
    channel: Opens, database: Database
) -> None:
    def way(ben: Visitor) -> tuple[str, str]:
        (link,) = ben.screen.xpath("//a[@data-own-app]")
        return link.get("data-own-app"), urlsplit(link.get("href")).path

    assert way(channel()) == (CLIENT_ID, f"/l/entity/{CLIENT_ID}/baton")
    with database.write() as session:
        tenant = find_tenant(session, NORRVIK)
        assert tenant is not None
        tenant.call_app(CATALOGUE)
    assert way(channel()) == (CATALOGUE, f"/l/entity/{CATALOGUE}/baton")


def test_ones_own_tab_stays_ones_own(opens: Opens) -> None:
    for told in ({}, {"where": "own"}, {"where": "CHANNEL"}, {"where": "teams"}):
        assert "My plans" in opens("ben", **told).text
