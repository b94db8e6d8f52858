"""Figures for a monitoring system: for whoever has the token, and about nobody."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from baton.app import create_app
from baton.pulse import beat
from learning.clock import monday_of
from learning.organisation import find_or_create_organisation
from learning.person import Identity, Person
from teams_app.nudge import Nudge
from teams_app.recipient import recipient_of

TOKEN = "a-token-for-monitoring-only"


@pytest.fixture
def monitor(product, wakes):
    settings = replace(product.settings, metrics_token=TOKEN)
    client = create_app(replace(product, settings=settings), wakes).test_client()

    def ask(token=TOKEN):
        return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})

    return ask


def figures(answer):
    assert answer.status_code == 200, answer.text
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_what_stands_where_is_counted(monitor, database):
    at = datetime.now(UTC)
    with database.write() as session:
        beat(session, at)
        organisation = find_or_create_organisation(session, "Norrvik", at)
        person = Person(organisation=organisation, name="Dana Lind", created_at=at)
        dana = Identity(
            organisation_id=organisation.id,
            person=person,
            issuer="a",
            subject="dana",
            created_at=at,
        )
        session.add(dana)
        session.flush()
        recipient_of(session, dana.id).note_missing(at)
        session.add(
            Nudge(
                identity_id=dana.id,
                monday=monday_of(at.date()),
                kind="week",
                module="guard-your-focus",
                state="unreached",
                due_at=at,
            )
        )
    answer = monitor()
    known = figures(answer)
    assert known["baton_worker_seen_timestamp_seconds",] == pytest.approx(at.timestamp())
    assert known["baton_grades", "waiting"] == 0
    assert known["baton_grades_oldest_waiting_seconds",] == 0
    assert known["baton_teams_notices", "week", "unreached"] == 1
    assert known["baton_teams_notices", "reminder", "sent"] == 0
    assert known["baton_teams_people_unreached",] == 1
    assert known["baton_teams_tenants_in_trouble",] == 0
    assert "Dana" not in answer.text
    assert "Norrvik" not in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("token", ["", "another", TOKEN[:-1], f"{TOKEN}x", "é"])
def test_who_has_not_got_the_token_reads_nothing(monitor, token):
    assert monitor(token).status_code == 401


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_token_in_the_settings_there_is_no_such_page(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
