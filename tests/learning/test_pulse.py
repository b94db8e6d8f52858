"""The pulse: two statements about us, counted, and nobody can tell who said what."""

from datetime import timedelta

import pytest
from cast.company import MONDAY, WEEK, Company
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from learning.errors import NotFound
from learning.person import Person
from learning.pulse import (
    SMALLEST_TEAM,
    WHOLE,
    PulseCount,
    all_items,
    count_answers,
    read_pulse,
    round_of,
)
from learning.team import Team, new_team


def answer(session: Session, norrvik: Company, person: Person, *agrees: bool) -> list[str]:
    """Answer what is asked in the first round; return the statements."""
    this = round_of(norrvik.organisation, MONDAY)
    items = this.items(norrvik.catalogue, "en")
    answers = {item.id: one for item, one in zip(items, agrees, strict=False)}
    count_answers(session, person, this, items, answers)
    return [item.id for item in items]


def test_a_round_takes_six_weeks_and_asks_in_the_first_three(norrvik: Company) -> None:
    weeks = [round_of(norrvik.organisation, MONDAY + number * WEEK) for number in range(12)]
    assert [one.number for one in weeks] == [0] * 6 + [1] * 6
    assert [one.asks for one in weeks] == [True, True, True, False, False, False] * 2
    assert {one.begins_on for one in weeks} == {MONDAY.date(), (MONDAY + 6 * WEEK).date()}


def test_the_statements_take_turns_and_are_the_same_in_both_languages(norrvik: Company) -> None:
    catalogue, asked = norrvik.catalogue, []
    every = [item.id for item in all_items(catalogue, "en")]
    for number in range(len(every)):
        this = round_of(norrvik.organisation, MONDAY + 6 * number * WEEK)
        english = [item.id for item in this.items(catalogue, "en")]
        assert len(set(english)) == 2
        assert english == [item.id for item in this.items(catalogue, "sv")]
        asked += english
    assert asked == every * 2


def test_answers_are_added_up(
    session: Session, norrvik: Company, ben: Person, dana: Person
) -> None:
    first, second = answer(session, norrvik, ben, True, False)
    answer(session, norrvik, dana, True)
    counts = read_pulse(session, norrvik.organisation, MONDAY + 3 * WEEK)
    assert {one.item: (one.answers, one.agreed) for one in counts} == {
        first: (2, 2),
        second: (1, 0),
    }


def test_while_a_round_asks_it_cannot_be_read(
    session: Session, norrvik: Company, ben: Person
) -> None:
    answer(session, norrvik, ben, True, True)
    for days in (0, 20):
        at = MONDAY + timedelta(days=days)
        assert read_pulse(session, norrvik.organisation, at) == []


def test_a_count_has_nothing_that_could_be_a_person_or_a_time() -> None:
    columns = {column.key for column in inspect(PulseCount).columns}
    assert columns == {
        "id",
        "organisation_id",
        "team_id",
        "begins_on",
        "item",
        "answers",
        "agreed",
    }


@pytest.mark.parametrize("size", [SMALLEST_TEAM - 1, SMALLEST_TEAM])
def test_a_small_team_has_no_counts_of_its_own(
    session: Session, norrvik: Company, ben: Person, size: int
) -> None:
    others = [norrvik.person(f"Person {number}") for number in range(size - 1)]
    team: Team = new_team(norrvik.organisation.id, "Day shift", MONDAY)
    team.consist_of([ben.id, *(one.id for one in others)], [], MONDAY)
    session.add(team)
    session.flush()
    answer(session, norrvik, ben, True, True)
    at = MONDAY + 3 * WEEK
    assert len(read_pulse(session, norrvik.organisation, at, WHOLE)) == 2
    assert bool(read_pulse(session, norrvik.organisation, at, team.id)) == (size >= SMALLEST_TEAM)


def test_nothing_else_can_be_answered(session: Session, norrvik: Company, ben: Person) -> None:
    this = round_of(norrvik.organisation, MONDAY)
    items = this.items(norrvik.catalogue, "en")
    with pytest.raises(NotFound):
        count_answers(session, ben, this, items, {"something-else": True})


def test_a_stranger_answers_for_their_own_company(
    session: Session, norrvik: Company, chidi: Person
) -> None:
    answer(session, norrvik, chidi, True, True)
    assert read_pulse(session, norrvik.organisation, MONDAY + 3 * WEEK) == []
