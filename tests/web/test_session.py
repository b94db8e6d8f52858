"""A session: how long it lives, and that nobody can guess it."""

from datetime import UTC, datetime, timedelta

import pytest

from web.session import WebSession, hash_token, new_public_id, new_token

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def session(**changes: datetime | None) -> WebSession:
    return WebSession(**{"started_at": AT, "seen_at": AT, "ended_at": None, **changes})


@pytest.mark.parametrize(
    ("after", "alive"),
    [
        (timedelta(), True),
        (timedelta(minutes=30), True),
        (timedelta(minutes=30, seconds=1), False),
    ],
)
def test_half_an_hour_idle(after: timedelta, alive: bool) -> None:
    assert session().is_alive(AT + after) is alive


@pytest.mark.parametrize(
    ("after", "alive"), [(timedelta(hours=8), True), (timedelta(hours=8, seconds=1), False)]
)
def test_eight_hours_at_most(after: timedelta, alive: bool) -> None:
    assert session(seen_at=AT + after).is_alive(AT + after) is alive


def test_what_has_ended_stays_ended() -> None:
    assert not session(ended_at=AT).is_alive(AT)


def test_a_token_cannot_be_guessed_or_met_twice() -> None:
    assert len({new_token() for _n in range(1000)}) == 1000
    assert len({new_public_id() for _n in range(1000)}) == 1000
    assert len(new_token()) >= 43
    assert len(new_public_id()) <= 22


def test_a_hash_is_always_the_same_and_is_not_the_token() -> None:
    token = new_token()
    assert hash_token(token) == hash_token(token) != token
