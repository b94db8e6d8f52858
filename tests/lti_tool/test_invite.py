"""An invite: one address, one LMS, one organisation."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from learning.database import Database
from learning.organisation import find_or_create_organisation
from lti_tool.invite import HELD, MOST_ATTEMPTS, Invite, find_invite, issue_invite
from lti_tool.platform import Platform
from lti_tool.register_problems import (
    InviteBusy,
    InviteExpired,
    InviteUnknown,
    InviteUsed,
    InviteWornOut,
)

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def token(database: Database) -> str:
    with database.write() as session:
        owner = find_or_create_organisation(session, "Norrvik", AT)
        return issue_invite(session, owner, AT, DAY)


def test_the_database_does_not_hold_the_token(database: Database, token: str) -> None:
    with database.read() as session:
        invite = session.scalars(select(Invite)).one()
        assert token not in str(vars(invite))
        assert find_invite(session, token).organisation.name == "Norrvik"


@pytest.mark.parametrize("wrong", ["", "x", "ü", "\x00"])
def test_nobody_guesses_one(database: Database, token: str, wrong: str) -> None:
    with database.read() as session, pytest.raises(InviteUnknown):
        find_invite(session, wrong)


def test_it_is_good_until_the_very_end(database: Database, token: str) -> None:
    with database.read() as session:
        invite = find_invite(session, token)
        invite.check(AT + DAY - timedelta(seconds=1))
        with pytest.raises(InviteExpired):
            invite.check(AT + DAY)


def test_an_attempt_that_failed_leaves_it_good(database: Database, token: str) -> None:
    with database.write() as session:
        invite = find_invite(session, token)
        invite.hold(AT)
        with pytest.raises(InviteBusy):
            invite.check(AT)
        invite.release()
        invite.check(AT)
        assert invite.attempts == 1


def test_an_attempt_that_was_cut_short_gives_way(database: Database, token: str) -> None:
    """The process was killed while it waited for the LMS."""
    with database.write() as session:
        invite = find_invite(session, token)
        invite.hold(AT)
        invite.hold(AT + HELD)


def test_it_wears_out(database: Database, token: str) -> None:
    with database.write() as session:
        invite = find_invite(session, token)
        for _n in range(MOST_ATTEMPTS):
            invite.hold(AT)
            invite.release()
        with pytest.raises(InviteWornOut):
            invite.hold(AT)


def test_it_becomes_one_platform(database: Database, token: str) -> None:
    with database.write() as session:
        invite = find_invite(session, token)
        platform = Platform(
            name="Moodle",
            issuer="i",
            client_id="c",
            auth_url="a",
            token_url="t",
            jwks_url="j",
            added_at=AT,
        )
        invite.use(platform, AT)
        with pytest.raises(InviteUsed):
            invite.check(AT)
        with pytest.raises(InviteUsed):
            invite.use(platform, AT)


def test_of_many_at_once_one_begins(database: Database, token: str) -> None:
    begun: list[bool] = []
    start = threading.Barrier(6)

    def attempt() -> None:
        start.wait()
        try:
            with database.write() as session:
                find_invite(session, token, lock=True).hold(AT)
        except InviteBusy:
            begun.append(False)
        else:
            begun.append(True)

    threads = [threading.Thread(target=attempt) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [False] * 5 + [True]
