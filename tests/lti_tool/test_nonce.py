"""Nonces: one launch, however many arrive with it and however close."""

import threading
from datetime import UTC, datetime, timedelta

from doubles.lms import Lms
from flask import Flask
from sqlalchemy import func, select

from learning.database import Database
from learning.ready import driver_of
from lti_tool.nonce import KEPT, SpentNonce, forget_spent_nonces, is_spent, spend_nonce
from lti_tool.state import LIFE
from web.session import WebSession

MANY = 8


def test_a_replayed_launch_succeeds_exactly_once(app: Flask, lms: Lms, database: Database) -> None:
    """An attacker who has copied token, state and cookie is as fast as the browser."""
    client = app.test_client()
    lms.launch(client)  # so that nothing but the nonce is in the way of the rest
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"]))
    cookies = {cookie.key: cookie.value for cookie in client._cookies.values()}
    statuses: list[int] = []
    start = threading.Barrier(MANY)

    def post() -> None:
        copy = app.test_client()
        for name, value in cookies.items():
            copy.set_cookie(name, value)
        start.wait()
        statuses.append(lms.post(copy, asked["state"], token).status_code)

    threads = [threading.Thread(target=post) for _n in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [400] * (MANY - 1)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 2


def test_a_nonce_that_was_spent_in_a_transaction_that_failed_is_still_good(
    database: Database,
) -> None:
    at = datetime.now(UTC)
    with database.write() as session:
        assert spend_nonce(driver_of(session.connection()), "n" * 64, at)
        session.rollback()
    with database.write() as session:
        assert not is_spent(session.connection(), "n" * 64)
        assert spend_nonce(driver_of(session.connection()), "n" * 64, at)
        assert is_spent(session.connection(), "n" * 64)
        assert not spend_nonce(driver_of(session.connection()), "n" * 64, at)


def test_nonces_are_remembered_for_longer_than_a_state_lives(database: Database) -> None:
    at = datetime.now(UTC)
    with database.write() as session:
        for name, age in (("old", KEPT + timedelta(minutes=1)), ("young", timedelta(seconds=LIFE))):
            spend_nonce(driver_of(session.connection()), name, at - age)
        forget_spent_nonces(session, at)
        assert list(session.scalars(select(SpentNonce.nonce))) == ["young"]
    assert timedelta(seconds=LIFE) < KEPT
