"""Thresholds: nothing that is shown, alone or together, tells what one person has done.

The reader here is as clever as one can be: they think of every way things may have happened, and
keep those in which Baton would have shown just what they saw. Whoever has done it in all of these,
or in none, is found out. People in the same group, and who leave it at the same time, are alike to
such a reader, so numbers of them are enough.
"""

from collections.abc import Iterable
from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from learning.threshold import ACTIVITY, COMMENTS, PULSE, Band, Count, Figure, figure, roll_up

World = tuple[int, ...]


def found_out(worlds: Iterable[World], sizes: World) -> bool:
    """Tell whether some group has done it whole in all these worlds, or not at all in all."""
    by_group = zip(*worlds, strict=True)
    return any(
        set(seen) in ({0}, {size}) for seen, size in zip(by_group, sizes, strict=True) if size
    )


@pytest.mark.parametrize("least", [ACTIVITY, PULSE, COMMENTS])
def test_nothing_is_shown_of_a_group_under_its_threshold(least: int) -> None:
    assert all(figure(Count(done, least - 1), least) is None for done in range(least))
    assert all(figure(Count(done, least), least) for done in range(least + 1))


def test_nobody_and_everybody_are_never_shown_as_such() -> None:
    said = [figure(Count(done, 6)) for done in range(7)]
    bands = [one and one.band for one in said]
    few, most = Band.FEW, Band.MOST
    assert bands == [few, few, None, None, None, most, most]
    assert [one and one.done for one in said] == [None, None, 2, 3, 4, None, None]


def test_with_each_who_left_the_bands_grow() -> None:
    assert figure(Count(2, 8, gone=1)) == Figure(0, 2, 8)
    assert figure(Count(3, 8, gone=1)) == Figure(3, 3, 8)
    assert figure(Count(6, 8, gone=1)) == Figure(6, 8, 8)


def test_once_fewer_than_five_are_left_nothing_more_is_shown() -> None:
    assert figure(Count(3, 6, gone=1)) is not None
    assert figure(Count(3, 6, gone=2)) is None


def test_small_groups_are_shown_together() -> None:
    table = roll_up({"A": Count(4, 9), "B": Count(2, 3), "C": Count(1, 4)})
    assert table.figures == {"A": Figure(4, 4, 9)}
    assert table.rolled_up == ("B", "C")
    assert table.rest == Figure(3, 3, 7)
    assert table.total == Figure(7, 7, 16)


def test_one_small_group_takes_the_next_one_along() -> None:
    """Or it would be what the total has more than the rows."""
    table = roll_up({"A": Count(4, 9), "B": Count(2, 3), "C": Count(3, 6)})
    assert table.rolled_up == ("B", "C")
    assert table.rest == Figure(5, 5, 9)


def test_a_small_group_by_itself_has_no_total_either() -> None:
    table = roll_up({"B": Count(2, 3), "C": Count(0, 0)})
    assert (table.figures, table.rest, table.total) == ({}, None, None)


def test_a_total_does_not_tell_that_nobody_has_done_it() -> None:
    assert roll_up({"A": Count(4, 9), "B": Count(0, 6)}).total is None
    assert roll_up({"A": Count(4, 9), "B": Count(0, 6), "C": Count(1, 6)}).total is not None


counts = st.integers(1, 8).flatmap(
    lambda of: st.builds(Count, st.integers(0, of), st.just(of), st.integers(0, min(of, 2)))
)


@settings(max_examples=60)
@given(st.lists(counts, min_size=1, max_size=4))
def test_no_table_tells_of_one_person(groups: list[Count]) -> None:
    shown = roll_up(dict(enumerate(groups)))
    sizes = tuple(group.of for group in groups)
    worlds = [
        world
        for world in product(*(range(size + 1) for size in sizes))
        if shown
        == roll_up(
            {
                place: Count(done, group.of, group.gone)
                for place, (done, group) in enumerate(zip(world, groups, strict=True))
            }
        )
    ]
    assert not found_out(worlds, sizes)


@st.composite
def stories(draw: st.DrawFn) -> tuple[World, list[tuple[World, frozenset[int]]]]:
    """Draw a group of those who stay and of those who leave, and what they have done by week."""
    stay = draw(st.integers(3, 7))
    leave = draw(st.lists(st.integers(1, 2), max_size=2))
    sizes, done = (stay, *leave), [0] * (1 + len(leave))
    leaves_in = [draw(st.integers(1, 4)) for _one in leave]
    weeks = []
    for week in range(5):
        gone = frozenset(n for n, when in enumerate(leaves_in, start=1) if when <= week)
        for n, size in enumerate(sizes):
            if n not in gone:
                done[n] = draw(st.integers(done[n], size))
        weeks.append((tuple(done), gone))
    return sizes, weeks


@settings(max_examples=150)
@given(stories())
def test_no_weeks_together_tell_of_one_person(
    story: tuple[World, list[tuple[World, frozenset[int]]]],
) -> None:
    """They see every week's figure and know who left when; what is done is never undone."""
    sizes, weeks = story

    def said(world: World, gone: frozenset[int]) -> Figure | None:
        return figure(Count(sum(world), sum(sizes), sum(sizes[n] for n in gone)))

    def may_follow(before: World, after: World, gone: frozenset[int]) -> bool:
        return all(
            a == b if n in gone else a <= b
            for n, (a, b) in enumerate(zip(before, after, strict=True))
        )

    every = list(product(*(range(size + 1) for size in sizes)))
    possible = [
        [world for world in every if said(world, gone) == said(happened, gone)]
        for happened, gone in weeks
    ]
    for week in range(1, len(weeks)):
        gone = weeks[week][1]
        before = possible[week - 1]
        possible[week] = [
            one for one in possible[week] if any(may_follow(was, one, gone) for was in before)
        ]
    for week in range(len(weeks) - 1, 0, -1):
        gone = weeks[week][1]
        after = possible[week]
        possible[week - 1] = [
            one for one in possible[week - 1] if any(may_follow(one, then, gone) for then in after)
        ]
    assert not any(found_out(worlds, sizes) for worlds in possible)
