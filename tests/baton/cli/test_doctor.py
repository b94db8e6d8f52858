"""`baton doctor`: what is wrong here, and what to do about it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from baton.pulse import beat
from learning.context import Enrolment
from learning.delivery import Delivery, DeliveryState
from practice_lms.people import person_named

AMIRA, BEN = person_named("Amira").sub, person_named("Ben").sub


@pytest.fixture
def doctor(baton, settings):
    def look(**more):
        said = baton("doctor", **{**settings, **more})
        lines = [line.split(None, 1) for line in said.out.splitlines()]
        assert all(word in ("ok", "WRONG") for word, _ in lines)
        wrong = [sentence for word, sentence in lines if word == "WRONG"]
        assert said.status == (1 if wrong else 0)
        return wrong

    return look


@pytest.fixture
def well(database, debts):
    """An installation in which everything is well."""
    with database.write() as session:
        beat(session, datetime.now(UTC))
    return debts


def change(database, **values):
    with database.write() as session:
        session.execute(update(Delivery).values(**values))


def test_all_is_well(doctor, well):
    assert doctor() == []


def test_a_new_installation_is_told_what_to_do_and_nothing_is_made(baton, home):
    said = baton("doctor")
    assert said.status == 1
    assert "There is no database yet; `baton serve`" in said.out
    assert list(home.iterdir()) == []


def test_an_installation_without_a_platform(doctor, database, product):
    wrong = doctor(BATON_SECRET_KEY="a secret for tests only, long enough".replace(",", "-"))
    assert "BATON_SECRET_KEY does not open the stored keys" in wrong[0]
    assert "No platform is connected" in wrong[1]
    assert "No worker is at work" in wrong[2]


def test_a_misspelt_setting_is_found(doctor, well):
    (wrong,) = doctor(BATON_PUBLIC_ULR="https://baton.example.org")
    assert "BATON_PUBLIC_ULR" in wrong


def test_a_public_address_without_tls_is_found(doctor, well):
    (wrong,) = doctor(BATON_PUBLIC_URL="http://baton.example.org")
    assert "https" in wrong


def test_broken_content_is_found(doctor, well, content_copy):
    (content_copy / "programme.yaml").write_text("arcs: [", "utf-8")
    (wrong,) = doctor(BATON_CONTENT=str(content_copy))
    assert "programme.yaml:" in wrong


def test_a_secret_that_does_not_open_the_keys_is_found(doctor, well):
    (wrong,) = doctor(BATON_SECRET_KEY="another-secret-that-is-long-enough")
    assert "restore the old one" in wrong


def test_a_worker_that_has_gone_is_found(doctor, well, database):
    with database.write() as session:
        beat(session, datetime.now(UTC) - timedelta(hours=1))
    (wrong,) = doctor()
    assert "Start `baton worker`" in wrong


def test_a_grade_that_has_just_been_earned_is_no_trouble(doctor, well):
    well.owe({(1, BEN): 80.0})
    assert doctor() == []


def test_a_grade_that_waits_for_long_is_found_with_its_reason(doctor, well, database):
    well.owe({(1, BEN): 80.0})
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    change(database, event_at=an_hour_ago, reason="the LMS could not be reached")
    (wrong,) = doctor()
    assert "1 grade(s) wait" in wrong
    assert "the LMS could not be reached" in wrong


def test_a_learners_refused_grade_is_found(doctor, well, database):
    well.owe({(1, BEN): 80.0})
    change(database, state=DeliveryState.REFUSED)
    (wrong,) = doctor()
    assert "baton grades list --state refused" in wrong


def test_a_leaders_refused_grade_is_what_gradebooks_do(doctor, well, database):
    well.owe({(1, AMIRA): 80.0})
    change(database, state=DeliveryState.REFUSED)
    with database.write() as session:
        amira = well.identities[AMIRA]
        context = well.line_items[1].context_id
        at = datetime.now(UTC)
        session.add(Enrolment(context_id=context, identity_id=amira.id, leads=True, since=at))
    assert doctor() == []
