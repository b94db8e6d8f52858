"""Registrations are remembered for some seconds, and a new one is there at once."""

from datetime import UTC, datetime

from sqlalchemy import delete

from learning.database import Database
from lti_tool.known_platforms import KEPT, KnownPlatforms
from lti_tool.platform import Platform

ISSUER, CLIENT = "https://lms.norrvik.example", "baton-1"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def register(database: Database, auth_url: str, client_id: str = CLIENT) -> None:
    with database.write() as session:
        session.add(
            Platform(
                name=client_id,
                issuer=ISSUER,
                client_id=client_id,
                auth_url=auth_url,
                token_url=f"{ISSUER}/token",
                jwks_url=f"{ISSUER}/jwks",
                added_at=datetime.now(UTC),
            )
        )


def test_a_registration_that_was_not_there_is_found_as_soon_as_it_is(database: Database) -> None:
    known = KnownPlatforms(database)
    assert known.find(ISSUER, CLIENT) == []
    register(database, f"{ISSUER}/auth")
    assert [one.auth_url for one in known.find(ISSUER, CLIENT)] == [f"{ISSUER}/auth"]


def test_a_change_is_seen_after_some_seconds(database: Database) -> None:
    clock = Clock()
    known = KnownPlatforms(database, clock)
    register(database, f"{ISSUER}/auth")
    known.find(ISSUER, CLIENT)
    with database.write() as session:
        session.execute(delete(Platform))
    assert len(known.find(ISSUER, CLIENT)) == 1
    clock.now += KEPT
    assert known.find(ISSUER, CLIENT) == []


def test_two_registrations_of_one_issuer_stay_two(database: Database) -> None:
    known = KnownPlatforms(database)
    register(database, f"{ISSUER}/auth")
    assert len(known.find(ISSUER, "")) == 1
    register(database, f"{ISSUER}/auth", "baton-2")
    assert [one.client_id for one in known.find(ISSUER, "baton-2")] == ["baton-2"]
    assert len(known.find(ISSUER, "")) == 2
