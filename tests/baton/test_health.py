"""Health: what a monitor asks, and what it hears."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from baton.pulse import REST, beat, last_beat


def test_a_process_that_runs_is_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_without_a_worker_it_is_not_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "ok", "worker": "is not at work"}


def test_with_a_worker_it_is_ready(client, database):
    with database.write() as session:
        beat(session, datetime.now(UTC))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "worker": "ok"}


def test_a_worker_that_has_been_quiet_for_long_is_not_at_work(client, database):
    with database.write() as session:
        beat(session, datetime.now(UTC) - REST - timedelta(seconds=1))
    assert client.get("/readyz").status_code == 503


def test_a_database_that_fails_is_said_without_a_trace(client, database):
    with database.engine.execution_options(baton_writes=True).begin() as connection:
        connection.execute(text("DROP TABLE worker_pulse"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "does not answer"}


def test_the_last_of_several_workers_counts(database):
    at = datetime.now(UTC)
    for moment in (at - timedelta(hours=1), at):
        with database.write() as session:
            beat(session, moment)
    with database.read() as session:
        assert last_beat(session) == at
