"""The life of a key: published before it signs, and until nothing it has signed can be alive."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from learning.database import Database
from lti_tool.access_token import ASSERTION_LIFE
from lti_tool.deep_linking import LIFE
from lti_tool.key_rotation import (
    OVERLAP,
    NewKeyComing,
    replace_keys,
    rotate_keys,
    turn_keys,
)
from lti_tool.tool_key import (
    CACHED,
    LONGEST_LIFE,
    PUBLISHED_BEFORE,
    KeyState,
    ToolKey,
    ensure_key,
    key_that_signs,
    published_keys,
    signing_key,
)
from web.keyring import Keyring

OLD, NEW = "o" * 40, "n" * 40
KEYRING = Keyring([OLD])
START = datetime(2026, 11, 24, 8, tzinfo=UTC)
AGE = timedelta(days=90)
WHENEVER: Any = {"verify_exp": False, "verify_iat": False}
"""The times of these tests are not those of the machine that runs them."""
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def keys(database: Database) -> "Keys":
    with database.write() as session:
        ensure_key(session, KEYRING, START)
    return Keys(database)


class Keys:
    """The keys of one installation, at times of the test's choice."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def turn(self, at: datetime, age: timedelta = AGE, keyring: Keyring = KEYRING) -> None:
        with self.database.write() as session:
            turn_keys(session, keyring, at, age)

    def published(self) -> list[str]:
        with self.database.read() as session:
            return [key["kid"] for key in published_keys(session)]

    def signs(self, at: datetime) -> str:
        with self.database.read() as session:
            return signing_key(session, KEYRING, at)[0]

    def states(self, at: datetime) -> list[KeyState]:
        """Oldest first."""
        with self.database.read() as session:
            signing = key_that_signs(session, at)
            rows = session.scalars(select(ToolKey).order_by(ToolKey.id)).all()
            return [key.state(signing, at) for key in rows]

    def signed(self, at: datetime) -> str:
        """An assertion that is good for as long as any."""
        with self.database.read() as session:
            key = signing_key(session, KEYRING, at)
        return key.sign({"iss": "baton", "iat": at, "exp": at + LONGEST_LIFE})

    def key_set(self) -> jwt.PyJWKSet:
        with self.database.read() as session:
            return jwt.PyJWKSet.from_dict({"keys": published_keys(session)})


def test_the_whole_life_of_a_key(keys: Keys) -> None:
    (first,) = keys.published()
    tomorrow = START + AGE
    almost = tomorrow - PUBLISHED_BEFORE - SECOND
    keys.turn(almost)
    assert keys.states(almost) == [KeyState.SIGNS]

    keys.turn(almost + SECOND)
    _first, second = keys.published()
    assert keys.states(almost + SECOND) == [KeyState.SIGNS, KeyState.COMING]
    assert keys.signs(tomorrow - SECOND) == first

    keys.turn(tomorrow)
    assert keys.signs(tomorrow) == second
    assert keys.published() == [first, second]
    assert keys.states(tomorrow) == [KeyState.LEAVING, KeyState.SIGNS]

    keys.turn(tomorrow + OVERLAP - SECOND)
    assert keys.published() == [first, second]
    keys.turn(tomorrow + OVERLAP)
    assert keys.published() == [second]
    assert keys.states(tomorrow + OVERLAP) == [KeyState.RETIRED, KeyState.SIGNS]


def test_the_private_half_of_a_retired_key_is_erased(keys: Keys) -> None:
    keys.turn(START + AGE)
    keys.turn(START + AGE + PUBLISHED_BEFORE + OVERLAP)
    with keys.database.read() as session:
        retired, used = session.scalars(select(ToolKey).order_by(ToolKey.id)).all()
    assert retired.retired_at == START + AGE + PUBLISHED_BEFORE + OVERLAP
    assert retired.private_pem == ""
    assert KEYRING.decrypt(used.private_pem)


def test_looking_often_makes_no_more_keys(keys: Keys) -> None:
    for hour in range(30):
        keys.turn(START + AGE + hour * HOUR)
    assert len(keys.states(START + AGE)) == 2


def test_a_worker_that_was_away_for_long_still_publishes_a_day_before(keys: Keys) -> None:
    late = START + 3 * AGE
    (first,) = keys.published()
    keys.turn(late)
    assert keys.signs(late + PUBLISHED_BEFORE - SECOND) == first
    assert keys.signs(late + PUBLISHED_BEFORE) != first


def test_what_was_signed_just_before_the_change_can_still_be_checked(keys: Keys) -> None:
    keys.turn(START + AGE - PUBLISHED_BEFORE)
    change = START + AGE
    token = keys.signed(change - SECOND)
    assert keys.signs(change) != jwt.get_unverified_header(token)["kid"]
    for passed in (timedelta(0), LONGEST_LIFE - SECOND):
        keys.turn(change + passed)
        key = keys.key_set()[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(token, key, ["RS256"], options=WHENEVER)
        assert claims["exp"] >= (change + passed).timestamp()


def test_a_platform_that_keeps_the_set_as_long_as_it_may_knows_every_key(keys: Keys) -> None:
    """It asks again when the hour is over, and is met with a signature at every worst moment."""
    asked_at, known = START - CACHED, set[str]()
    used = set()
    at = START
    while at < START + timedelta(days=8):
        keys.turn(at, age=timedelta(days=2))
        if at - asked_at >= CACHED:
            asked_at, known = at, set(keys.published())
        kid = keys.signs(at)
        assert kid in known
        used.add(kid)
        at += timedelta(minutes=25)
    assert len(used) == 4


def test_the_set_says_how_long_it_may_be_kept(house: Any) -> None:
    answer = house.browser().get("/lti/jwks")
    assert answer.cache_control.max_age == CACHED.total_seconds()


def test_nothing_that_is_signed_lives_longer_than_its_key_is_shown() -> None:
    assert timedelta(seconds=ASSERTION_LIFE) <= LONGEST_LIFE
    assert LIFE <= LONGEST_LIFE
    assert OVERLAP >= LONGEST_LIFE + CACHED


def test_workers_at_the_same_moment_make_one_key(keys: Keys) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: keys.turn(START + AGE), range(8)))
    assert len(keys.states(START + AGE)) == 2


def test_an_operator_may_renew_early(keys: Keys) -> None:
    (first,) = keys.published()
    with keys.database.write() as session:
        second = rotate_keys(session, KEYRING, START + HOUR).kid
    assert keys.published() == [first, second]
    assert keys.signs(START + HOUR + PUBLISHED_BEFORE - SECOND) == first
    assert keys.signs(START + HOUR + PUBLISHED_BEFORE) == second


def test_a_new_key_comes_once(keys: Keys) -> None:
    with keys.database.write() as session:
        rotate_keys(session, KEYRING, START)
    with pytest.raises(NewKeyComing) as caught, keys.database.write() as session:
        rotate_keys(session, KEYRING, START + HOUR)
    assert str(caught.value) == (
        "A new key is published already; it signs from 2026-11-25 08:00 UTC. "
        "If one has leaked, use `baton keys rotate --now`."
    )
    assert len(keys.published()) == 2


def test_a_leaked_key_is_gone_at_once(keys: Keys) -> None:
    with keys.database.write() as session:
        rotate_keys(session, KEYRING, START)
        new = replace_keys(session, KEYRING, START + HOUR).kid
    assert keys.published() == [new]
    assert keys.signs(START + HOUR) == new
    assert keys.states(START + HOUR) == [KeyState.RETIRED, KeyState.RETIRED, KeyState.SIGNS]
    with keys.database.read() as session:
        pems = session.scalars(select(ToolKey.private_pem).order_by(ToolKey.id)).all()
    assert pems[:2] == ["", ""]


def test_a_replaced_secret_is_not_needed_any_more(keys: Keys) -> None:
    keys.turn(START, keyring=Keyring([NEW, OLD]))
    with keys.database.read() as session:
        assert signing_key(session, Keyring([NEW]), START)[0] == keys.published()[0]


def test_a_lost_secret_loses_no_key(keys: Keys) -> None:
    keys.turn(START, keyring=Keyring([NEW]))
    assert keys.signs(START) == keys.published()[0]
