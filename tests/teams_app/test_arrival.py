"""Arriving in Teams when one has an account at the LMS too, or has not come for long."""

from datetime import UTC, datetime, timedelta

import pytest
from cast.two_doors import Teams, connect
from cast.visitor import Visitor, visit
from doubles.entra import Entra
from doubles.lms import Lms
from flask import Flask
from sqlalchemy import func, select, update

from baton.product import Product
from baton.retention import ALL_RULES
from learning.context import Context, Enrolment
from learning.database import Database
from learning.linking_domain import add_domain
from learning.organisation import organisation_named
from learning.person import Identity, Person
from learning.retention import AWAY, LEFT
from teams_app.intake import Intake
from web.session import WebSession

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAME_ADDRESS = "have the same address, so they are one now"


@pytest.fixture
def teams(app: Flask, database: Database, microsoft: Entra) -> Teams:
    return Teams(app, database, microsoft)


@pytest.fixture
def lms_ben(app: Flask, lms: Lms) -> Visitor:
    return visit(app.test_client(), lms, "ben", name="Okafor, Ben", email="ben@norrvik.example")


def trust(database: Database, domain: str = "norrvik.example") -> None:
    with database.write() as session:
        norrvik = organisation_named(session, "Norrvik")
        assert norrvik is not None
        add_domain(session, norrvik, domain, datetime.now(UTC))


def people(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def night(product: Product, database: Database) -> None:
    """Apply every rule once."""
    with database.write() as session:
        now = product.clock.now(session)
        for rule in ALL_RULES:
            rule.apply(session, now, 100)


def test_by_the_same_address_one_is_the_same_person_and_is_told(
    lms_ben: Visitor, teams: Teams, database: Database
) -> None:
    trust(database)
    there = teams.open("ben", name="Ben")
    assert SAME_ADDRESS in there.text
    there.get("accounts")
    assert "connected them by itself" in there.text
    assert "Norrvik baton-1, Microsoft Teams" in there.text
    assert people(database) == 1
    lms_ben.get("programme")
    assert "so they are one now" in lms_ben.text, "the LMS's side is told too"
    lms_ben.get("about-me")
    assert "so it goes at all of them" in lms_ben.text
    again = teams.open("ben", name="Ben")
    assert SAME_ADDRESS not in again.text, "it is said once"
    again.get("accounts")
    again.follow("Disconnect these accounts")
    again.press("Disconnect them")
    assert people(database) == 2
    assert SAME_ADDRESS not in teams.open("ben").text, "and never done again"
    assert people(database) == 2


def test_without_a_domain_of_the_organisation_nothing_is_linked(
    lms_ben: Visitor, teams: Teams, database: Database
) -> None:
    assert SAME_ADDRESS not in teams.open("ben").text
    trust(database, "elsewhere.example")
    assert SAME_ADDRESS not in teams.open("ben").text
    assert people(database) == 2


def test_entras_claim_email_is_never_looked_at(
    lms_ben: Visitor, teams: Teams, database: Database
) -> None:
    """In Entra anybody may write any address there; the name by which they sign in is checked."""
    trust(database)
    teams.open("dana", email="ben@norrvik.example")
    assert people(database) == 2


def test_where_others_look_nobody_is_linked(
    lms_ben: Visitor, teams: Teams, database: Database, app: Flask, microsoft: Entra
) -> None:
    trust(database)
    form = {"token": microsoft.token("ben"), "where": "channel"}
    answer = app.test_client().post("/teams/session", data=form)
    assert answer.status_code == 200
    assert SAME_ADDRESS not in answer.text
    assert people(database) == 2


def test_who_is_linked_is_in_their_course_and_goes_by_one_name(
    lms_ben: Visitor, teams: Teams, database: Database
) -> None:
    connect(lms_ben, teams.open("ben", name="Ben"))
    teams.open("ben", name="Ben O.")
    with database.read() as session:
        newest = session.scalars(select(WebSession).order_by(WebSession.id.desc())).first()
        assert newest is not None
        assert newest.person.name == "Okafor, Ben"
        intakes = select(Intake.context_id)
        assert newest.context_id not in set(session.scalars(intakes)), "the course comes first"
        assert session.scalar(select(func.count()).select_from(Context)) == 2


def test_who_stays_away_for_a_year_has_left_and_is_erased(
    teams: Teams, database: Database, product: Product
) -> None:
    for who in ("ben", "dana"):
        teams.open(who)
    at = datetime.now(UTC)
    with database.write() as session:
        ben = select(Identity.id).join(Person).where(Person.name == "Ben")
        mine = update(Enrolment).where(Enrolment.identity_id.in_(ben))
        session.execute(mine.values(since=at - 2 * AWAY, roster_at=at - AWAY - timedelta(days=1)))
    night(product, database)
    assert people(database) == 2, "they may still come back"
    with database.write() as session:
        gone = update(Enrolment).where(Enrolment.left_at.is_not(None))
        session.execute(gone.values(left_at=at - LEFT - timedelta(days=1)))
        session.execute(update(WebSession).values(started_at=at - timedelta(days=9)))
    night(product, database)
    with database.read() as session:
        assert session.scalars(select(Person.name)).all() == ["Dana"]


def test_who_comes_back_in_time_goes_on_where_they_were(
    teams: Teams, database: Database, product: Product
) -> None:
    teams.open("ben").finish()
    at = datetime.now(UTC)
    with database.write() as session:
        session.execute(update(Enrolment).values(since=at - 2 * AWAY, roster_at=at - 2 * AWAY))
    night(product, database)
    back = teams.open("ben")
    back.get("plans")
    assert "say thanks" in back.text
    with database.read() as session:
        enrolment = session.scalars(select(Enrolment)).one()
        assert enrolment.left_at is None
        assert enrolment.roster_at is not None
        assert enrolment.roster_at > at - timedelta(minutes=1)


def test_a_link_from_the_lms_opens_the_page_with_its_code(
    lms_ben: Visitor, app: Flask, microsoft: Entra, teams: Teams
) -> None:
    lms_ben.get("accounts")
    lms_ben.press("Make a code")
    (token,) = (field.get("value") for field in lms_ben.screen.xpath("//input[@id='token']"))
    (way,) = [link for link in lms_ben.screen.xpath("//a/@href") if "teams.microsoft.com" in link]
    assert token in way
    browser = app.test_client()
    form = {"token": microsoft.token("ben"), "page": f"link/{token}"}
    there = Visitor(browser, browser.post("/teams/session", data=form))
    assert there.title == "Connected accounts"
    there.press("Go on")
    assert "Are both of these yours?" in there.text
