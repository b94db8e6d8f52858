"""A handover: one person takes it, others may read, and nobody of another company gets anything."""

from datetime import timedelta

import pytest
from cast.company import FIRST, MONDAY, SECOND, WEEK, Company
from sqlalchemy.orm import Session

from learning.errors import NotFound
from learning.handover import (
    LIFE,
    MOST_HANDOVERS,
    MOST_HUDDLES,
    Handover,
    TooMany,
    find_handover,
    generation_of,
    hand_over,
    modules_handed_to,
    taken_by,
)
from learning.huddle import Huddle, HuddleKind, hold_huddle
from learning.person import Person

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def amira(norrvik: Company) -> Person:
    return norrvik.person("Amira Haddad")


def held(session: Session, host: Person, handover: Handover | None = None) -> Huddle:
    by = handover.id if handover else None
    return hold_huddle(session, host, FIRST, HuddleKind.FULL, 5, MONDAY, handover_id=by)


def handed(session: Session, giver: Person, handover: Handover | None = None) -> Handover:
    token = hand_over(session, held(session, giver, handover), giver, MONDAY)
    found = find_handover(session, token, MONDAY)
    assert found
    return found


def test_the_next_host_takes_it_and_is_of_the_next_generation(
    session: Session, amira: Person, ben: Person, dana: Person
) -> None:
    to_ben = handed(session, amira)
    assert to_ben.take(ben, TUESDAY)
    to_dana = handed(session, ben, taken_by(session, ben.id, FIRST))
    assert (to_ben.generation, to_dana.generation) == (2, 3)
    assert to_dana.take(dana, TUESDAY)
    assert generation_of(session, held(session, dana, taken_by(session, dana.id, FIRST))) == 3
    assert generation_of(session, held(session, amira)) == 1


def test_taken_again_by_the_same_person_nothing_changes(
    session: Session, amira: Person, ben: Person
) -> None:
    handover = handed(session, amira)
    assert handover.take(ben, TUESDAY)
    assert handover.take(ben, TUESDAY + WEEK)
    assert handover.taken_at == TUESDAY


def test_who_comes_second_or_made_it_may_read_and_not_take(
    session: Session, amira: Person, ben: Person, dana: Person
) -> None:
    handover = handed(session, amira)
    assert not handover.take(amira, TUESDAY), "one cannot hand over to oneself"
    assert handover.take(ben, TUESDAY)
    assert not handover.take(dana, TUESDAY)
    assert handover.taker_id == ben.id


def test_a_stranger_takes_nothing(session: Session, amira: Person, chidi: Person) -> None:
    handover = handed(session, amira)
    with pytest.raises(NotFound):
        handover.take(chidi, TUESDAY)
    assert (handover.taker_id, handover.taken_at) == (None, None)


def test_a_module_that_was_handed_on_is_known_as_such(
    session: Session, amira: Person, ben: Person, dana: Person
) -> None:
    handed(session, amira).take(ben, TUESDAY)
    session.flush()
    assert modules_handed_to(session, ben.id) == {FIRST}
    assert modules_handed_to(session, dana.id) == set()
    assert taken_by(session, ben.id, SECOND) is None


def test_the_givers_first_name_is_told_only_if_they_want_that(
    session: Session, amira: Person
) -> None:
    huddle = held(session, amira)
    silent = find_handover(session, hand_over(session, huddle, amira, MONDAY), MONDAY)
    named = find_handover(
        session, hand_over(session, huddle, amira, MONDAY, with_name=True), MONDAY
    )
    assert silent
    assert named
    assert (silent.giver_name, named.giver_name) == (None, "Amira")


def test_a_guess_finds_nothing_and_a_link_ends(session: Session, amira: Person) -> None:
    token = hand_over(session, held(session, amira), amira, MONDAY)
    assert find_handover(session, token, MONDAY + LIFE)
    assert find_handover(session, token, MONDAY + LIFE + timedelta(seconds=1)) is None
    for guess in ("", "1", token[:-1], token.replace("-", "")[::-1], "\x00", "/" * 300, "\ud800"):
        assert find_handover(session, guess, MONDAY) is None


def test_a_token_may_be_typed_or_pasted_as_people_do(session: Session, amira: Person) -> None:
    token = hand_over(session, held(session, amira), amira, MONDAY)
    link = f"https://baton.example/h/{token}"
    for text in (token.lower(), token.replace("-", " "), f" {link}/ ", f"{link}?language=sv"):
        assert find_handover(session, text, MONDAY), text


def test_the_database_does_not_know_the_token(session: Session, amira: Person) -> None:
    token = hand_over(session, held(session, amira), amira, MONDAY)
    found = find_handover(session, token, MONDAY)
    assert found
    columns = (getattr(found, column.key) for column in Handover.__table__.columns)
    assert token not in map(str, columns)


def test_a_huddle_without_an_account_counts_once_a_day(session: Session, amira: Person) -> None:
    handover = handed(session, amira)
    first = handover.note_huddle(session, HuddleKind.FULL, None, TUESDAY)
    assert handover.note_huddle(session, HuddleKind.MINUTE, 4, TUESDAY) is first
    assert (first.host_id, first.headcount, first.handover_id) == (None, 4, handover.id)
    assert generation_of(session, first) == 2


def test_a_link_that_somebody_plays_with_comes_to_an_end(session: Session, amira: Person) -> None:
    handover = handed(session, amira)
    for day in range(MOST_HUDDLES):
        handover.note_huddle(session, HuddleKind.FULL, 4, MONDAY + timedelta(days=day))
    with pytest.raises(TooMany):
        handover.note_huddle(session, HuddleKind.FULL, 4, MONDAY + timedelta(days=MOST_HUDDLES))
    huddle = held(session, amira)
    for _link in range(MOST_HANDOVERS - 1):
        hand_over(session, huddle, amira, MONDAY)
    with pytest.raises(TooMany):
        hand_over(session, huddle, amira, MONDAY)


def test_who_had_no_account_hands_on_too(session: Session, amira: Person) -> None:
    huddle = handed(session, amira).note_huddle(session, HuddleKind.FULL, 4, TUESDAY)
    onward = find_handover(session, hand_over(session, huddle, None, TUESDAY), TUESDAY)
    assert onward
    assert (onward.giver_id, onward.giver_name, onward.generation) == (None, None, 3)
