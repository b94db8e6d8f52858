"""When somebody last read the key set: noted by the endpoint, but not for ourselves."""

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from learning.database import Database
from lti_tool.key_set_reading import last_reading, note_reading
from web.http import USER_AGENT

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def noted(database: Database) -> datetime | None:
    with database.read() as session:
        return last_reading(session)


def test_a_platform_that_asks_is_noted(client: FlaskClient, database: Database) -> None:
    assert noted(database) is None
    assert client.get("/lti/jwks", headers={"User-Agent": "MoodleBot/1.0"}).status_code == 200
    assert noted(database) is not None


def test_our_own_look_does_not_count(client: FlaskClient, database: Database) -> None:
    assert client.get("/lti/jwks", headers={"User-Agent": USER_AGENT}).status_code == 200
    assert noted(database) is None


def test_it_is_written_at_most_once_a_minute(database: Database) -> None:
    note_reading(database, AT)
    note_reading(database, AT + timedelta(seconds=59))
    assert noted(database) == AT
    note_reading(database, AT + timedelta(seconds=61))
    assert noted(database) == AT + timedelta(seconds=61)
