"""A link code: what is in it, how long it is good, and how often it may be tried."""

from datetime import timedelta

import pytest
from cast.company import MONDAY, Company
from cast.two_doors import in_teams
from sqlalchemy import func, select

from learning.errors import Incomplete
from learning.link_code import (
    LIFE,
    MOST_CODES,
    MOST_DIGITS,
    MOST_GUESSES,
    WINDOW,
    LinkCode,
    LinkGuess,
    TooOften,
    code_of,
    enter_code,
    hear_digits,
    make_code,
)
from learning.person import Person

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
INSTANT = timedelta(seconds=1)


def other(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def test_what_travels_in_a_link_has_256_bits(norrvik: Company, ben: Person) -> None:
    tokens = {make_code(norrvik.session, ben.id, MONDAY).token for _n in range(MOST_CODES)}
    assert len(tokens) == MOST_CODES
    assert {len(token) for token in tokens} == {43}, "32 bytes, as base64 writes them"


def test_a_code_is_good_for_ten_minutes_and_the_digits_for_ten_more(
    norrvik: Company, ben: Person
) -> None:
    session, teams = norrvik.session, in_teams(norrvik)
    code = make_code(session, ben.id, MONDAY)
    assert enter_code(session, teams, code.letters, MONDAY + LIFE) is None
    found = enter_code(session, teams, code.letters, MONDAY + LIFE - INSTANT)
    assert found is not None
    taken_at = MONDAY + LIFE - INSTANT
    digits = found.take(teams, taken_at)
    session.flush()
    with pytest.raises(Incomplete, match="over"):
        hear_digits(session, ben.id, digits, taken_at + LIFE)
    assert hear_digits(session, ben.id, digits, taken_at + LIFE - INSTANT) is found


def test_three_wrong_digits_end_a_code(norrvik: Company, ben: Person) -> None:
    session, teams = norrvik.session, in_teams(norrvik)
    found = enter_code(session, teams, make_code(session, ben.id, MONDAY).token, MONDAY)
    assert found is not None
    digits = found.take(teams, MONDAY)
    session.flush()
    for _miss in range(MOST_DIGITS):
        assert hear_digits(session, ben.id, other(digits), MONDAY) is None
        session.flush()
    with pytest.raises(Incomplete, match="over"):
        hear_digits(session, ben.id, digits, MONDAY)
    assert code_of(session, ben.id) is None


def test_an_hour_later_one_may_try_again(norrvik: Company, ben: Person) -> None:
    session = norrvik.session
    for _guess in range(MOST_GUESSES):
        assert enter_code(session, ben, "BCDF-2345-GHJK", MONDAY) is None
        session.flush()
    with pytest.raises(TooOften):
        enter_code(session, ben, "BCDF-2345-GHJK", MONDAY + INSTANT)
    assert enter_code(session, ben, "BCDF-2345-GHJK", MONDAY + WINDOW) is None
    session.flush()
    assert session.scalar(select(func.count()).select_from(LinkGuess)) == MOST_GUESSES + 1


def test_an_hour_later_one_may_make_more_codes(norrvik: Company, ben: Person) -> None:
    for _code in range(MOST_CODES):
        make_code(norrvik.session, ben.id, MONDAY)
    with pytest.raises(TooOften):
        make_code(norrvik.session, ben.id, MONDAY + INSTANT)
    make_code(norrvik.session, ben.id, MONDAY + WINDOW)
    mine = select(func.count()).where(LinkCode.person_id == ben.id, LinkCode.ended_at.is_(None))
    assert norrvik.session.scalar(mine) == 1, "only the newest is worth anything"
