"""Reach as it is told: over weeks in which people come and leave, it tells of no single one.

The reader knows who came and who left, and when, and what is told each week. They think of every
way things may have happened, as in `test_threshold`. People who came and left together are alike
to them, so numbers of them are enough.
"""

from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from learning.threshold import Band, Figure
from learning.told_reach import ToldReach

World = tuple[int, ...]
Story = tuple[World, list[tuple[int, int]], list[World]]
"""The sizes of groups, when each comes and leaves, and how many are reached, week by week."""
WEEKS = 5
ALL_WEEKS = range(WEEKS)


def told(*weeks: tuple[int, int, int]) -> list[int]:
    """Tell it week by week: so many reached, of so many, after so many have left."""
    (reached, of, _gone), *later = weeks
    one = ToldReach.first(reached, of)
    found = [one.people]
    for reached, of, gone in later:
        one = one.next(reached, of, gone)
        found.append(one.people)
    return found


def test_it_is_told_in_steps_of_five() -> None:
    assert [ToldReach.first(reached, 40).people for reached in (0, 2, 3, 7, 8, 40)] == [
        *(0, 0, 5, 5, 10, 40),
    ]


@pytest.mark.parametrize("of", [6, 7, 9, 10, 13, 40, 1001])
def test_nobody_and_everybody_are_not_told(of: int) -> None:
    few, most = (ToldReach.first(reached, of).figure for reached in (0, of))
    assert (few.band, few.at_least, few.at_most) == (Band.FEW, 0, 2)
    assert (most.band, most.at_most) == (Band.MOST, of)
    assert most.at_least <= of - 2


def test_it_rises_at_once() -> None:
    assert told((6, 40, 0), (7, 40, 0), (8, 40, 0), (22, 40, 0)) == [5, 5, 10, 20]


def test_it_falls_when_five_have_left() -> None:
    assert told((8, 40, 0), (7, 39, 1), (5, 37, 2), (5, 36, 1), (4, 35, 1)) == [10, 10, 10, 10, 5]


def test_who_left_before_it_last_rose_is_no_reason_to_fall() -> None:
    """Else the fifth one alone would be the reason."""
    assert told((8, 40, 0), (13, 36, 4), (12, 35, 1)) == [10, 15, 15]


def test_it_does_not_fall_so_far_that_all_who_left_must_have_been_reached() -> None:
    assert told((8, 40, 0), (2, 34, 6)) == [10, 5]
    assert told((8, 40, 0), (1, 33, 7)) == [10, 0]


def test_where_fewer_are_left_than_it_tells_it_is_most() -> None:
    shown = ToldReach.first(15, 15).next(12, 12, 3)
    assert shown.figure == Figure(8, 12, 12)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw groups that come and leave together, and how many of each are reached by week."""
    sizes = (draw(st.integers(6, 10)), *draw(st.lists(st.integers(1, 6), max_size=2)))
    stays = [(0, WEEKS)]
    for _group in sizes[1:]:
        comes = draw(st.integers(0, WEEKS - 2))
        stays.append((comes, draw(st.integers(comes + 1, WEEKS))))
    done, weeks = [0] * len(sizes), []
    for week in range(WEEKS):
        for number, (comes, leaves) in enumerate(stays):
            if comes <= week < leaves:
                more = draw(st.sampled_from([0, 0, 1, 2, 6] if week > comes else range(11)))
                done[number] = min(done[number] + more, sizes[number])
        weeks.append(tuple(done))
    return sizes, stays, weeks


ALL = (0, WEEKS)
ONE_LEAVES: Story = ((10, 1), [ALL, (0, 2)], [(7, 1)] * WEEKS)
SIX_LEAVE: Story = ((10, 6), [ALL, (0, 2)], [(2, 6)] * WEEKS)
ONE_AFTER_FOUR: Story = (
    (10, 4, 1),
    [ALL, (0, 1), (0, 3)],
    [(4, 3, 1), (4, 3, 1), (7, 3, 1), (7, 3, 1), (7, 3, 1)],
)


class Reader:
    """Somebody who knows who came and left when, and reads what is told each week."""

    def __init__(self, story: Story) -> None:
        self.sizes, self.stays, weeks = story
        self.here = [[comes <= week < leaves for comes, leaves in self.stays] for week in ALL_WEEKS]
        self.seen: list[ToldReach] = []
        for week, world in enumerate(weeks):
            self.seen.append(self.tell(world, week))

    def tell(self, world: World, week: int) -> ToldReach:
        """What would be told in a week, after what was told before, if this had happened."""
        reached, of = self.among(world, week), self.among(self.sizes, week)
        if week == 0:
            return ToldReach.first(reached, of)
        stayed = [was and is_in for was, is_in in zip(*self.here[week - 1 : week + 1], strict=True)]
        gone = self.among(self.sizes, week - 1) - sum(
            size for size, stays in zip(self.sizes, stayed, strict=True) if stays
        )
        return self.seen[week - 1].next(reached, of, gone)

    def among(self, numbers: World, week: int) -> int:
        """Add up the numbers of the groups that are here."""
        return sum(n for n, is_in in zip(numbers, self.here[week], strict=True) if is_in)

    def fits(self, world: World, week: int) -> bool:
        """Whether this may be how it was; nothing of a group can be known before it has come."""
        came = all(n == 0 or self.stays[at][0] <= week for at, n in enumerate(world))
        return came and self.tell(world, week) == self.seen[week]

    def may_follow(self, before: World, after: World, week: int) -> bool:
        """Whether one may lead to the other: what is reached stays so, and who left stays as is."""
        return all(
            a <= b if is_in else a == b
            for a, b, is_in in zip(before, after, self.here[week], strict=True)
        )

    def possible(self) -> list[list[World]]:
        """Every way it may have been, week by week."""
        every = list(product(*(range(size + 1) for size in self.sizes)))
        found = [[world for world in every if self.fits(world, week)] for week in ALL_WEEKS]
        for week in ALL_WEEKS[1:]:
            found[week] = [
                then
                for then in found[week]
                if any(self.may_follow(was, then, week) for was in found[week - 1])
            ]
        for week in reversed(ALL_WEEKS[1:]):
            found[week - 1] = [
                was
                for was in found[week - 1]
                if any(self.may_follow(was, then, week) for then in found[week])
            ]
        return found


@settings(max_examples=60, deadline=None)
@example(ONE_LEAVES)
@example(SIX_LEAVE)
@example(ONE_AFTER_FOUR)
@given(stories())
def test_no_weeks_together_tell_of_one_person(story: Story) -> None:
    sizes, stays, weeks = story
    for week, worlds in enumerate(Reader(story).possible()):
        assert weeks[week] in worlds
        for number, group in enumerate(zip(*worlds, strict=True)):
            if stays[number][0] <= week:
                assert set(group) not in ({0}, {sizes[number]}), (week, number)
